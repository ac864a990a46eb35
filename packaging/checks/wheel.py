"""The wheel and the sdist: built twice to the same bytes, installed into empty environments with and without [window].

    python packaging/checks/wheel.py [PYTHON …]        each named Python, else the one that runs this

It needs what `make check-wheel` installs, and downloads what the wheel depends on.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from telling import Facts

ROOT = Path(__file__).resolve().parents[2]
# What is installed beside numpy and psutil: Parloop alone, with its compiled files.
MOST_BYTES = 25 * 2**20
_LOOP = ("compare", "sleep", "--items", "4", "--strategies", "thread-pool-executor", "--rounds", "1", "--no-history")


def main() -> int:
    """Build, install, use; the exit status, 1 where something is not as promised."""
    facts = Facts("the wheel and the sdist")
    with tempfile.TemporaryDirectory() as folder:
        built, again = Path(folder, "dist"), Path(folder, "again")
        for place in (built, again):
            _run(sys.executable, "-m", "hatchling", "build", "-d", str(place))
        facts.hold("two builds have the same bytes", _digests(built) == _digests(again))
        wheel, sdist = (next(built.glob(pattern)) for pattern in ("*.whl", "*.tar.gz"))
        _run(sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(sdist))
        for python in sys.argv[1:] or [sys.executable]:
            for number, source in enumerate((wheel, sdist, f"{wheel}[window]")):
                _check_installed(facts, python, str(source), Path(folder, f"{Path(python).parts[-3]}-{number}"))
    return facts.status()


def _check_installed(facts: Facts, python: str, source: str, place: Path) -> None:
    """Install it and use it, from a folder that holds nothing."""
    _run(python, "-m", "venv", str(place))
    _run(str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", source)
    called = f"{Path(source).name} under {_run(python, '--version').strip()}"
    parloop, with_window = place / "bin" / "parloop", source.endswith("]")
    facts.hold(f"{called}: help", "compare" in _run(str(parloop), "--help", cwd=place))
    report = place / "report.html"
    _run(str(parloop), *_LOOP, "--export", str(report), cwd=place)
    facts.hold(f"{called}: a comparison and its report", report.stat().st_size > 10_000)
    again = place / "again.parloop"
    _run(str(parloop), "export", str(report), str(again), cwd=place)
    facts.hold(f"{called}: the report is the document", again.stat().st_size > 1000)
    status, said = _tried(str(parloop), "export", str(report), str(place / "a.png"), cwd=place)
    if with_window:
        facts.hold(f"{called}: a picture", status == 0, said)
        return
    facts.hold(f"{called}: what a picture needs is said", status == 2 and "parloop[window]" in said, said)
    status, said = _tried(str(parloop), cwd=place)
    facts.hold(f"{called}: what the window needs is said", status == 0 and "parloop[window]" in said, said)
    size = sum(file.stat().st_size for file in place.glob("lib/python*/site-packages/parloop*/**/*") if file.is_file())
    facts.hold(f"{called}: {size / 2**20:.1f} MB", size <= MOST_BYTES)
    found = list(place.glob("lib/python*/site-packages/PySide6"))
    facts.hold(f"{called}: no Qt", found == [])


def _digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def _run(*command: str, cwd: Path = ROOT) -> str:
    return subprocess.run(command, cwd=cwd, env=_environment(), check=True, stdout=subprocess.PIPE, text=True).stdout


def _tried(*command: str, cwd: Path) -> tuple[int, str]:
    """Its exit status, and what it said on standard error."""
    done = subprocess.run(command, cwd=cwd, env=_environment(), check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""}


if __name__ == "__main__":
    sys.exit(main())
