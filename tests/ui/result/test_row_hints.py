"""What a row's tag is said to mean: why tasks wait that compute in the plain loop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.summary import Row
from parloop_gui.ui.result.row_hints import bar_hint, tag_hint
from tests.helpers.comparisons.scenes import CPU

PLAIN = Tag("cpu-bound", 0.99, 0.99, 0.0, 0.0, "held")
HALF = replace(PLAIN, cpu_share=0.51)


def row(strategy: str, call: str, tag: Tag) -> Row:
    return replace(CPU.comparison(4).rows[1], contestant=Contestant(strategy, call, "3.11"), tag=tag)


@pytest.mark.parametrize(
    ("strategy", "call", "tag", "why"),
    [
        ("thread-pool", "map", replace(HALF, gil_wait_share=0.48), "they take turns on the GIL"),
        ("asyncio", "to_thread", replace(HALF, gil_wait_share=0.48), "they take turns on the GIL"),
        ("asyncio", "gather", HALF, "one thread runs them all"),
        ("process-pool", "map", replace(HALF, core_wait_share=0.4), "they share the cores"),
        ("process-pool", "map", replace(HALF, each_other_share=0.4), "they wait for each other"),
        ("process-pool", "map", HALF, "for what, can’t be told"),
    ],
)
def test_that_what_tasks_wait_for_is_what_was_measured(strategy: str, call: str, tag: Tag, why: str) -> None:
    said = tag_hint(row(strategy, call, tag), PLAIN)
    assert said == f"Tasks wait 49% of their time though the plain loop computes: {why}."


def test_that_tasks_that_compute_as_in_the_plain_loop_are_said_to_compute() -> None:
    said = tag_hint(row("process-pool", "map", replace(PLAIN, cpu_share=0.97)), PLAIN)
    assert said == "Tasks are on a core 99% of their time: they compute."


def test_that_a_speed_up_says_its_rounds_where_one_of_the_two_rested() -> None:
    known = CPU.comparison(12).rows[-1]
    assert known.speedup_rounds == 12
    assert "that both ran" not in bar_hint("Pool", known)
    assert "over 5 rounds that both ran" in bar_hint("Pool", replace(known, speedup_rounds=5))
