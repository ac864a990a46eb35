"""Nothing outside the program is done again, and by its loop nothing at all, before somebody has agreed: real ones."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect, PreflightFacts
from parloop_gui.model.events.events import LeaveWanted
from parloop_gui.model.source.parsed import read
from parloop_gui.model.user_code.program_loop import loop_at
from tests.bridge.scheduler.test_preflight import PYTHON

PROGRAM = """
import multiprocessing
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def note(text):
    with (HERE / "rows").open("a") as rows:
        rows.write(text)


def work(n):
    value = sum(k * n for k in range(50))
    {task}
    return value


def main():
    {before}
    found = []
    for n in range(40):
        found.append(work(n))
        {fold}


if __name__ == "__main__":
    main()
"""
LINE = 1 + PROGRAM[: PROGRAM.index("    for n")].count("\n")
WRITES = 1 + PROGRAM[: PROGRAM.index("with (HERE")].count("\n")
AFRESH = 'p = multiprocessing.get_context("spawn").Process(target=note, args="x"); p.start(); p.join()'
IN_LOOP = {
    "a row, in the fold": ("fold", 'note("x")'),
    "a row, late": ("task", 'if n == 39: note("x")'),
    "a row, by another process": ("task", 'p = multiprocessing.Process(target=note, args="x"); p.start(); p.join()'),
    "a row, by a worker that starts afresh": ("task", AFRESH),
    "a row, late, by a worker that starts afresh": ("task", f"if n == 39: {AFRESH}"),
    "a program": ("task", 'subprocess.run(["touch", HERE / "rows"])'),
}
EVERY = pytest.mark.parametrize("what", IN_LOOP)


class Asked:
    """A leave that is answered in the same way each time; `arrivals` are what it was asked about."""

    def __init__(self, may: bool) -> None:
        self.arrivals: list[Arrival] = []
        self.leave, self._may, self.waits_s = Leave(), may, 0.0
        self.leave.tell = self._answer

    def _answer(self, event: LeaveWanted) -> None:
        self.arrivals.append(event.arrival)
        # As in the window: from another thread, some time later.
        threading.Timer(self.waits_s, self.leave.answer, kwargs={"may": self._may}).start()


@pytest.fixture
def asked() -> Iterator[Callable[[bool], Asked]]:
    made: list[Asked] = []

    def make(may: bool) -> Asked:
        made.append(Asked(may))
        return made[-1]

    yield make
    for each in made:
        with each.leave:
            pass


def tried(folder: Path, leave: Leave | None, **parts: str) -> PreflightFacts:
    """What trying that program's loop tells."""
    path = folder / "program.py"
    path.write_text(PROGRAM.format(**{"task": "pass", "before": "pass", "fold": "pass", **parts}))
    return Preflight(leave=leave).try_out(loop_at(read(path), LINE), PYTHON)


@pytest.mark.slow
@EVERY
def test_that_the_loop_does_nothing_outside_where_that_is_refused(
    what: str, tmp_path: Path, asked: Callable[[bool], Asked]
) -> None:
    one = asked(False)
    place, code = IN_LOOP[what]
    facts = tried(tmp_path, one.leave, **{place: code})
    (arrival,) = one.arrivals
    assert len(arrival.in_loop) == 1 and arrival.effects == ()
    assert facts.wants_leave and facts.problems == ()
    assert not (tmp_path / "rows").exists()


@pytest.mark.slow
def test_that_a_worker_that_starts_afresh_waits_for_nobody_where_nobody_is_to_be_asked(tmp_path: Path) -> None:
    facts = tried(tmp_path, None, task=f"if n == 39: {AFRESH}")
    assert facts.stage == "done" and facts.problems == ()
    assert (tmp_path / "rows").read_text() == "x"


@pytest.mark.slow
def test_that_what_was_done_on_the_way_is_asked_about_with_the_loop_s_and_done_no_second_time(
    tmp_path: Path, asked: Callable[[bool], Asked]
) -> None:
    one = asked(False)
    tried(tmp_path, one.leave, before='note("there ")', task='note("x")')
    (arrival,) = one.arrivals
    written = Effect("writes", str(tmp_path / "rows"), WRITES)
    assert arrival == Arrival(effects=(written,), in_loop=(written,))
    assert (tmp_path / "rows").read_text() == "there "


@pytest.mark.slow
def test_that_what_is_agreed_to_is_done_as_often_as_was_said(tmp_path: Path, asked: Callable[[bool], Asked]) -> None:
    one = asked(True)
    facts = tried(tmp_path, one.leave, before='note("there ")', task='note("x")')
    assert len(one.arrivals) == 1
    assert facts.stage == "done" and not facts.wants_leave and facts.problems == ()
    assert (tmp_path / "rows").read_text() == "there " + 5 * 3 * "x"


