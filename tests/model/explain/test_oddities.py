"""Figures that can't be what they seem, and what is told beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import Measurement, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded, RoundFinished, RunFinished
from parloop_gui.model.explain.oddities import oddities
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.report import report
from parloop_gui.ui.result.chart_texts import chart_data
from tests.helpers.comparisons.races import HELD, PLAIN, PROCESSES, compare, measured, plan_for

POOL = PROCESSES[1]


def _compared(pool_wall_s: float = 0.55, cold_s: float | None = None, **of_pool: float) -> Comparison:
    """Five rounds of the plain loop, 1 s, and a Pool; `of_pool` are fields of its measurements."""
    comparison = compare(plan_for("quick", (PLAIN, POOL)), (PLAIN, POOL), [])
    comparison = _ran(comparison, PLAIN, 0, replace(measured(PLAIN, cold_s or 1.0), probe=HELD))
    for number in range(1, 6):
        wobble = 1 + 0.01 * number
        comparison = _ran(comparison, PLAIN, number, measured(PLAIN, wobble))
        of: Measurement = replace(measured(POOL, pool_wall_s * wobble), **of_pool)  # type: ignore[arg-type]
        comparison = fold(_ran(comparison, POOL, number, of), RoundFinished(number, 1.0))
    return fold(comparison, ComparisonEnded("done", "", 9.0))


def _ran(comparison: Comparison, contestant: Contestant, number: int, measurement: Measurement) -> Comparison:
    run = f"{number}-{contestant.strategy}"
    return fold(comparison, RunFinished(run, contestant, number, RunEnded(run, "finished", measurement=measurement)))


def test_that_ordinary_figures_are_not_odd() -> None:
    assert _compared().oddities == ()


@pytest.mark.parametrize(
    ("pool_wall_s", "of_pool", "kind", "words"),
    [
        (0.05, {"task_cpu_s": 0.05, "task_wall_s": 1.0}, "fixed-time", "seem to run for a fixed time by the clock"),
        (0.05, {"task_cpu_s": 0.05, "task_wall_s": 0.05}, "less-work", "part of the work was not done again"),
        (0.9, {"task_cpu_s": 1.7, "task_wall_s": 1.75}, "more-cpu", "1.7× as long as in the plain loop"),
        (0.2, {}, "beyond-cores", "is more than 2 cores can give"),
    ],
)
def test_that_each_is_told_with_its_kind_and_figures_beside_the_figure(
    pool_wall_s: float, of_pool: dict[str, float], kind: str, words: str
) -> None:
    comparison = _compared(pool_wall_s, **of_pool)
    (odd,) = comparison.oddities
    assert (odd.contestant, odd.kind) == (POOL, kind)
    assert words in odd.text
    assert all(value is not None for value in odd.numbers.values())
    assert odd.text in report(comparison).advice
    hints = {row.contestant: row.hint for row in chart_data(comparison, None).rows}
    assert odd.text in hints[POOL]
    assert odd.text not in hints[PLAIN]


def test_that_what_is_odd_about_the_leader_is_the_first_advice() -> None:
    comparison = _compared(0.2)
    assert comparison.verdict is not None
    assert comparison.verdict.advice[0].kind == "odd-figure"


def test_that_a_cold_first_run_is_told_and_a_slightly_slower_one_is_not() -> None:
    (odd,) = _compared(cold_s=3.0).oddities
    assert (odd.contestant, odd.kind) == (PLAIN, "cold-first")
    assert odd.numbers == {"first_s": 3.0, "later_s": pytest.approx(1.03)}
    assert _compared(cold_s=1.4).oddities == ()


@pytest.mark.parametrize("of_pool", [{"task_cpu_s": 0.0001}, {"tasks": 0}, {"task_wall_s": 0.0}])
def test_that_where_hardly_anything_was_computed_nothing_is_told(of_pool: dict[str, float]) -> None:
    known = _compared(**of_pool)
    tiny = [
        replace(row, task_cpu_s=(row.task_cpu_s or 0.0) / 1e4, task_s=(row.task_s or 0.0) / 1e4) for row in known.rows
    ]
    assert oddities(known.plan, tiny, known.runs) == ()


def test_that_a_document_keeps_them_and_one_of_before_has_none() -> None:
    comparison = _compared(0.2)
    assert decode(encode(to_document(comparison))).comparison.oddities == comparison.oddities
    older = to_document(_compared())
    assert "oddities" not in older
