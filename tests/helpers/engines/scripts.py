"""Every strategy by every call, and rendered scripts run as files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.engine.strategies.registry import STRATEGIES

PAIRS = [(strategy, call) for strategy in STRATEGIES for call in strategy.calls]
ALL = [pytest.param(strategy, call, id=f"{strategy.slug}:{call.slug}") for strategy, call in PAIRS]


def run_script(text: str, folder: Path, python: str | Path = sys.executable) -> str:
    """What a rendered script prints, run as a file."""
    path = folder / "rendered.py"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([python, "-W", "error", path], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def printing(text: str) -> str:
    """The text with a function and items to run over, and its results printed."""
    return f"def square(number):\n    return number * number\n\n\n{text}    print(results)\n"