@pytest.mark.slow
def test_that_making_the_items_takes_no_longer_for_an_answer_that_is_waited_for(
    tmp_path: Path, asked: Callable[[bool], Asked]
) -> None:
    one = asked(True)
    one.waits_s = 0.5
    path = tmp_path / "program.py"
    text = PROGRAM.format(task="pass", before="pass", fold="pass")
    # Further than the proof looks, so that only the list of all items comes there.
    path.write_text(text.replace("range(40)", '(n for n in range(40) if n < 39 or note("x") is None)'))
    facts = Preflight(leave=one.leave).try_out(loop_at(read(path), LINE), PYTHON)
    assert len(one.arrivals) == 1 and facts.stage == "done" and facts.items == 40
    assert facts.items_s is not None and facts.items_s < one.waits_s <= one.leave.waited_s


@pytest.mark.slow
def test_that_nobody_is_asked_where_nothing_is_done_outside(tmp_path: Path, asked: Callable[[bool], Asked]) -> None:
    one = asked(False)
    facts = tried(tmp_path, one.leave, task="len(str(n))")
    assert one.arrivals == [] and facts.stage == "done" and facts.repeats is True


def test_that_what_is_said_first_holds() -> None:
    with Leave() as leave:
        timer = threading.Timer(0.02, leave.answer, kwargs={"may": True})
        leave.tell = lambda event: timer.start()
        assert leave.ask("3.11", Arrival())
        leave.answer(may=False)
        assert leave.ask("3.12", Arrival()) and not leave.is_refused
        assert leave.waited_s > 0


def test_that_without_anybody_to_tell_the_answer_is_no() -> None:
    with Leave() as leave:
        assert not leave.ask("3.11", Arrival()) and leave.is_refused
    leave.answer(may=True)  # too late, and no error
    with Leave(is_given=True) as given:
        assert given.ask("3.11", Arrival())


@pytest.mark.slow
@pytest.mark.parametrize("may", [True, False])
def test_that_a_function_s_tasks_are_asked_about_too(tmp_path: Path, asked: Callable[[bool], Asked], may: bool) -> None:
    one = asked(may)
    path = tmp_path / "mine.py"
    path.write_text("from pathlib import Path\n\n\ndef send(n):\n    Path(__file__).with_name(f'sent{n}').touch()\n")
    loop = LoopSpec("user", "send", 9, path=str(path), function="send")
    facts = Preflight(leave=one.leave).try_out(loop, PYTHON)
    assert [(arrival.effects, len(arrival.in_loop)) for arrival in one.arrivals] == [((), 1)]
    assert one.arrivals[0].in_loop[0].line == 5
    assert sorted(each.name for each in tmp_path.glob("sent*")) == (["sent0", "sent4", "sent8"] if may else [])
    assert (facts.stage == "done") == may


FORKS = """
import multiprocessing
import os
from pathlib import Path

CONTEXT = multiprocessing.get_context("fork")


def note(text="x"):
    with Path(__file__).with_name("rows").open("a") as rows:
        rows.write("x")


def task(n):
    {task}


def prepare():
    {setup}
"""
# What a function's task or its set-up does, by whom, and how often the trial does it where it may.
FORKED = {
    "a process": ("p = CONTEXT.Process(target=note); p.start(); p.join(); assert p.exitcode == 0", "pass", 3),
    "a pool's workers": ("with CONTEXT.Pool(2) as pool: pool.map(note, range(2), 1)", "pass", 6),
    "the set-up": ("pass", "note()", 1),
    "a worker that starts afresh": (AFRESH, "pass", 3),
    "a worker of a server": (AFRESH.replace("spawn", "forkserver"), "pass", 3),
    "a worker of the set-up": ("pass", "with CONTEXT.Pool(1) as pool: pool.map(note, [1])", 1),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "may"),
    [
        ("a process", False),
        ("a pool's workers", False),
        ("a pool's workers", True),
        ("the set-up", False),
        ("a worker of the set-up", True),
        ("a worker that starts afresh", True),
        ("a worker that starts afresh", False),
        ("a worker of a server", False),
    ],
)
def test_that_processes_of_a_task_and_the_set_up_are_asked_about_too(
    what: str, tmp_path: Path, asked: Callable[[bool], Asked], may: bool
) -> None:
    one = asked(may)
    task, setup, times = FORKED[what]
    path, rows = tmp_path / "mine.py", tmp_path / "rows"
    path.write_text(FORKS.format(task=task, setup=setup))
    loop = LoopSpec("user", "task", 9, path=str(path), function="task", setup="prepare")
    facts = Preflight(leave=one.leave).try_out(loop, PYTHON)
    assert [[each.what for each in arrival.in_loop] for arrival in one.arrivals] == [[str(rows)]]
    assert rows.exists() == may
    if may:
        assert rows.read_text() == times * "x"
        assert facts.stage == "done" and facts.effects == ("writes",) and not facts.wants_leave


