"""Programs that never come to their loop, and loops that workers can't do: what is said, and whose line it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from tests.engine.user_program.test_program_runs import METHODS, finished, in_a_method
from tests.helpers.engines.engine import Engine
from tests.helpers.engines.programs import MARK, staged

LOOP = """
for number in range(6):  # the loop
    print(number)
"""
ELSEWHERE = """
if __name__ == "elsewhere":
    for number in range(6):  # the loop
        print(number)
"""
NEVER = {
    "came to its end": ("print('hello')\n", ""),
    "status 3": ("import sys\nprint('no luck')\nsys.exit(3)\n", "it printed: no luck"),
    "status 1": ("import sys\nsys.exit('no such shop')\n", "it printed: no such shop"),
    "EOFError": ("name = input('your name? ')\n", "at line 1: EOFError"),
    "ZeroDivisionError": ("''\n''\n1 / 0\n", "at line 3: ZeroDivisionError: division by zero."),
    "SIGKILL": ("import os\nos.kill(os.getpid(), 9)\n", "before it came to line"),
}
NO_TABLE = """
def look_up(number):
    return TABLE[number]


if __name__ == "__main__":
    TABLE = list(range(12))
    for number in range(12):  # the loop
        print(look_up(number))
"""
AGAIN = """
import os

started_by = os.environ.setdefault("STARTED_BY", str(os.getpid()))
if started_by != str(os.getpid()):
    raise RuntimeError("only once")

if __name__ == "__main__":
    for number in range(12):  # the loop
        print(number)
"""
A_LOCK = """
import threading


def main():
    lock = threading.Lock()
    for number in range(6):  # the loop
        with lock:
            print(number)


if __name__ == "__main__":
    main()
"""
RAISES = """
def half(number):
    return 1 / (number - 4)


if __name__ == "__main__":
    for number in range(6):  # the loop
        print(half(number))
"""


def doubling(path: Path, text: str) -> LoopSpec:
    return staged(path, text, task="def task(number):\n    return number", fold="print(_value)")


@pytest.mark.parametrize("what", NEVER)
def test_that_it_is_said_how_far_the_program_came(engine: Engine, tmp_path: Path, what: str) -> None:
    before, also = NEVER[what]
    text = before + (LOOP if also else ELSEWHERE)
    ended = engine.run(doubling(tmp_path / "shop.py", text))
    assert ended.outcome == ("crashed" if what == "SIGKILL" else "failed")
    assert what in ended.message
    assert also in ended.message
    assert "shop.py" in ended.message
    assert f"line {1 + text[: text.index(MARK)].count(chr(10))}" in ended.message


def test_that_what_argparse_prints_is_said(engine: Engine, tmp_path: Path) -> None:
    ended = engine.run(in_a_method(tmp_path))
    assert ended.outcome == "failed"
    assert (
        "shop.py ended (status 2: give its arguments with --args) before the loop at line 12, at line 22; "
        in ended.message
    )
    assert "the following arguments are required: --factor" in ended.message


def test_that_a_program_too_slow_to_come_there_is_ended(engine: Engine, tmp_path: Path) -> None:
    loop = doubling(tmp_path / "slow.py", "import time\ntime.sleep(60)\n" + LOOP)
    ended = engine.run(loop, timeout_s=0.5)
    assert ended.outcome == "timed-out"
    assert "the program had not come to line 4 of slow.py" in ended.message


@pytest.mark.parametrize("method", METHODS)
def test_that_a_name_set_under_the_main_guard_is_missed_where_workers_start_afresh(
    engine: Engine, tmp_path: Path, method: str
) -> None:
    task = "def task(number):\n    return look_up(number)"
    loop = staged(tmp_path / "table.py", NO_TABLE, task=task, fold="print(_value)")
    finished(engine.run(loop, reference=True))
    ended = engine.run(loop, "process-pool-executor", "map", workers=2, start_method=method)
    if method == "fork":
        finished(ended)
        return
    assert ended.outcome == "failed"
    assert "raised NameError: name 'TABLE' is not defined; line " in ended.message
    assert "sets it under the main guard, which only the program itself runs: set it above" in ended.message
    assert "(table.py, line 2)." in ended.message


@pytest.mark.parametrize("strategy", ["process-pool", "process-pool-executor"])
def test_that_a_program_that_can_not_run_again_in_a_worker_is_told_with_its_line(
    engine: Engine, tmp_path: Path, strategy: str
) -> None:
    loop = doubling(tmp_path / "again.py", AGAIN)
    finished(engine.run(loop, reference=True))
    ended = engine.run(loop, strategy, "map", workers=2, start_method="spawn")
    assert ended.outcome == "failed"
    assert "runs the program again up to the loop, and that raised RuntimeError: only once (again.py, line 5)." in (
        ended.message
    )


@pytest.mark.parametrize("method", METHODS)
def test_that_a_value_that_can_not_travel_is_named(engine: Engine, tmp_path: Path, method: str) -> None:
    loop = staged(
        tmp_path / "locked.py",
        A_LOCK,
        task="def task(number):\n    with _lock:\n        return number",
        give="def give(*values):\n    global _lock\n    (_lock,) = values",
        values="lock",
        fold="print(_value)",
    )
    finished(engine.run(loop, reference=True))
    finished(engine.run(loop, "thread-pool-executor", "map", workers=2))
    ended = engine.run(loop, "process-pool", "map", workers=2, start_method=method)
    if method == "fork":
        finished(ended)
        return
    assert ended.outcome == "unavailable"
    assert f"Pool hands lock to each worker that {method} starts, and it can't be pickled: " in ended.message


@pytest.mark.parametrize(("strategy", "method"), [("serial", None), *(("process-pool", each) for each in METHODS)])
def test_that_what_a_pass_raises_is_told_with_the_user_s_line(
    engine: Engine, tmp_path: Path, strategy: str, method: str | None
) -> None:
    task = "def task(number):\n    return half(number)"
    loop = staged(tmp_path / "half.py", RAISES, task=task, fold="print(_value)")
    ended = engine.run(loop, strategy, "for" if strategy == "serial" else "map", workers=2, start_method=method)
    assert ended.outcome == "failed"
    assert "items[4] raised ZeroDivisionError: division by zero (half.py, line 2)." in ended.message
    assert 'half.py", line 2, in half\n    return 1 / (number - 4)' in ended.details


def test_that_results_in_any_order_are_refused(engine: Engine, tmp_path: Path) -> None:
    ended = engine.run(doubling(tmp_path / "shop.py", LOOP), "process-pool", "imap_unordered", workers=2)
    assert ended.outcome == "unavailable"
    assert "gives results in any order" in ended.message
