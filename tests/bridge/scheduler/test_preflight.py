"""The preflight for real: a loop tried in processes that are thrown away, whatever it does."""

from __future__ import annotations

import errno
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.preflight import LEAST_S, Bounds, Preflight
from parloop_gui.engine.protocol.kinds import AnewKind
from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts
from parloop_gui.engine.protocol.preflight_facts import Proof
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.source.parsed import read
from parloop_gui.model.user_code.program_loop import loop_at
from tests.helpers.engines.engine import TASKS

PYTHON = Interpreter("own", sys.executable, "3.11.0", free_threaded=False, gil=True, cores=2)


def spec(function: str, path: Path = TASKS, items: int | str = 8, setup: str | None = None) -> LoopSpec:
    return LoopSpec("user", function, items, path=str(path), function=function, setup=setup)


def tried(function: str, *, limit_s: float = 30.0) -> PreflightFacts:
    return Preflight(limit_s).try_out(spec(function), PYTHON)


def problems(facts: PreflightFacts) -> dict[str, str]:
    """What stands in the way, but for the exception that the file of tasks defines."""
    return {each.what: each.sentence for each in facts.problems if each.what != "pickle-error"}


def test_that_a_sound_loop_is_known_in_all_its_figures() -> None:
    facts = tried("fine")
    assert (facts.stage, facts.items, facts.tried, facts.repeats, facts.line) == ("done", 8, 3, True, 25)
    assert problems(facts) == {}
    assert facts.task_s is not None
    assert facts.task_s >= 0.002
    assert facts.largest_item_bytes == facts.result_bytes == 5
    assert facts.import_s is not None


def test_that_what_a_task_takes_in_the_middle_of_a_loop_is_known() -> None:
    facts = tried("fine")
    assert facts.warm_task_s is not None and facts.task_s is not None
    assert facts.warm_task_s >= 0.002
    assert facts.task_wait_s is None or facts.task_wait_s >= 0.0


# What a file does when it is imported, and why runs are no forks of that moment.
IMPORTED: dict[str, tuple[str, AnewKind | None]] = {
    "plain": ("", None),
    "thread": ("threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "thread"),
    "temporary files": ("tempfile.mkdtemp()", "temporary-files"),
    "library's threads": ("import numpy", None),
    "threads that a fork has lost": ("import numpy\nOWN = os.getpid()", "native-threads"),
}
WAITING = """
import os, tempfile, threading, time
OWN = None
{imported}
def task(number):
    if OWN not in (None, os.getpid()):
        time.sleep(60)
    return number
"""


@pytest.mark.parametrize("what", IMPORTED)
def test_that_it_is_known_whether_runs_may_be_forks_of_a_file_once_imported(tmp_path: Path, what: str) -> None:
    imported, why = IMPORTED[what]
    (tmp_path / "waiting.py").write_text(WAITING.replace("{imported}", imported))
    facts = Preflight().try_out(spec("task", tmp_path / "waiting.py"), PYTHON)
    assert facts.stage == "done" and facts.arrival is not None
    assert facts.arrival.anew == why


@pytest.mark.parametrize("remembers", ["@functools.lru_cache", "@remembering"])
def test_that_an_answer_that_was_remembered_is_not_taken_for_a_short_task(remembers: str) -> None:
    code = f"""
import functools, time
KNOWN = {{}}
def remembering(function):
    def asked(item):
        if item not in KNOWN:
            KNOWN[item] = function(item)
        return KNOWN[item]
    return asked
{remembers}
def work(item):
    time.sleep(0.01)
    return item
"""
    loop = LoopSpec("user", "work", 8, function="work", code=code)
    facts = Preflight().try_out(loop, PYTHON)
    assert facts.warm_task_s is not None and facts.warm_task_s >= 0.01


@pytest.mark.parametrize(
    ("task", "effects"),
    [
        ("open(__file__).read()", ()),
        ("len(str(item))", ()),
        ("open('/dev/null', 'a').close()", ()),
        ("open(__file__ + '.log', 'a').close()", ("writes",)),
        ("subprocess.run(['true'])", ("programs",)),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))", ("network",)),
    ],
)
def test_that_what_tasks_do_outside_their_process_is_seen(task: str, effects: tuple[str, ...]) -> None:
    code = f"import socket, subprocess\nopen('/dev/null', 'w').close()\ndef work(item):\n    {task}\n"
    facts = Preflight().try_out(LoopSpec("user", "work", 8, function="work", code=code), PYTHON)
    assert facts.effects == effects


