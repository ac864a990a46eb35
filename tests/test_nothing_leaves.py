"""Nothing leaves this machine: whatever Parloop's processes connect to, it is this machine itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOME = {"127.0.0.1", "::1", "localhost"}
WATCH = """
import json, os, sys

def watch(event, arguments, log=os.environ["SOCKET_LOG"]):
    if event.startswith("socket.") and event != "socket.__new__":
        where = arguments[0] if isinstance(arguments[0], str) else arguments[1:2] and arguments[1]
        with open(log, "a") as file:
            print(json.dumps([event, os.getpid(), where], default=str), file=file)

open(os.environ["SOCKET_LOG"], "a").close()
sys.addaudithook(watch)
"""
WINDOW = """
import sys
from PySide6.QtCore import QSettings
QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, sys.argv[1])
from parloop_gui.ui.application.application import Application, Callers
from parloop_gui.ui.window.main_window import MainWindow
application = Application([])
window = MainWindow()
callers = Callers(window)
window.show()
window.background.finished.connect(window.close)
application.exec()
with open("/proc/self/maps") as maps:
    print(sorted({line.split("/")[-1].strip() for line in maps if "Network" in line}))
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python writes down what its sockets do."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    folders = {f"XDG_{kind}": str(tmp_path / kind) for kind in ("RUNTIME_DIR", "DATA_HOME", "CACHE_HOME")}
    log = {"PYTHONPATH": str(tmp_path), "SOCKET_LOG": str(tmp_path / "sockets.log")}
    return {**os.environ, **folders, **log, "QT_QPA_PLATFORM": "offscreen"}


def seen(environment: dict[str, str]) -> list[tuple[str, int, object]]:
    lines = Path(environment["SOCKET_LOG"]).read_text().splitlines()
    return [(event, pid, where) for event, pid, where in map(json.loads, lines)]


def strangers(environment: dict[str, str]) -> list[tuple[str, int, object]]:
    """What went to anywhere else, or asked for a name; a path is a socket between processes of this machine."""
    return [each for each in seen(environment) if not _is_at_home(each[0], each[2])]


def _is_at_home(event: str, where: object) -> bool:
    if isinstance(where, list):
        return not where or where[0] in HOME
    return where in HOME or where is None or not event.startswith("socket.get")


def run(environment: dict[str, str], *command: str) -> str:
    ran = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.mark.slow
def test_that_a_comparison_over_http_talks_to_this_machine_alone(watched: dict[str, str]) -> None:
    strategies = "thread-pool-executor,process-pool-executor"
    run(watched, *f"-m parloop_gui compare http --items 4 --rounds 1 --strategies {strategies}".split())
    assert strangers(watched) == []
    assert len({pid for event, pid, _ in seen(watched) if event == "socket.connect"}) > 2


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads which libraries are loaded from /proc")
def test_that_the_window_connects_to_nothing_and_loads_no_means_to(watched: dict[str, str], tmp_path: Path) -> None:
    assert run(watched, "-c", WINDOW, str(tmp_path)).strip() == "[]"
    assert strangers(watched) == []