ITEMS = """
from pathlib import Path


def note():
    with Path(__file__).with_name("rows").open("a") as rows:
        rows.write("x")
    return 3


def task(n):
    return n * n


def numbers():
    yield {items}


{importing}
"""


@pytest.mark.slow
@pytest.mark.parametrize("may", [True, False])
@pytest.mark.parametrize(
    "parts", [{"items": "note()", "importing": ""}, {"items": "3", "importing": "note()"}], ids=str
)
def test_that_importing_a_function_s_file_and_making_its_items_are_asked_about_too(
    parts: dict[str, str], tmp_path: Path, asked: Callable[[bool], Asked], may: bool
) -> None:
    one = asked(may)
    path, rows = tmp_path / "mine.py", tmp_path / "rows"
    path.write_text(ITEMS.format(**parts))
    loop = LoopSpec("user", "task", "numbers", path=str(path), function="task", items_kind="function")
    facts = Preflight(leave=one.leave).try_out(loop, PYTHON)
    assert one.arrivals == [Arrival(effects=(Effect("writes", str(rows), 6),))]
    assert rows.exists() == may and (facts.stage == "done") == may
    if may:
        assert rows.read_text() == "x" and facts.effects == () and facts.items == 1
        assert facts.arrival is not None and facts.arrival.in_loop == ()


# What a program opens before its loop, as what it is asked about; what the loop does by it, and what shows that it did.
OPENED: dict[str, tuple[str, str, Callable[[Path], object]]] = {
    "writes rows": (
        'log = (HERE / "rows").open("a")',
        'print("x", file=log, flush=True)',
        lambda path: path.read_text(),
    ),
    "writes database": (
        'db = sqlite3.connect(HERE / "database", isolation_level=None); db.execute("create table seen (n)")',
        'db.execute("insert into seen values (1)")',
        lambda path: sqlite3.connect(path).execute("select * from seen").fetchall(),
    ),
    "programs sh": (
        'cat = subprocess.Popen(["sh", "-c", f"cat >> {HERE}/sh"], stdin=subprocess.PIPE, text=True)',
        'print("x", file=cat.stdin, flush=True)',
        lambda path: path.exists() and path.read_text(),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", OPENED)
def test_that_nothing_is_written_to_what_was_open_before_where_that_is_refused(
    what: str, tmp_path: Path, asked: Callable[[bool], Asked]
) -> None:
    one = asked(False)
    before, fold, written = OPENED[what]
    facts = tried(tmp_path, one.leave, before=f"import sqlite3; {before}", fold=fold)
    (arrival,) = one.arrivals
    assert [f"{each.kind} {Path(each.what).name}" for each in arrival.effects] == [what]
    assert facts.wants_leave and not written(tmp_path / what.partition(" ")[2])


# As a database's client in C does: Python hears nothing of it.
CONNECTED = """
import ctypes
import os
import struct

libc = ctypes.CDLL(None)
line = libc.socket(2, 1, 0)
address = struct.pack("=H", 2) + struct.pack("!H", {port}) + bytes([127, 0, 0, 1]) + bytes(8)
assert libc.connect(line, address, len(address)) == 0


def send(n):
    os.write(line, b"x")
    return n


if __name__ == "__main__":
    for n in range(40):
        send(n)
"""


@pytest.mark.slow
@pytest.mark.parametrize("is_program", [True, False])
def test_that_a_connection_that_a_library_has_made_is_asked_about_before_anything_is_sent(
    is_program: bool, tmp_path: Path, asked: Callable[[bool], Asked]
) -> None:
    one, path = asked(False), tmp_path / "mine.py"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        text = CONNECTED.format(port=port)
        path.write_text(text)
        loop = LoopSpec("user", "send", 9, path=str(path), function="send")
        if is_program:
            loop = loop_at(read(path), 1 + text[: text.index("    for n")].count("\n"))
        facts = Preflight(leave=one.leave).try_out(loop, PYTHON)
        assert one.arrivals == [Arrival(effects=(Effect("network", f"127.0.0.1:{port}"),), anew=one.arrivals[0].anew)]
        assert facts.wants_leave
        connection, _ = server.accept()
        with connection:
            assert connection.recv(1) == b""