def test_that_what_only_the_first_call_pays_is_not_in_it() -> None:
    code = """
import time
FIRST = []
def work(item):
    if not FIRST:
        FIRST.append(time.sleep(0.3))
    time.sleep(0.01)
    return item
"""
    facts = Preflight().try_out(LoopSpec("user", "work", 8, function="work", code=code), PYTHON)
    assert facts.task_s is not None and facts.warm_task_s is not None
    assert facts.task_s > 0.1 > facts.warm_task_s


@pytest.mark.parametrize(
    ("function", "what", "said"),
    [
        ("double", "pickle-function", "double (line {line}) can't be pickled: it is a lambda"),
        (
            "returns_a_lock",
            "pickle-result",
            "What returns_a_lock (line {line}) returns, of type lock, can't be pickled",
        ),
        ("counts", "state", "When counts (line {line}) is called again for the same items, it gives other results."),
        ("raises", "task", "raises failed for item 7 (7), line 37: ValueError: seven is bad."),
        ("exits_hard", "task", "The process ended with exit status 3 while it was doing the task for item 7."),
        ("is_killed", "task", "The process was killed by SIGKILL while"),
        ("ends_when_pickled", "pickle-item", "The process ended with exit status 4 while it was pickling items and"),
        (
            "ends_when_repeated",
            "state",
            "The process ended with exit status 5 while it was doing the same tasks again.",
        ),
        ("nope", "function", "bad_endings.py has no function 'nope'."),
    ],
)
def test_that_what_stands_in_the_way_is_told_in_a_sentence(function: str, what: str, said: str) -> None:
    lines = TASKS.read_text(encoding="utf-8").splitlines()
    line = next((at for at, text in enumerate(lines, 1) if text.startswith((f"def {function}(", f"{function} ="))), 0)
    assert said.format(line=line) in problems(tried(function))[what]


def test_that_a_task_that_closes_all_descriptors_may_have_gone_on() -> None:
    code = "import os\n\n\ndef work(item):\n    os.closerange(3, 1024)\n    return item\n"
    facts = Preflight().try_out(LoopSpec("user", "work", 8, function="work", code=code), PYTHON)
    assert problems(facts)["task"].startswith(
        "The process ended with exit status 0, or closed the pipe that it is heard by, while it was doing the first"
    )


def test_that_chance_is_told_apart_from_state() -> None:
    assert "in a fresh process" in problems(tried("by_chance"))["chance"]
    assert "chance" not in problems(tried("counts"))


def test_that_an_exception_that_cannot_be_read_back_is_told_with_its_line() -> None:
    found = [each for each in tried("fine").problems if each.what == "pickle-error"]
    assert [each.line for each in found] == [17]
    assert found[0].sentence.startswith("Odd (line 17) can't be handed back by a worker process once it is raised")


def test_that_a_task_that_never_ends_is_given_up_and_nothing_is_left(own_folder: str) -> None:
    facts = tried("never_ends", limit_s=4.0)  # Python has to be started and the file imported within it, too
    assert problems(facts) == {"slow-task": "The task for item 7 was not done after 4.00 s."}
    assert _left(own_folder) == []


def test_that_daemons_do_not_outlive_the_preflight(own_folder: str) -> None:
    tried("leaves_a_daemon")
    assert _left(own_folder) == []


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where this test's preflights keep their folders: it stands in their command lines."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return str(tmp_path)


def _left(folder: str) -> list[str]:
    """What is left of the preflights that kept their folders there."""
    lines = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    return [*(line for line in lines if folder in line), *map(str, Path(folder).iterdir())]


