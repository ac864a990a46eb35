"""What if: the formulas with what was measured in them, their intervals, and every sentence."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.forecast.costs import Cost, Costs
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.what_if.answer import WhatIf, what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.expected import Expected
from parloop_gui.model.what_if.table import HEADER, lines
from tests.helpers.comparisons.scenes import CPU, IO, failed

COMPUTES = CPU.comparison(8)
COSTS = Costs({"process-pool-executor:map:fork:": Cost(0.004, 0.002, 1e-4, 0.2)}, 1e9)


def with_walls(comparison: Comparison, walls_s: dict[str, float], spread: float = 0.0) -> Comparison:
    """With these wall times, in rounds so far from each other, of the plain loop and of whom they name alone."""
    rows = [
        replace(
            row,
            wall_s=Figure(wall_s, wall_s, wall_s),
            round_wall_times_s=tuple(wall_s * (1 + spread * (-1) ** at) for at in range(8)),
        )
        if (wall_s := walls_s.get(row.contestant.strategy)) is not None
        else row
        for row in comparison.rows
        if row.contestant.is_plain or row.contestant.strategy in walls_s
    ]
    return replace(comparison, rows=tuple(rows))


# 200 waits of 40 ms in 32 workers are 7 one after the other. Processes get there later.
WAITS = with_walls(IO.comparison(8), {"thread-pool-executor": 0.32, "process-pool-executor": 0.48})


def threads_of(wall_s: float, spread: float = 0.0) -> Comparison:
    """The comparison of tasks that compute whose threads took so long."""
    return with_walls(COMPUTES, {"thread-pool-executor": wall_s, "process-pool-executor": 0.2}, spread)


def told_of(comparison: Comparison, changes: Changes, costs: Costs | None = None) -> WhatIf:
    """What is said of that comparison."""
    return what_if(basis_of(comparison, costs), changes)


def of(found: WhatIf, strategy: str) -> Expected:
    """What is said of that strategy."""
    return next(each for each in found.expected if each.contestant.strategy == strategy)


@pytest.mark.parametrize("measured", [COMPUTES, WAITS])
def test_that_nothing_changed_is_what_was_measured(measured: Comparison) -> None:
    found = told_of(measured, Changes(items=200))
    for each in found.expected:
        assert each.wall_s.median == pytest.approx(each.now_s, rel=0.08), each.contestant.strategy
        assert each.wall_s.low < each.now_s < each.wall_s.high


@pytest.mark.parametrize(
    ("changes", "factor"),
    [(Changes(items=2_000), 10.0), (Changes(task_s=0.0193), 10.0), (Changes(items=400, task_s=0.00965), 10.0)],
)
def test_that_the_plain_loop_takes_as_many_times_as_long_as_there_is_more_to_do(
    changes: Changes, factor: float
) -> None:
    plain = of(told_of(COMPUTES, changes), "serial")
    assert plain.wall_s.median == pytest.approx(plain.now_s * factor, rel=0.02)


def test_that_a_start_is_paid_once_so_that_more_items_gain_more() -> None:
    few, many = (of(told_of(COMPUTES, Changes(items=items), COSTS), "process-pool-executor") for items in (20, 20_000))
    assert few.gain.median < many.gain.median < 2.2


def test_that_more_cores_help_processes_and_not_threads_that_take_turns() -> None:
    found = told_of(COMPUTES, Changes(cores=8), COSTS)
    assert of(found, "process-pool-executor").gain.median > 4
    assert of(found, "thread-pool-executor").gain.median < 1.2
    assert of(found, "process-pool-executor").is_beyond


def test_that_what_lies_beyond_the_machine_is_said_and_wider() -> None:
    here, beyond = (of(told_of(COMPUTES, Changes(cores=cores)), "process-pool") for cores in (2, 8))
    assert math.log(beyond.gain.high / beyond.gain.low) > math.log(here.gain.high / here.gain.low)
    told = told_of(COMPUTES, Changes(cores=8), COSTS)
    assert told.also[0].startswith("8 cores would give ")
    assert told.also[0].endswith("with ProcessPoolExecutor; the 2 there are give 2.0×.")
    assert (
        told.also[-1] == "More cores than this machine has: extrapolated from what workers on 2 cores cost each other."
    )
    assert not any("extrapolated" in line for line in told_of(COMPUTES, Changes(cores=1)).also)


def test_that_releasing_the_gil_helps_threads_that_compute_and_not_those_that_wait() -> None:
    (told,) = told_of(COMPUTES, Changes(no_gil=True)).also
    assert told.startswith("Releasing the GIL would help: Thread")
    assert re.search(
        r" would be (1\.[89]|2\.0)\d×? .* the plain loop’s speed, (0\.9[78]\d|1\.0\d)× with the GIL\.$", told
    )
    (told,) = told_of(WAITS, Changes(no_gil=True)).also
    same = r"Releasing the GIL would not help: \S+ would be (\S+)× \(\S+\) the .*, \1× with the GIL\."
    assert re.fullmatch(same, told)


@pytest.mark.parametrize(
    ("wall_s", "spread", "helps"),
    [
        (0.39, 0.0, "would help"),
        (0.26, 0.0, "would help"),
        (0.26, 0.9, "may help"),
        (0.22, 0.0, "may help"),
        (0.19, 0.0, "would not help"),
    ],
)
def test_that_what_releasing_the_gil_gives_is_no_surer_than_its_interval(
    wall_s: float, spread: float, helps: str
) -> None:
    (told,) = told_of(threads_of(wall_s, spread), Changes(no_gil=True)).also
    assert told.startswith(f"Releasing the GIL {helps}: ThreadPoolExecutor would be ")


def test_that_a_python_without_the_gil_has_none_to_release() -> None:
    free = replace(COMPUTES.plan.pythons[0], gil=False)
    (told,) = told_of(replace(COMPUTES, plan=replace(COMPUTES.plan, pythons=(free,))), Changes(no_gil=True)).also
    assert told == "Python 3.13 has no GIL to release."


def test_that_larger_items_cost_processes_alone() -> None:
    found = told_of(COMPUTES, Changes(item_bytes=10_000_000), COSTS)
    assert of(found, "process-pool-executor").wall_s.median > 1.5
    assert of(found, "thread-pool-executor").wall_s.median == pytest.approx(0.399, rel=0.1)
    assert found.best is not None
    assert found.best.contestant.strategy == "process"  # by fork: what it works on is there already


def test_that_the_plain_loop_is_kept_where_nothing_would_be_faster() -> None:
    told = told_of(COMPUTES, Changes(items=2), COSTS)
    assert told.kind == "plain"
    assert told.sentence == "With 2 items keep the plain loop: nothing would be faster by anything worth a change."


def test_that_a_wider_change_is_less_sure() -> None:
    def width(items: int) -> float:
        gain = of(told_of(COMPUTES, Changes(items=items)), "process-pool-executor").gain
        return math.log(gain.high / gain.low)

    assert width(210) < width(400) < width(2_000)


def test_that_beside_others_who_want_the_cores_it_is_less_sure() -> None:
    def width(foreign_cores: float) -> float:
        runs = [
            replace(run, ended=replace(run.ended, noise=replace(run.ended.noise, foreign_cores=foreign_cores)))
            for run in COMPUTES.runs
        ]
        gain = of(told_of(replace(COMPUTES, runs=tuple(runs)), Changes(items=400)), "process-pool-executor").gain
        return math.log(gain.high / gain.low)

    assert width(1.5) > 1.2 * width(0.0)


def test_that_the_sentence_names_what_is_changed_and_who_is_the_one_to_use() -> None:
    told = told_of(COMPUTES, Changes(items=10_000, task_s=0.05, cores=8, item_bytes=1_000), COSTS)
    assert told.sentence.startswith(
        "With 10,000 items of 50 ms on 8 cores and 1 kB handed over with each item use ProcessPoolExecutor: "
    )
    assert "the plain loop’s speed" in told.sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(cores=1), "with 1 core"),
        (Changes(task_s=0.05, cores=4), "with tasks of 50 ms on 4 cores"),
        (Changes(no_gil=True), "with the GIL released"),
        (Changes(items=5, no_gil=True), "with 5 items and the GIL released"),
        (Changes(), ""),
    ],
)
def test_that_changes_are_said_in_words(changes: Changes, words: str) -> None:
    assert changes.words() == words


@pytest.mark.slow
def test_that_a_document_says_the_same_as_the_comparison() -> None:
    again = decode(encode(to_document(COMPUTES))).comparison
    assert told_of(again, Changes(items=2_000)).sentence == told_of(COMPUTES, Changes(items=2_000)).sentence


def test_that_a_comparison_without_figures_says_so() -> None:
    told = told_of(failed(), Changes(items=10))
    assert told.kind == "nothing"
    assert told.sentence.startswith("Too little was measured")
    assert "nobody" not in told.sentence, "here it was the plain loop that failed"
    assert list(lines(told)) == []


def test_that_there_is_a_line_for_each_strategy() -> None:
    told = told_of(COMPUTES, Changes(items=2_000))
    table = list(lines(told))
    assert {len(row) for row in table} == {len(HEADER)}
    assert [row[0] for row in table][:2] == ["The plain loop", "Thread"]


def test_that_no_figures_of_a_document_are_too_much() -> None:
    basis = basis_of(COMPUTES)
    assert basis is not None
    for wall_s in (1e-300, 1e300):
        plain, *others = COMPUTES.rows
        odd = [replace(row, wall_s=Figure(wall_s, wall_s, wall_s)) for row in others]
        changes = Changes(items=10, cores=1_000, item_bytes=10**12)
        told = told_of(replace(COMPUTES, rows=(plain, *odd)), changes)
        assert told.sentence
