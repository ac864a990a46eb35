"""A bound function travels with its chunk, and the copy that came is the one that is called."""

from __future__ import annotations

import functools
import pickle
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.engine.loops.user import Unpacked
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded
from parloop_gui.engine.runner.handed_once import as_sent, given_once, shared_places
from parloop_gui.engine.runner.job import Job
from parloop_gui.engine.tracing import recorder
from parloop_gui.engine.tracing.reader import Spans
from parloop_gui.engine.tracing.sent_function import SentFunction
from tests.helpers.engines.engine import DATA, Engine

TABLE = [1, 2, 3]
BOUND = DATA / "bound.py"


def look_up(table: list[int], number: int) -> int:
    table.append(number)
    return len(table)


def test_that_the_copy_that_came_is_called_and_recorded(tmp_path: Path) -> None:
    function = functools.partial(look_up, list(TABLE))
    recorder.use(function, str(tmp_path), reads_schedstat=False)
    data = pickle.dumps(as_sent(function, recorder.task))
    for _ in range(2):  # two chunks: each has a table of its own
        task = pickle.loads(data)
        assert task is recorder.task
        assert [task(1), task(1)] == [4, 5]
    assert function(1) == 4
    assert Spans(str(tmp_path)).look() == 4


def test_that_a_function_by_name_is_not_sent(tmp_path: Path) -> None:
    assert as_sent(Unpacked(look_up), recorder.task) is recorder.task
    assert isinstance(as_sent(Unpacked(functools.partial(look_up, TABLE)), recorder.task), SentFunction)


def test_that_what_items_share_is_handed_over_once() -> None:
    job = Job(Unpacked(look_up), [(TABLE, 1), (TABLE, 2)])
    assert shared_places(job.items) == [0]
    once = given_once(job)
    assert once.items == [(1,), (2,)]
    assert [pickle.loads(pickle.dumps(once.function))(item) for item in once.items] == [4, 4]
    assert shared_places([(list(TABLE), 1), (list(TABLE), 2)]) == []
    assert shared_places([(TABLE, 1), (TABLE, 2, 3)]) == []


def kind_of(item: Any) -> tuple[str, list[Any]]:
    return type(item).__name__, list(item.items() if isinstance(item, dict) else item)


@pytest.mark.parametrize(
    ("items", "places", "rest"),
    [
        ([[TABLE, 1], [TABLE, 2]], [0], [(1,), (2,)]),
        ([{"n": 1, "table": TABLE}, {"n": 2, "table": TABLE}], ["table"], [(1,), (2,)]),
        ([[TABLE, 1], (TABLE, 2)], [], None),
        ([{"table": TABLE}, {"other": TABLE}], [], None),
        ([{"a": TABLE, "b": 1}, {"b": 1, "a": TABLE}], [], None),
        ([[TABLE, 1]], [], None),
    ],
)
def test_that_lists_and_dicts_are_filled_as_tuples_are(items: list[Any], places: list[Any], rest: object) -> None:
    assert shared_places(items) == places
    if places:
        once = given_once(Job(kind_of, items))
        assert once.items == rest
        assert [pickle.loads(pickle.dumps(once.function))(item) for item in once.items] == list(map(kind_of, items))


@pytest.mark.parametrize(("once", "like"), [(False, "anew_in_each_four"), (True, "on_and_on")])
@pytest.mark.parametrize("strategy", ["process-pool", "process-pool-executor"])
def test_that_a_pool_sends_the_object_with_each_chunk(engine: Engine, strategy: str, once: bool, like: str) -> None:
    def run(function: str, *where: str, **options: Any) -> RunEnded:
        loop = LoopSpec("user", function, 12, path=str(BOUND), function=function)
        return engine.run(loop, *where, comparison=f"{strategy}-{once}", **options)

    assert run("count", strategy, "map", workers=1, chunksize=4, reference=True, once=once).outcome == "finished"
    alike = run(like)
    assert alike.outcome == "finished"
    assert alike.measurement is not None
    assert alike.measurement.results_match is True


def test_that_what_all_items_share_can_go_once_by_spawn_too(engine: Engine) -> None:
    items = "[(TABLE, n) for n in range(8)]"
    loop = LoopSpec("user", "looked_up", items, path=str(BOUND), function="looked_up", unpack=True)
    assert engine.run(loop, comparison="shared", reference=True).outcome == "finished"
    made = engine.run(loop, "process-pool", "map", comparison="shared", workers=1, start_method="spawn", once=True)
    assert made.measurement is not None, made
    assert made.measurement.results_match is True
