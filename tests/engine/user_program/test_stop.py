"""The stop in place of the loop, and the staged text as code under the user's own lines."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.loop_spec import Program
from parloop_gui.engine.user_program import staged as staging
from parloop_gui.engine.user_program.stop_at_loop import AsItStands, Stop
from tests.engine.user_program.test_program_runs import finished
from tests.helpers.engines.engine import Engine
from tests.helpers.engines.programs import staged

WALK = """
import os

TREE = {"root": ["left", "right"], "left": ["a", "b"], "right": ["c"], "a": [], "b": [], "c": []}


def walk(name):
    found = [name]
    for child in TREE[name]:  # the loop
        found += walk(child)
    return found


if __name__ == "__main__":
    pid = os.fork()
    if pid == 0:
        print("child", *walk("root"), flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
    walk("root")
"""


@pytest.mark.parametrize(
    ("strategy", "method"),
    [("serial", None), ("thread-pool-executor", None), ("process-pool", "fork"), ("process-pool", "spawn")],
)
def test_that_only_the_program_s_own_first_time_counts(
    engine: Engine, tmp_path: Path, strategy: str, method: str | None
) -> None:
    """Tasks come to the same loop, and so does a process that the program has forked: there it runs as it stands."""
    loop = staged(
        tmp_path / "walk.py",
        WALK,
        task="def task(child):\n    return walk(child)",
        fold="found += _value\nprint(*found)",
    )
    plain = finished(engine.run(loop, reference=True))
    ended = finished(
        engine.run(loop, strategy, "for" if strategy == "serial" else "map", workers=2, start_method=method)
    )
    assert ended.output.splitlines() == ["root left a b", "root left a b right c"]
    assert plain.output == f"child root left a b right c\n{ended.output}"  # what comes before the loop was run once
    assert ended.measurement is not None
    assert (ended.measurement.tasks, ended.measurement.results_match) == (2, True)


def test_that_a_sample_is_spread_over_what_the_loop_goes_over(engine: Engine, tmp_path: Path) -> None:
    loop = staged(
        tmp_path / "tens.py",
        "for number in map(int, (str(each) for each in range(100))):  # the loop\n    print(number)\n",
        task="def task(number):\n    return number",
        fold="print(_value)",
        sample=5,
    )
    ended = finished(engine.run(loop, reference=True))
    assert ended.output.split() == ["10", "30", "50", "70", "90"]
    assert ended.measurement is not None
    assert (ended.measurement.items, ended.measurement.of_items) == (5, 100)


def test_that_what_is_done_with_the_results_is_work_and_no_winding_down(engine: Engine, tmp_path: Path) -> None:
    loop = staged(
        tmp_path / "folding.py",
        "import time\nfor number in range(6):  # the loop\n    time.sleep(0.05)\n",
        task="def task(number):\n    return number",
        fold="time.sleep(0.05)",
    )
    for strategy, call in (("serial", "for"), ("thread-pool", "map"), ("process-pool", "map")):
        measured = finished(engine.run(loop, strategy, call, workers=2, reference=call == "for")).measurement
        assert measured is not None
        assert measured.work_s >= 0.3
        assert 0 <= measured.winddown_s < measured.work_s
        assert measured.wall_s == pytest.approx(measured.startup_s + measured.work_s + measured.winddown_s)


def test_that_the_loop_may_stand_in_a_thread_that_nobody_waits_for(engine: Engine, tmp_path: Path) -> None:
    loop = staged(
        tmp_path / "threaded.py",
        """
        import threading
        import time


        def main():
            time.sleep(0.05)
            for number in range(6):  # the loop
                print(number)


        if __name__ == "__main__":
            threading.Thread(target=main).start()
        """,
        task="def task(number):\n    return number",
        fold="print(_value)",
    )
    assert finished(engine.run(loop, reference=True)).output.split() == list("012345")
    finished(engine.run(loop, "process-pool", "map", workers=2))


def test_that_the_first_arrival_counts_and_no_other() -> None:
    arrived = []

    def arrive(frame: object) -> AsItStands:
        arrived.append(frame)
        return AsItStands()

    stop = Stop(arrive)
    for _ in range(3):
        with stop.at_the_loop() as place:
            assert place.original
            assert list(place.originals([1, 2])) == [1, 2]
    assert arrived == [sys._getframe()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_that_a_forked_process_does_not_arrive() -> None:
    stop = Stop(lambda frame: pytest.fail("it arrived"))
    pid = os.fork()
    if pid == 0:
        os._exit(0 if isinstance(stop.at_the_loop(), AsItStands) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_that_tracebacks_name_the_user_s_lines(tmp_path: Path) -> None:
    text = "x = 1\n\ndef task(item):\n    return (item\n        / 0)\n\nif x:\n    task(1)\nelse:\n    pass\n"
    program = Program(text, 2, (1, 1, 2, 2, 2, 2, 2, 3, 4, 5))
    path = str(tmp_path / "own.py")
    with pytest.raises(ZeroDivisionError) as caught:
        exec(staging.code_of(program, path), {})  # noqa: S102 - it is this test's own
    steps = [(step.filename, step.lineno) for step in traceback.extract_tb(caught.value.__traceback__)]
    assert steps[1:] == [(path, 3), (path, 2)]
