"""The app killed at random moments, again and again: the history stays whole and has every run that had finished."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from parloop_gui.model.comparison.comparison import finished_off
from tests.helpers.comparisons.histories import a_history

KILLS = 50 if os.environ.get("PARLOOP_CHECK") == "faults" else 3
LONGEST_S = 2.0

APP = """
from PySide6.QtWidgets import QApplication
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.plan.plan import Choice, Plan
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.window.main_window import MainWindow

python = own_interpreter()
choices = (Choice("serial", "for"), Choice("thread-pool-executor", "map"), Choice("process-pool-executor", "map"))
plan = Plan(LoopSpec("builtin", "sleep", 3, {"task_ms": 2}), choices, (python,), rounds=500)
application = QApplication(["parloop"])
window = MainWindow(pythons=Pythons(lambda: python, lambda: (python,)))
window.session.changed.connect(lambda comparison: print(len(comparison.runs), flush=True))
window.background.finished.connect(lambda: window.comparing.compare(plan))
window.show()
application.exec()
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")]


def killed_after(delay_s: float, folder: Path) -> int:
    """Start the app, compare, and kill it so long after its first run: how many runs the window knew of."""
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    environment |= {"XDG_CONFIG_HOME": str(folder / "settings"), "XDG_RUNTIME_DIR": str(folder)}
    with subprocess.Popen([sys.executable, "-c", APP], env=environment, stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None
        known = int(next((line for line in app.stdout if int(line) > 0), "0"))
        assert known, "the app left before its first run"
        children = psutil.Process(app.pid).children(recursive=True)
        time.sleep(delay_s)
        app.kill()
        known = max([known, *map(int, app.stdout.read().split())])
    psutil.wait_procs(children)  # how soon they are gone is held elsewhere
    return known


@pytest.mark.timeout(60 * KILLS)
def test_that_the_history_is_whole_and_has_every_finished_run(tmp_path: Path) -> None:
    dice, whole = random.Random(time.time_ns()), 0
    tmp_path.chmod(0o700)
    for _ in range(KILLS):
        known = killed_after(dice.uniform(0.0, LONGEST_S), tmp_path)
        with closing(sqlite3.connect(tmp_path / "parloop" / "history.sqlite")) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        history = a_history(tmp_path / "parloop")
        interrupted = history.interrupted()
        kept = {each.id: len(finished_off(history.load(each.id)).runs) for each in history.page("sleep", most=KILLS)}
        whole += len(interrupted)
        assert len(kept) == whole
        # The window hears of a run just before it is written: of a first one alone there may be nothing.
        assert sum(kept[each.id] for each in interrupted) >= known - 1
        history.close()
    assert whole
