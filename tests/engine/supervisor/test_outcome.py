"""Every bad ending gets its outcome and its sentence, in every strategy, and the next run is unaffected."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunProgress, RunStarted
from parloop_gui.engine.strategies.registry import find as find_strategy
from parloop_gui.engine.supervisor.outcome import outcome_of
from parloop_gui.engine.supervisor.run_facts import Facts, LostWorker
from parloop_gui.engine.tracing.mapped_buffers import NO_KEY
from tests.helpers import interpreters
from tests.helpers.engines.engine import AWAITED, Engine, task_loop

STRATEGIES = [(strategy.slug, strategy.default_call) for strategy in catalogue.strategies()]
PROCESSES = [(s.slug, call.slug) for s in catalogue.strategies() if s.family == "processes" for call in s.calls]


def end(engine: Engine, function: str, strategy: str, call: str, timeout_s: float = 30.0) -> RunEnded:
    python = interpreters.of(strategy, call)
    return engine.run(task_loop(function), strategy, call, workers=2, timeout_s=timeout_s, python=python)


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), STRATEGIES)
@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("raises", "items[7] raised ValueError: seven is bad."),
        ("raises_odd", "items[7] raised Odd: 1."),
        ("exits", "items[7] raised SystemExit: 3."),
        ("interrupts", "items[7] raised KeyboardInterrupt."),
    ],
)
def test_that_a_task_that_raises_is_named(engine: Engine, function: str, said: str, strategy: str, call: str) -> None:
    ended = end(engine, function, strategy, call)
    assert ended.outcome == "failed"
    assert ended.message.startswith(said)
    assert catalogue.strategy(strategy).title in ended.message or strategy == "serial"
    assert function in ended.details


@pytest.mark.parametrize(
    ("function", "strategy", "call", "said"),
    [
        ("cancels", "thread-pool", "map", "items[7] raised CancelledError. ThreadPool went on waiting"),
        ("exits", "thread-pool", "map", "items[7] raised SystemExit: 3. ThreadPool went on waiting"),
        ("raises", "thread-pool", "map", "items[7] raised ValueError: seven is bad. ThreadPool hands it to the caller"),
    ],
)
def test_that_what_was_waited_for_in_vain_is_not_told_as_handed_over(
    engine: Engine, function: str, strategy: str, call: str, said: str
) -> None:
    assert end(engine, function, strategy, call).message.startswith(said)


OTHER_CLOCKS = """import time


def task(item):
    for name in ("time", "monotonic", "perf_counter", "perf_counter_ns", "process_time"):
        setattr(time, name, lambda *given: 0)
    return item
"""


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), [("serial", "for"), ("thread-pool-executor", "map")])
def test_that_a_task_that_puts_other_clocks_in_place_is_timed_all_the_same(
    engine: Engine, strategy: str, call: str
) -> None:
    loop = LoopSpec("user", "task", 6, function="task", code=OTHER_CLOCKS)
    ended = engine.run(loop, strategy, call, workers=2, comparison="clocks")
    assert (ended.outcome, ended.message) == ("finished", "")
    assert ended.measurement is not None
    assert 0 < ended.measurement.wall_s < 30


FORKS = """import os


def task(item):
    if item == 2 and os.fork() == 0:
        {then}
    return item
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks there")
def test_that_a_copy_that_a_task_makes_of_the_plain_loop_writes_no_results(engine: Engine) -> None:
    """It goes on with the loop as the plain loop itself does, and would be as many results as copies."""
    loop = LoopSpec("user", "task", 6, function="task", code=FORKS.format(then="return 'of the copy'"))
    first = engine.run(loop, reference=True, comparison="copies")
    again = engine.run(loop, comparison="copies")
    assert (first.outcome, again.outcome) == ("finished", "finished")
    assert again.measurement is not None
    assert again.measurement.results_match


def test_that_workers_killed_with_the_loop_s_process_are_told_with_it_where_their_status_is_unknown(
    tmp_path: Path,
) -> None:
    """A forkserver that is killed with them collects none."""
    killed = -signal.SIGKILL
    lost = LostWorker(pid=2, status=None, key=NO_KEY)
    ended = outcome_of(Facts(find_strategy("process"), tmp_path, runner_status=killed, lost=lost))
    assert ended.message == "All of the loop's processes together were killed by SIGKILL."


