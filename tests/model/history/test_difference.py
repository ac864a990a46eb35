"""Two comparisons side by side: ratios of medians, intervals that hold, and what is unlike."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

from parloop_gui.model.history.difference import SideBySide, side_by_side
from parloop_gui.model.statistics.intervals import difference_interval
from tests.helpers.comparisons.scenes import CPU, IO, STATES, Pace, Scene


def slower(scene: Scene, factor: float) -> Scene:
    paces = {slug: Pace(pace.wall_s * factor, pace.width, pace.cpu_share) for slug, pace in scene.paces.items()}
    return replace(scene, paces=paces)


def kinds(pair: SideBySide) -> set[str]:
    return {change.kind for change in pair.changes}


def test_that_a_change_is_the_ratio_of_the_medians() -> None:
    before, after = slower(CPU, 1.25).comparison(15), CPU.comparison(15)
    pair = side_by_side(before, after)
    for change, one, other in zip(pair.changes, before.rows, after.rows, strict=True):
        assert change.faster is not None
        assert one.wall_s is not None
        assert other.wall_s is not None
        assert change.faster.median == pytest.approx(one.wall_s.median / other.wall_s.median)
        assert change.faster.low < change.faster.median < change.faster.high
    assert kinds(pair) == {"faster"}
    assert kinds(side_by_side(after, before)) == {"slower"}
    assert pair.unlike == ()


def test_that_the_same_again_is_no_change() -> None:
    assert kinds(side_by_side(CPU.comparison(15), CPU.comparison(12))) <= {"level"}


def test_that_few_rounds_are_unsure() -> None:
    assert kinds(side_by_side(CPU.comparison(2), CPU.comparison(15))) == {"unsure"}


def test_that_what_stands_in_one_alone_is_missing_and_what_is_unlike_is_said() -> None:
    pair = side_by_side(IO.comparison(12), CPU.comparison(12))
    by_strategy = {change.strategy: change for change in pair.changes}
    assert by_strategy["process-pool"].kind == "missing"
    assert by_strategy["process-pool"].before_s is None
    assert ("Loop", "Sleep", "Primes") in pair.unlike


def test_that_strategies_meet_across_pythons_where_each_has_one() -> None:
    one, other = CPU.comparison(12), CPU.comparison(12)
    python = replace(other.plan.pythons[0], id="3.12", version="3.12.1")
    renamed = replace(
        other,
        plan=replace(other.plan, pythons=(python,)),
        rows=tuple(replace(row, contestant=replace(row.contestant, python="3.12")) for row in other.rows),
    )
    pair = side_by_side(one, renamed)
    assert "missing" not in kinds(pair)
    assert pair.unlike == (("Python", "3.13.0", "3.12.1"),)


@pytest.mark.slow
def test_that_the_interval_misses_as_often_as_it_says() -> None:
    dice = random.Random(5)
    missed = 0
    for _ in range(1500):
        one = [dice.gauss(0.0, 0.05) for _ in range(dice.choice((10, 15, 40)))]
        other = [dice.gauss(0.1, 0.15) for _ in range(dice.choice((10, 15, 40)))]
        _, low, high = difference_interval(one, other, 0.05)
        missed += not low <= 0.1 <= high
    assert 0.03 < missed / 1500 < 0.075


@pytest.mark.parametrize("logs", [[0.0, 0.0], [0.5]])
def test_that_too_few_have_no_interval(logs: list[float]) -> None:
    middle, low, high = difference_interval(logs, [0.0, 1.0, 2.0, 3.0], 0.05)
    assert low == middle == high


def test_that_values_that_do_not_vary_have_no_interval() -> None:
    assert difference_interval([0.0] * 5, [math.log(2)] * 5, 0.05) == (math.log(2),) * 3


def test_that_comparisons_whose_rows_had_unequal_rounds_stand_side_by_side() -> None:
    pair = side_by_side(STATES["dropped"](), CPU.comparison(12))
    by_strategy = {change.strategy: change for change in pair.changes}
    assert all(change.faster is not None and change.faster.has_interval for change in pair.changes)
    assert by_strategy["thread"].kind == "level"
    cut = {change.strategy: change for change in side_by_side(CPU.comparison(12), STATES["cut"]()).changes}
    assert (cut["process"].kind, cut["process"].after_s) == ("missing", None)
