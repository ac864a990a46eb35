"""Which kinds of worker gave other results says why."""

from __future__ import annotations

import pytest

from parloop_gui.model.explain.correctness import other_results
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row


def row(strategy: str, outcome: str) -> Row:
    return Row(Contestant(strategy, "map", "3.11"), 3, outcome)


def told(threads: str, processes: str) -> str:
    rows = [row("serial", "finished"), row("thread-pool", threads), row("process-pool", processes)]
    return other_results(rows, [each.contestant for each in rows])


def test_that_nothing_is_said_where_all_agree() -> None:
    assert told("finished", "finished") == ""
    assert told("failed", "crashed") == ""


@pytest.mark.parametrize(
    ("threads", "processes", "who", "why"),
    [
        ("finished", "wrong-result", "Pool gave", "each process has a copy of its own"),
        ("wrong-result", "finished", "ThreadPool gave", "Threads change the same thing at once"),
        ("wrong-result", "wrong-result", "ThreadPool and Pool gave", "depends on the tasks before it"),
        ("failed", "wrong-result", "Pool gave", "depends on the tasks before it"),
    ],
)
def test_that_who_differs_says_why(threads: str, processes: str, who: str, why: str) -> None:
    sentence = told(threads, processes)
    assert sentence.startswith(f"{who} other results than the plain loop and got no rank.")
    assert why in sentence
