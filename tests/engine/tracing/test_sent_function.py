"""A bound function travels with its chunk, and the copy that came is the one that is called."""

from __future__ import annotations

import functools
import pickle
from pathlib import Path

from parloop_gui.engine.loops.user import Unpacked
from parloop_gui.engine.runner.job import Job
from parloop_gui.engine.runner.once import as_sent, given_once, shared_places
from parloop_gui.engine.tracing import recorder
from parloop_gui.engine.tracing.reader import Spans
from parloop_gui.engine.tracing.sent_function import SentFunction

TABLE = [1, 2, 3]


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
