"""Two versions of a program with a package, run for real: each has its own, in workers that are started afresh too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.versions.versions import against
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import Choice, Plan
from parloop_gui.model.source.parsed import read
from parloop_gui.model.user_code.program_loop import loop_at
from parloop_gui.model.user_code.user_loop import user_loop

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


def made(path: Path, name: str, main: Path | None = None) -> LoopSpec:
    """The loop of that function, or at that line."""
    return loop_at(read(path), int(name)) if name.isdigit() else user_loop(path, name, "4")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "choices", "moved"),
    [
        ("task", (Choice("process-pool", "map"),), "task"),
        ("16", (), "14"),
    ],
)
def test_that_each_version_has_its_own_modules(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str, choices: tuple[Choice, ...], moved: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(checkout / "src"))
    python = Prober().probe(sys.executable)
    plan = Plan(
        made(checkout / "bench" / "loop.py", name), choices, (python,), workers=1, rounds=1, start_method="spawn"
    )
    with against(plan, "git:HEAD", None, made) as both, Engine() as engine:
        before = both.against.loop if both.against is not None else None
        assert before is not None
        assert str(before.line or before.function) == moved
        assert before.path is not None
        assert not Path(before.path).is_relative_to(checkout)
        conductor = Conductor(both, contestants_of(both), engine.execute, lambda *_: None, stop=engine.stop)
        runs = conductor.run().runs
    told = {(run.contestant.arrangement.source, run.ended.outcome, run.ended.message) for run in runs}
    assert told == {(None, "finished", ""), ("before", "finished", "")}
    assert not Path(before.path).exists()
