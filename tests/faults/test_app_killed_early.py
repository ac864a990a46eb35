"""The app killed before anything is timed, while it asks Pythons or tries a loop: that goes within two seconds too."""

from __future__ import annotations

import sys
import time
import uuid
from pathlib import Path

import pytest

from tests.faults.marked import carrying, end_as_promised
from tests.faults.test_app_killed import files_of, kill, started, temporary_of

ASKING = """
import sys
from pathlib import Path
from parloop_gui.bridge.interpreters.probe import Prober
Prober(Path(sys.argv[1]).with_name("pythons.json")).ask(sys.argv[1])
"""
HANGS = """
trap "" INT TERM HUP
touch "$0.runs"
while :; do sleep 60; done
"""
HANGS_WITH_A_CHILD = """
setsid env -i /bin/sh -c 'echo $$ > "$1.child"; while :; do sleep 60; done' child "$0" &
while ! test -s "$0.child"; do :; done
"""
TRYING = """
import sys
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.messages import LoopSpec
Preflight().try_out(LoopSpec("user", "task", "[7, 7]", path=sys.argv[1], function="task"), own_interpreter())
"""
NEVER_ENDS = """
import pathlib, signal, subprocess, time

def task(item):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    child = subprocess.Popen(["sleep", "60"], env={}, start_new_session=True)
    pathlib.Path(__file__ + ".child").write_text(str(child.pid))
    pathlib.Path(__file__ + ".runs").touch()
    time.sleep(60)
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows all this")]


def python(folder: Path, text: str) -> Path:
    """An executable that is asked in a Python's place."""
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\n{text}")
    path.chmod(0o755)
    return path


def kill_while_it_runs(code: str, program: Path, folder: Path) -> None:
    """Kill an app that runs `code` once the program says that it runs: nothing of it is left in time."""
    mark = uuid.uuid4().hex
    app = started([sys.executable, "-c", code, str(program)], mark, folder)
    while not program.with_name(program.name + ".runs").exists():
        assert app.poll() is None
    below = kill(app, mark)
    assert below
    assert end_as_promised(below)
    assert carrying(mark) == []
    assert files_of([process.pid for process in below], folder) == []
    child = program.with_name(program.name + ".child")
    assert not child.exists() or not Path(f"/proc/{int(child.read_text())}").exists()


@pytest.mark.parametrize("text", [HANGS, HANGS_WITH_A_CHILD + HANGS], ids=["alone", "with-a-child"])
def test_that_a_python_that_hangs_when_it_is_asked_goes_with_the_app(text: str, tmp_path: Path) -> None:
    kill_while_it_runs(ASKING, python(tmp_path, text), tmp_path)


def test_that_a_loop_that_is_only_tried_out_goes_with_the_app_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(NEVER_ENDS)
    kill_while_it_runs(TRYING, path, tmp_path)


def test_that_nothing_is_left_of_an_app_killed_at_any_moment_of_trying_a_loop(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("import time\n\n\ndef task(item):\n    time.sleep(0.05)\n")
    for after_s in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        mark = uuid.uuid4().hex
        app = started([sys.executable, "-c", TRYING, str(path)], mark, tmp_path)
        time.sleep(after_s)
        assert end_as_promised(kill(app, mark))
        assert carrying(mark) == []
        assert temporary_of(tmp_path) == []