def test_that_a_set_up_is_called_before_the_tasks(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("ready = []\ndef prepare(): ready.append(1)\ndef task(item): return ready[0] + item\n")
    facts = Preflight().try_out(spec("task", path, setup="prepare"), PYTHON)
    assert problems(facts) == {}
    assert facts.setup_s is not None


SERVED = """
import subprocess
import sys
import tempfile
import time

here = tempfile.mkdtemp()
server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", here])
{wait}
sizes = []
for number in range(9):
    sizes.append(pow(number, number, 7))
"""


def of_program(folder: Path, wait: str) -> LoopSpec:
    path = folder / "served.py"
    path.write_text(SERVED.replace("{wait}", wait))
    return loop_at(read(path), 11)


def test_that_a_program_s_loop_is_proven_and_what_it_started_is_ended(
    own_folder: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    facts = Preflight().try_out(of_program(tmp_path_factory.mktemp("program"), ""), PYTHON)
    assert (facts.stage, facts.items, facts.tried, facts.line) == ("done", 9, 3, 11)
    assert facts.proof == Proof("proven", 9)
    assert _left(own_folder) == []


def test_that_a_program_that_does_not_come_to_its_loop_in_time_is_said(
    own_folder: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    loop = of_program(tmp_path_factory.mktemp("program"), "time.sleep(60)")
    facts = Preflight(1.0).try_out(loop, PYTHON)
    assert problems(facts) == {"import": "Running served.py up to line 11 was not done after 1.00 s."}
    assert _left(own_folder) == []


def test_that_cancelling_ends_it_at_once() -> None:
    preflight = Preflight(60.0)
    began_at = time.monotonic()
    threading.Timer(0.7, preflight.cancel).start()
    preflight.try_out(spec("never_ends"), PYTHON)
    assert time.monotonic() - began_at < 10
    assert preflight.report(_plan("fine")) == ()


def test_that_a_plan_gets_a_report_with_an_estimate() -> None:
    (report,) = Preflight().report(_plan("double"))
    assert [contestant.strategy for contestant, _ in report.ruled_out] == ["process-pool"]
    assert report.estimate is not None
    assert Preflight().report(Plan(LoopSpec("builtin", "primes", 3), (), (PYTHON,))) == ()


def test_that_the_memory_limit_holds_for_the_trial_and_all_below_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        "import subprocess, sys\n"
        "HOLD = 'import time; held = bytearray(b\"x\" * 400_000_000); time.sleep(60)'\n"
        "def task(item):\n    return subprocess.run([sys.executable, '-c', HOLD]).returncode\n"
    )
    plan = replace(_plan("fine"), loop=spec("task", path), memory_limit_bytes=300_000_000)
    (report,) = Preflight().report(plan)
    assert problems(report.facts) == {
        "task": "The process used more than 300 MB of memory and was ended while it was doing the first of the tasks."
    }


def test_that_the_limit_for_the_whole_comparison_holds_for_its_trials() -> None:
    began_at = time.monotonic()
    (report,) = Preflight().report(replace(_plan("never_ends"), total_timeout_s=1.5))
    assert time.monotonic() - began_at < 30  # 60 without it
    (sentence,) = problems(report.facts).values()
    assert sentence.startswith("The task for item 7 was not done after 1.")


def test_that_tasks_are_tried_for_half_of_the_comparison_s_time() -> None:
    (report,) = Preflight().report(replace(_plan("never_ends"), budget_s=4.0))
    assert problems(report.facts) == {"slow-task": "The task for item 7 was not done after 2.00 s."}
    assert report.stops == ""  # what is known by then answers


def test_that_a_trial_has_no_more_time_than_is_left() -> None:
    now = time.monotonic()
    assert Bounds().within_s(60.0) == 60.0
    assert 4.0 < Bounds(now + 5.0).within_s(60.0) <= 5.0
    assert Bounds(now - 5.0).within_s(60.0) == LEAST_S


def test_that_waiting_for_an_answer_takes_nothing_from_the_trials_behind_it() -> None:
    with Leave(is_given=True) as leave:
        leave.waited_s = 120.0  # under the Python before this one
        facts = Preflight(leave=leave).try_out(spec("fine"), PYTHON, Bounds(time.monotonic() - 60.0))
    assert facts.stage == "done" and facts.repeats is True


def test_that_a_full_disk_leaves_no_pipe_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, text: str, encoding: str) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Path, "write_text", write)
    opened = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(OSError, match="no space"):
            Preflight().try_out(spec("fine"), PYTHON)
    assert len(list(Path("/proc/self/fd").iterdir())) <= opened


def _plan(function: str) -> Plan:
    choices = (Choice("serial", "for"), Choice("thread", "slots"), Choice("process-pool", "map"))
    return Plan(spec(function), choices, (PYTHON,))


def test_that_a_python_that_is_not_there_is_told() -> None:
    gone = Interpreter("3.99", "/nowhere/python", "3.99.0", free_threaded=False, gil=True)
    facts = Preflight().try_out(spec("fine"), gone)
    assert problems(facts) == {"import": "Python 3.99 can't be started: no such file or directory."}
