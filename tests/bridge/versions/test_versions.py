"""Two versions of a program with a package, run for real: each has its own, in workers that are started afresh too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Where the package lies is what an editable install says: a path that leads to the checkout, whatever file imports it.
LOOP = """
from pathlib import Path

from shop import work


def task(item):
    assert Path(work.__file__).parents[2] == Path(__file__).parents[1], work.__file__
    return work.work(item)


def main():
    found = []
    for item in range(8):
        found.append(task(item))
    return found


if __name__ == "__main__":
    main()
"""
WORK = "def work(item):\n    return item + {}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose commit adds 1, and which adds 2 as it stands, its loop two lines farther down."""
    top = tmp_path / "checkout"
    for folder in ("bench", "src/shop"):
        (top / folder).mkdir(parents=True)
    (top / "src" / "shop" / "__init__.py").write_text("")
    (top / "src" / "shop" / "work.py").write_text(WORK.format(1))
    (top / "bench" / "loop.py").write_text(LOOP)
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for command in ("init -q", "add .", "-c user.name=n -c user.email=e commit -qm one"):
        subprocess.run(["git", *command.split()], cwd=top, env=own, check=True)
    (top / "src" / "shop" / "work.py").write_text(WORK.format(2))
    (top / "bench" / "loop.py").write_text(f"# moved\n# down\n{LOOP}")
    return top


@pytest.mark.slow
@pytest.mark.parametrize(
    ("loop", "more"),
    [
        ("loop.py:task", "--items 4 --workers 1 --strategies process-pool --start-method spawn"),
        ("loop.py:16", ""),
    ],
)
def test_that_each_version_has_its_own_modules(checkout: Path, tmp_path: Path, loop: str, more: str) -> None:
    command = [sys.executable, "-m", "parloop_gui", "compare", str(checkout / "bench" / loop), *more.split()]
    asked = "--against git:HEAD --rounds 1 --json --no-history"
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "XDG_DATA_HOME": str(tmp_path)}
    ran = subprocess.run(
        [*command, *asked.split()], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    document = json.loads(ran.stdout)
    ran_as = {(run.get("source"), run["outcome"]) for run in document["runs"]}
    assert ran_as == {(None, "finished"), ("before", "finished")}
    assert document["change"]["pairs"] == 1
