"""The app killed at any moment: two seconds later nothing of it runs or lies about, and its data are whole."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from parloop_gui.bridge.processes.cleanup import end_strays
from tests.faults.marked import MARK, carrying, end_as_promised

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path("/dev/shm")
ALL = os.environ.get("PARLOOP_CHECK") == "faults"
TIMES = 50 if ALL else 3
LONGEST_S = 4.0
ZYGOTE = "parloop_engine.supervisor.zygote"
IN_A_TERMINAL = [sys.executable, "-m", "parloop_gui", "compare", "primes", "--items", "30", "--rounds", "30"]
IN_A_WINDOW = [sys.executable, "-m", "tests.helpers.screens.comparing_window"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows all this")]


def started(command: list[str], mark: str, folder: Path) -> subprocess.Popen[bytes]:
    """The app, with data and temporary files of its own; what it says is in the file `said`."""
    (folder / "tmp").mkdir(exist_ok=True)
    own = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    environment = {**os.environ, **own, MARK: mark, "TMPDIR": str(folder / "tmp"), "QT_QPA_PLATFORM": "offscreen"}
    with (folder / "said").open("wb") as said:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )


def kill(app: subprocess.Popen[bytes], mark: str) -> list[psutil.Process]:
    """Kill it, and give what it had started; stopped first, so that nothing is missed."""
    app.send_signal(signal.SIGSTOP)
    below = [process for process in carrying(mark) if process.pid != app.pid]
    app.kill()
    app.wait()
    return below


def files_of(pids: list[int], folder: Path) -> list[str]:
    """Temporary files, and what lies in shared memory under the name of one of these processes."""
    shared = [path for pid in pids for path in SHARED.glob(f"*parloop-{pid}-*")]
    return [str(path) for path in (*shared, *temporary_of(folder))]


def temporary_of(folder: Path) -> list[Path]:
    """Temporary files, but what Python itself writes to see whether it may.

    `tempfile` tries a folder with four bytes in a file of eight letters: who is killed before it is removed leaves it.
    """
    return [path for path in (folder / "tmp").iterdir() if not _is_pythons_try(path)]


def _is_pythons_try(path: Path) -> bool:
    is_named_so = re.fullmatch(r"[a-z0-9_]{8}", path.name) is not None
    return is_named_so and path.is_file() and path.read_bytes() in (b"", b"blat")


def are_whole(folder: Path) -> bool:
    """Whether every database among the app's data is sound."""
    for path in (folder / "data").rglob("*.sqlite*"):
        if path.suffix in (".sqlite", ".sqlite3"):
            with sqlite3.connect(path) as database:
                if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    return False
    return True


@pytest.mark.timeout(600)
@pytest.mark.parametrize("command", [IN_A_TERMINAL, IN_A_WINDOW], ids=["terminal", "window"])
def test_that_nothing_is_left_of_an_app_that_is_killed(
    command: list[str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    for _ in range(TIMES // 2 or 1):
        mark = uuid.uuid4().hex
        app = started(command, mark, tmp_path)
        time.sleep(moments.uniform(0.1, LONGEST_S))
        below = kill(app, mark)
        began = time.monotonic()
        assert end_as_promised(below), f"seed {seed}"
        record_property("gone_s", time.monotonic() - began)
        assert carrying(mark) == [], f"seed {seed}"
        assert files_of([process.pid for process in below], tmp_path) == [], f"seed {seed}"
        assert are_whole(tmp_path), f"seed {seed}"


def halted_but_templates(mark: str) -> list[psutil.Process]:
    """All that carry the mark, stopped, templates apart: nobody acts on another's death or starts one more."""
    halted: dict[int, psutil.Process] = {}
    while new := [one for one in carrying(mark, but=[ZYGOTE]) if one.pid not in halted]:
        for process in new:
            with contextlib.suppress(psutil.NoSuchProcess):  # a worker whose task was done
                process.suspend()
        halted.update((process.pid, process) for process in new)
    return list(halted.values())


def test_that_the_next_start_ends_what_is_left_when_the_supervisor_was_killed_too(tmp_path: Path) -> None:
    mark = uuid.uuid4().hex
    app = started([*IN_A_TERMINAL, "--strategies", "process", "--param", "numbers=1000000"], mark, tmp_path)
    while not carrying(mark, having=ZYGOTE):  # however long a busy machine takes: the test has a limit of its own
        assert app.poll() is None
    for process in halted_but_templates(mark):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    app.wait()
    below = carrying(mark)
    end_strays()
    assert end_as_promised(below)
    assert carrying(mark) == []
