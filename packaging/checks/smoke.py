"""Checks on any system that the package that was just built starts: the command line, the engine, the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from telling import Facts

BUILT = Path(__file__).resolve().parents[2] / "dist" / "parloop"
WINDOW_S = 15.0


def main() -> int:
    """Check it; the exit status."""
    ending = ".exe" if sys.platform == "win32" else ""
    command = BUILT / ("parloop-cli.exe" if sys.platform == "win32" else "parloop")
    facts = Facts(f"Smoke test of {BUILT} on {sys.platform}")
    ran = _run(str(command), "--version")
    facts.hold("the command line tells its version", ran.stdout.startswith("parloop "), ran.stderr)
    ran = _run(str(BUILT / f"parloop-engine{ending}"), "-c", "import sqlite3, ssl, sys; print(sys.version_info[0])")
    facts.hold("the engine runs Python", ran.stdout.strip() == "3", ran.stderr)
    ran = _run(str(command), "compare", "sleep", "--items", "4", "--rounds", "1", "--json", "--no-history")
    ended = {run["outcome"] for run in json.loads(ran.stdout)["runs"]} if ran.stdout.startswith("{") else set()
    facts.hold("every strategy runs", ran.returncode == 0 and ended == {"finished"}, f"{ended} {ran.stderr}")
    facts.hold("the window stays open", _window_stays(str(BUILT / f"parloop{ending}")))
    return facts.status()


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def _window_stays(command: str) -> bool:
    """On a screen that Qt only imagines."""
    process = subprocess.Popen([command], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    try:
        process.wait(WINDOW_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