LEAVES_IN_A_COPY = """import os, sys, time


def task(item):
    if item == 2:
        if os.fork() == 0:
            {then}
        time.sleep(0.5)
    return item
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks there")
@pytest.mark.parametrize("then", ["return 'of the copy'", "raise ValueError('of the copy')", "sys.exit(0)"])
def test_that_a_copy_that_a_task_makes_of_the_plain_loop_says_nothing_of_the_run(engine: Engine, then: str) -> None:
    """It is through before its parent is, whose word alone counts: on its clock and on how the run went."""
    code = LEAVES_IN_A_COPY.format(then=then)
    ended = engine.run(LoopSpec("user", "task", 6, function="task", code=code), reference=True, comparison="copies")
    assert (ended.outcome, ended.message) == ("finished", "")


@pytest.mark.parametrize("call", ["task_group", "gather", "to_thread"])
def test_that_an_async_task_that_raises_is_named(engine: Engine, call: str) -> None:
    ended = engine.run(replace(AWAITED, function="fails"), "asyncio", call, workers=2)
    assert ended.outcome == "failed"
    assert ended.message.startswith("items[7] raised ValueError: seven is bad.")


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), [*STRATEGIES, *PROCESSES])
@pytest.mark.parametrize(
    ("function", "how"), [("exits_hard", "ended with exit status 3"), ("is_killed", "was killed by SIGKILL")]
)
def test_that_a_death_is_told_with_the_task_it_held(
    engine: Engine, function: str, how: str, strategy: str, call: str
) -> None:
    ended = end(engine, function, strategy, call)
    assert ended.outcome == "crashed"
    assert f"{how} while it ran " in ended.message
    all_at_once = strategy == "thread" and " more, " in ended.message  # a busy machine may not have ended one yet
    assert "items[7]" in ended.message or all_at_once


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere deaths between tasks are not seen")
@pytest.mark.parametrize(("function", "call"), [("kills_whoever_is_idle", "apply"), ("dies_while_it_answers", "map")])
def test_that_a_death_between_tasks_that_stops_the_others_is_told(engine: Engine, function: str, call: str) -> None:
    loop = task_loop(function, 8)
    ended = engine.run(loop, "process-pool", call, workers=2, start_method="fork", reference=True)
    assert ended.outcome == "crashed"
    assert "was killed by SIGKILL between two tasks, and nothing has gone on since." in ended.message


@pytest.mark.parametrize(("strategy", "call"), STRATEGIES)
def test_that_an_endless_loop_is_ended_at_its_limit(engine: Engine, strategy: str, call: str) -> None:
    began = time.monotonic()
    limit_s = 3.0 if strategy != "interpreter-pool-executor" else 5.0  # time enough to come to the endless one
    ended = end(engine, "never_ends", strategy, call, timeout_s=limit_s)
    assert ended.outcome == "timed-out"
    assert ended.limit == "run"
    assert ended.message.startswith(f"Not done after {limit_s:g} s: ")
    assert ended.message.endswith("Under way: items[7].")
    assert time.monotonic() - began < limit_s + 2.0


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "call"), PROCESSES)
def test_that_a_result_that_cannot_be_pickled_is_told(engine: Engine, strategy: str, call: str) -> None:
    ended = end(engine, "returns_a_lock", strategy, call)
    assert ended.outcome == "failed"
    assert ended.message.startswith("A result can't be pickled: TypeError")


def test_that_a_lambda_rules_out_pools_of_processes_but_not_a_forked_process(engine: Engine) -> None:
    engine.run(task_loop("double"), reference=True)
    refused = end(engine, "double", "process-pool", "map")
    assert refused.outcome == "unavailable"
    assert "can't be pickled" in refused.message
    assert " at 0x" not in refused.message
    forked = engine.run(task_loop("double"), "process", "queue", start_method="fork")
    spawned = engine.run(task_loop("double"), "process", "queue", start_method="spawn")
    assert (forked.outcome, spawned.outcome) == ("finished", "unavailable")


def test_that_other_results_than_the_plain_loops_are_told_apart(engine: Engine) -> None:
    engine.run(task_loop("counts"), comparison="counts", reference=True)
    ended = engine.run(task_loop("counts"), "process", "queue", comparison="counts")
    assert ended.outcome == "wrong-result"
    assert ended.message.startswith("Gave a different result than the plain loop. Item ")
    assert ended.measurement is not None
    assert ended.measurement.results_match is False


def test_that_every_run_begins_afresh(engine: Engine) -> None:
    engine.run(task_loop("counts"), comparison="afresh", reference=True)
    counted = engine.run(task_loop("counts"), comparison="afresh").measurement
    engine.run(task_loop("by_chance"), comparison="chances", reference=True)
    by_chance = engine.run(task_loop("by_chance"), comparison="chances").measurement
    assert counted is not None
    assert by_chance is not None
    assert counted.results_match is True  # nothing that an earlier run counted is there
    assert by_chance.results_match is False  # nor does it share an earlier run's random numbers


def test_that_a_plain_loop_that_differs_from_itself_is_not_called_wrong(engine: Engine) -> None:
    engine.run(task_loop("unrepeatable"), comparison="chance", reference=True)
    again = engine.run(task_loop("unrepeatable"), comparison="chance")
    assert again.outcome == "finished"
    assert again.measurement is not None
    assert again.measurement.results_match is False


def test_that_a_stopped_run_ends_within_a_second_and_leaves_nothing_running(engine: Engine) -> None:
    run = engine.start(task_loop("slow", 200), "process", "queue", many=True)
    while not any(isinstance(event, RunProgress) for event in engine.events):
        engine.next_event()
    began = time.monotonic()
    engine.stop(run)
    assert engine.wait().outcome == "stopped"
    assert time.monotonic() - began < 1.0
    assert engine.descendants() == []


def test_that_a_daemon_in_another_session_is_ended_too(engine: Engine) -> None:
    ended = engine.run(task_loop("leaves_a_daemon", 3), "process-pool", "map", workers=2)
    assert ended.outcome in ("finished", "wrong-result")
    assert engine.descendants() == []


def test_that_what_user_code_prints_is_kept_apart_and_bounded(engine: Engine) -> None:
    ended = engine.run(task_loop("prints", 500), reference=True)
    assert ended.outcome == "finished"
    assert 1000 <= len(ended.output.replace("\\x00", "\0")) <= 64 * 1024  # what acts is made visible afterwards
    assert "junk" in ended.output


def test_that_user_code_reads_an_empty_stdin(engine: Engine) -> None:
    assert engine.run(task_loop("reads_stdin", 2), reference=True).outcome == "finished"


def test_that_closing_the_standard_streams_disturbs_no_run(engine: Engine) -> None:
    assert engine.run(task_loop("closes_everything", 2), reference=True).outcome == "finished"


def test_that_a_loop_that_clears_its_runs_folder_away_harms_no_other_run(engine: Engine) -> None:
    assert engine.run(task_loop("clears_away", 2), reference=True).outcome == "finished"
    assert engine.run(task_loop("fine"), reference=True).outcome == "finished"


@pytest.mark.parametrize(("strategy", "call"), [("serial", "for"), ("thread-pool", "map"), ("process", "queue")])
def test_that_a_task_that_copes_with_what_cannot_be_pickled_has_not_failed(
    engine: Engine, strategy: str, call: str
) -> None:
    ended = engine.run(task_loop("tries_to_pickle", 3), strategy, call, reference=True)
    assert (ended.outcome, ended.message) == ("finished", "")


def test_that_a_loop_that_can_not_be_loaded_is_one_sentence(engine: Engine, tmp_path: Path) -> None:
    missing = engine.run(LoopSpec("user", "f", 3, path=str(tmp_path / "none.py"), function="f"))
    assert missing.outcome == "failed"
    assert missing.message.startswith("There is no file ")
    broken = tmp_path / "broken.py"
    broken.write_text("def f(:\n")
    ended = engine.run(LoopSpec("user", "f", 3, path=str(broken), function="f"))
    assert ended.outcome == "failed"
    assert "line 1" in ended.message


def test_that_an_interpreter_that_is_not_there_is_one_sentence(engine: Engine, tmp_path: Path) -> None:
    ended = engine.run(task_loop("fine"), python=str(tmp_path / "python"))
    assert ended.outcome == "failed"
    assert ended.message.startswith("The run could not be started: ")
    for _ in range(2):
        ended = engine.run(task_loop("fine"), python="/bin/true")
        assert ended.message.startswith("The run could not be started: /bin/true did not start as a Python")


def test_that_memory_over_the_limit_ends_the_run(engine: Engine, tmp_path: Path) -> None:
    hungry = tmp_path / "hungry.py"
    hungry.write_text(
        "import time\ndef eat(n):\n    kept = bytearray(300_000_000)\n    time.sleep(5)\n    return len(kept)\n"
    )
    loop = LoopSpec("user", "eat", 2, path=str(hungry), function="eat")
    ended = engine.run(loop, "thread", "slots", memory_limit_bytes=200_000_000)
    assert ended.outcome == "crashed"
    assert ended.message.startswith("Used more than 200 MB of memory.")


def test_that_memory_shared_with_forked_workers_is_counted_once(engine: Engine, tmp_path: Path) -> None:
    large = tmp_path / "large.py"
    large.write_text(
        "import time\nkept = bytearray(b'x') * 100_000_000\ndef use(n):\n    time.sleep(0.3)\n    return kept[n]\n"
    )
    loop = LoopSpec("user", "use", 8, path=str(large), function="use")
    options: dict[str, Any] = {"start_method": "fork", "memory_limit_bytes": 400_000_000, "reference": True}
    ended = engine.run(loop, "process-pool", "map", workers=8, **options)
    assert (ended.outcome, ended.message) == ("finished", "")


def test_that_the_memory_of_workers_counts_and_that_of_comparing_results_does_not(
    engine: Engine, tmp_path: Path
) -> None:
    large = tmp_path / "filling.py"
    large.write_text(
        # Each keeps its memory until both have it: on a full machine one may be through before the other begins.
        "import pathlib, time\n"
        "def fill(n):\n    kept = b'x' * 40_000_000\n    here = pathlib.Path(__file__).parent\n"
        "    (here / f'filled{n}').touch()\n"
        "    while len(list(here.glob('filled*'))) < 2:\n        time.sleep(0.01)\n"
        "    time.sleep(0.3)\n    return len(kept)\n"
        "def give(n):\n    return b'x' * 40_000_000\n"
    )
    fill, give = (LoopSpec("user", name, 2, path=str(large), function=name) for name in ("fill", "give"))
    ended = engine.run(fill, "process-pool", "map", workers=2, reference=True)
    assert ended.measurement is not None
    assert (ended.measurement.peak_rss_bytes or 0) > 80_000_000
    ended = engine.run(give, reference=True)
    assert ended.measurement is not None
    assert (ended.measurement.peak_rss_bytes or 0) < 150_000_000


def test_that_a_run_after_bad_ones_is_unaffected(engine: Engine) -> None:
    end(engine, "is_killed", "process-pool", "map")
    ended = engine.run(task_loop("fine"), reference=True)
    assert ended.outcome == "finished"
    assert any(isinstance(event, RunStarted) for event in engine.events)


@pytest.mark.parametrize(("strategy", "call"), [("thread-pool", "map"), ("process-pool", "map")])
def test_that_a_task_over_its_own_limit_is_named_with_its_process(engine: Engine, strategy: str, call: str) -> None:
    ended = engine.run(task_loop("never_ends"), strategy, call, workers=2, task_timeout_s=0.5)
    assert ended.outcome == "timed-out"
    assert re.match(r"items\[7\] \(pid \d+\) took more than 0\.5 s, a task's limit; \d+ of 20 tasks had", ended.message)
    assert ended.limit == "task"


def test_that_tasks_within_their_limit_are_left_alone_however_long_the_run(engine: Engine) -> None:
    ended = engine.run(task_loop("slow", 5), task_timeout_s=1.0, reference=True)
    assert (ended.outcome, ended.message) == ("finished", "")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="writes through descriptors as Linux gives them")
@pytest.mark.parametrize(("strategy", "call"), [("serial", "for"), ("process-pool", "map")])
def test_that_a_task_that_writes_to_every_descriptor_makes_up_no_figures(
    unmeasured_engine: Engine, tmp_path: Path, strategy: str, call: str
) -> None:
    path = tmp_path / "meddles.py"
    path.write_text(
        "import os\n"
        'JUNK = b\'{"kind": "Started", "items": 40961, "x": \' + b\'[\' * 3000 + b\'\\n\'\n'
        "def task(n):\n"
        "    for fd in range(3, 1024):\n"
        "        for write in (lambda: os.pwrite(fd, b'[' * 32768, 0), lambda: os.write(fd, JUNK)):\n"
        "            try:\n                write()\n"
        "            except OSError:\n                pass\n"
        "    return n\n"
    )
    loop = LoopSpec("user", "task", 8, path=str(path), function="task")
    ended = unmeasured_engine.run(loop, strategy, call, workers=2, start_method="fork", timeout_s=6)
    measured = ended.measurement
    assert measured is None or (measured.tasks <= 8 and 0 <= measured.startup_s <= measured.wall_s < 60)
    assert not re.search(r"pid \d{8,}|\d{5,} of 8|4\d,961", ended.message)
    assert unmeasured_engine.run(LoopSpec("builtin", "primes", 3)).outcome == "finished"
