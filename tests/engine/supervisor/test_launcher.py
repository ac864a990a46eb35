"""How runs get their process: what counts as theirs, what becomes of who waits, and what no room on the disk costs."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parloop_gui.engine.host.scratch import Folders
from parloop_gui.engine.protocol.messages import LoopSpec, RunSpec
from parloop_gui.engine.protocol.runner_messages import (
    Assignment,
    Born,
    Message,
    Returned,
    Started,
    Stopped,
    write_assignment,
)
from parloop_gui.engine.supervisor import launcher as launchers
from parloop_gui.engine.supervisor.fork_points import ForkPoints
from parloop_gui.engine.supervisor.launcher import Launcher
from parloop_gui.engine.supervisor.runner_process import RunnerProcess

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="runs are forked on Linux alone"),
    # The supervisor collects whatever it has started, and asks no Popen for that.
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]

BURNT_S = 0.3
BURNING = f"""
import time

until = time.process_time() + {BURNT_S}
while time.process_time() < until:
    pass
"""
LOOP = LoopSpec("builtin", "sleep", 2)
# Its two items wait for 10 ms each.
LONGER_THAN_THE_LOOP_S = 0.3

Made = Callable[..., Launcher]


@pytest.fixture
def folders() -> Iterator[Folders]:
    """A supervisor's folders, removed afterwards."""
    made = Folders()
    yield made
    made.remove_all()


@pytest.fixture
def made(engine_folder: Path, tmp_path: Path) -> Iterator[Made]:
    """Makes launchers, which are closed afterwards."""
    found: list[Launcher] = []
    with (tmp_path / "app").open("w") as until_closed:

        def make(*, from_scratch: bool = False) -> Launcher:
            found.append(Launcher(engine_folder, until_closed.fileno(), from_scratch=from_scratch))
            return found[-1]

        yield make
        for launcher in found:
            launcher.close()


def written(folder: Path, before: str) -> LoopSpec:
    """A function of a file that does that when it is imported."""
    path = folder / "written.py"
    path.write_text(f"{before}\ndef task(item):\n    return item\n")
    return LoopSpec("user", "written.py:task", 2, path=str(path), function="task")


def assigned(folders: Folders, loop: LoopSpec) -> Assignment:
    """A plain run of that loop."""
    spec = RunSpec("run", "now-0-0", sys.executable, loop, "serial", "for", timeout_s=30.0, reference=True)
    folder, work = folders.for_run(writes=True)
    comparison = folders.for_comparison(spec.comparison)
    assignment = Assignment(spec, str(folder), str(work), str(comparison), "", reads_schedstat=False)
    write_assignment(assignment)
    return assignment


def said(launcher: Launcher, assignment: Assignment) -> list[Message]:
    """All that the runner of that run says from its start on."""
    started, seen = launcher.start(assignment, lambda: "seen")
    runner, found, goes_on = RunnerProcess(started), list[Message](), True
    while goes_on:
        select.select([runner.pipe_fd], [], [])
        messages, goes_on = runner.read_pipe()
        found += messages
        if seen is None and any(isinstance(each, Started) for each in messages):
            seen = launcher.begin(lambda: "seen")
    assert seen == "seen"
    is_forked = any(isinstance(each, Born) for each in found)
    launcher.settle(assignment, is_forked=is_forked, why=None)
    runner.close()
    return found


def spent_s(messages: list[Message]) -> float:
    """What the run has computed by the time its clock stopped."""
    (stopped,) = (each for each in messages if isinstance(each, Stopped))
    return stopped.spent_s


def test_that_the_way_to_the_loop_counts_as_the_run_s_that_pays_it(
    made: Made, folders: Folders, tmp_path: Path
) -> None:
    launcher, loop = made(), written(tmp_path, BURNING)
    first, second = (spent_s(said(launcher, assigned(folders, loop))) for _ in range(2))
    assert first >= BURNT_S > second


def test_that_all_that_a_process_computes_counts_which_no_run_waited_for(
    made: Made, folders: Folders, tmp_path: Path
) -> None:
    scratch, forked = made(from_scratch=True), made()
    start_s, fork_s = (spent_s(said(launcher, assigned(folders, LOOP))) for launcher in (scratch, forked))
    assert start_s > 2 * fork_s  # an interpreter's start and all imports, beside a fork of who has them
    assert spent_s(said(scratch, assigned(folders, written(tmp_path, BURNING)))) >= BURNT_S


def test_that_what_a_process_computed_before_there_was_a_run_for_it_does_not_count(
    made: Made, folders: Folders, tmp_path: Path
) -> None:
    launcher, loop = made(), written(tmp_path, "held = bytearray(b'x') * 200_000_000")
    first, second = (spent_s(said(launcher, assigned(folders, loop))) for _ in range(2))
    assert second < 0.3 * first  # both copied the memory of whom they were forked from, the second one beforehand


def test_that_no_clock_starts_before_it_may(made: Made, folders: Folders) -> None:
    launcher = made()
    started, seen = launcher.start(assigned(folders, LOOP), lambda: "seen")
    assert seen is None
    runner, found = RunnerProcess(started), list[Message]()
    while not any(isinstance(each, Started) for each in found):
        select.select([runner.pipe_fd], [], [])
        found += runner.read_pipe()[0]
    assert select.select([runner.pipe_fd], [], [], LONGER_THAN_THE_LOOP_S)[0] == []
    launcher.begin(lambda: None)
    assert select.select([runner.pipe_fd], [], [], None)[0] != []
    launcher.close()
    runner.close()


def test_that_who_waits_for_its_clock_ends_where_that_never_starts(made: Made, folders: Folders) -> None:
    launcher, assignment = made(), assigned(folders, LOOP)
    started, _ = launcher.start(assignment, lambda: None)
    launcher.settle(assignment, is_forked=False, why=None)
    runner, goes_on = RunnerProcess(started), True
    while goes_on:
        select.select([runner.pipe_fd], [], [])
        messages, goes_on = runner.read_pipe()
        assert not any(isinstance(each, Stopped) for each in messages)
    runner.close()


def test_that_a_runner_says_once_that_its_results_are_in(made: Made, folders: Folders) -> None:
    messages = said(made(), assigned(folders, LOOP))
    assert sum(isinstance(each, Returned) for each in messages) == 1


def test_that_no_room_for_a_fork_point_harms_nobody(
    made: Made, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher = made()
    launcher.prepare(sys.executable)
    there = launcher.pids()
    with monkeypatch.context() as patched:
        patched.setattr(ForkPoints, "begin", _no_room)
        with pytest.raises(OSError, match="No room"):
            launcher.start(assigned(folders, written(tmp_path, BURNING)), lambda: None)
    assert launcher.pids() == there


def _no_room(self: ForkPoints, assignment: Assignment) -> None:
    raise OSError("No room on the disk.")


def test_that_who_waits_is_known_to_be_at_rest_or_not(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its Python is started first, which takes longer than a fork."""
    monkeypatch.setattr(launchers, "SPARE_BIRTH_S", 0.0)
    launcher = made()
    launcher.prepare(sys.executable)
    assert not launcher.is_at_rest()
    assert len(launcher.pids()) == 2
    while not launcher.is_at_rest():
        pass
