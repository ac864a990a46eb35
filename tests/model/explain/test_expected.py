"""What is said by forecast: while nothing is measured, where nothing came to be, and beside a figure of few rounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ForecastMade,
    RoundFinished,
    RunFinished,
)
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.explain.verdict import Verdict
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.progress import forecast_line
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from tests.helpers.comparisons.races import PLAIN, PROCESSES, THREADS, measured, plan_for

POOL, EXECUTOR, THREAD_POOL = PROCESSES[1], PROCESSES[2], THREADS[1]
EVERYONE = (PLAIN, THREAD_POOL, POOL, EXECUTOR)
MADE = (
    Forecast(PLAIN, 4.0, 3.6, 4.4),
    Forecast(THREAD_POOL, 4.2, 3.8, 4.6, 0.95, 0.9, 1.0),
    Forecast(POOL, 2.12, 1.9, 2.4, 1.88, 1.7, 2.0),
    Forecast(EXECUTOR, 2.1, 1.9, 2.4, 1.9, 1.7, 2.1, workers=2),
)
EXPECTED = ForecastMade(MADE)


def after(*events: ComparisonEvent) -> Comparison:
    comparison = fold(None, ComparisonStarted(plan_for("quick", EVERYONE), EVERYONE, (), {"cores": 2}, "2026-01-02"))
    for event in events:
        comparison = fold(comparison, event)
    return comparison


def verdict(*events: ComparisonEvent) -> Verdict:
    found = after(*events).verdict
    assert found is not None
    return found


def run(contestant: Contestant, number: int, wall_s: float) -> RunFinished:
    ended = RunEnded("r", "finished", measurement=measured(contestant, wall_s))
    return RunFinished("r", contestant, number, ended)


def failed(contestant: Contestant) -> RunFinished:
    return RunFinished("r", contestant, 0, RunEnded("r", "failed", "items[3] raised ValueError."))


END = ComparisonEnded("budget", "The budget of 3.00 s is used up.", 3.0)


def test_that_it_is_the_headline_before_anything_is_measured() -> None:
    found = verdict(EXPECTED)
    assert (found.kind, found.headline, found.contestant) == ("measuring", "Expecting processes, about 1.9×", None)
    plain = ForecastMade(tuple(Forecast(each, 1.0 if each == PLAIN else 2.0, 0.5, 3.0) for each in EVERYONE))
    assert verdict(plain).headline == "Expecting the plain loop"


def test_that_it_is_the_first_line_on_a_terminal() -> None:
    assert forecast_line(EXPECTED) == "Forecast: processes, about 2.1 s; the plain loop 4.0 s"
    assert forecast_line(ForecastMade(MADE[:1])) == "Forecast: the plain loop, about 4.0 s"
    assert forecast_line(replace(EXPECTED, left_s=38.0)).endswith("; the plain loop 4.0 s. About 40 s left.")
    cut = ForecastMade(MADE, cut_s=10.0)
    assert forecast_line(cut) == "Forecast: processes; one task alone takes longer than 10 s"


def test_that_it_answers_where_nothing_else_was_measured() -> None:
    found = verdict(EXPECTED, run(PLAIN, 1, 4.0), END)
    assert (found.kind, found.headline, found.contestant) == ("likely", "Probably ProcessPoolExecutor", EXECUTOR)
    assert found.figure == "1.90× faster than the plain loop (forecast, 80%: 1.70–2.10)"
    assert found.because == (
        "This is a forecast: there was no time to measure it. By the forecast nothing else is more than 12% faster."
    )
    assert found.loss_high == pytest.approx(0.13, abs=0.01)


def test_that_a_forecast_that_may_be_off_several_times_bounds_nothing() -> None:
    others = (replace(each, low_s=0.4, high_s=9.0, gain_low=0.4, gain_high=9.0) for each in MADE[1:])
    wide = ForecastMade((MADE[0], *others))
    because = verdict(wide, run(PLAIN, 1, 4.0), END).because
    assert because.endswith("How much faster anything else may be can't be told by the forecast.")


def test_that_a_cut_task_is_said() -> None:
    found = verdict(ForecastMade(MADE, cut_s=10.0), END)
    assert found.because.startswith(
        "This is a forecast: the first task was cut after 10 s, and no other was tried. By the forecast nothing else"
    )
    assert found.reasons[0].numbers == {"cut_s": 10.0}


def test_that_one_that_ended_badly_is_not_expected_any_more() -> None:
    assert verdict(EXPECTED, failed(EXECUTOR), END).contestant == POOL
    gone = verdict(EXPECTED, *(failed(each) for each in EVERYONE[1:]), END)
    assert (gone.headline, gone.contestant) == ("Nothing was measured", None)


def test_that_without_a_forecast_nothing_is_made_up() -> None:
    assert verdict(END).headline == "Nothing was measured"


def test_that_what_was_measured_goes_before_it() -> None:
    runs = [run(each, 1, wall_s) for each, wall_s in zip(EVERYONE, (4.0, 1.0, 5.0, 5.0), strict=True)]
    found = verdict(EXPECTED, *runs, RoundFinished(1, 0.0), END)
    assert found.contestant == THREAD_POOL


@pytest.mark.parametrize("rounds", [1, 2])
def test_that_few_rounds_have_no_interval_but_what_was_expected(rounds: int) -> None:
    walls = (4.0, 4.1, 2.2, 2.0)
    made: list[ComparisonEvent] = []
    for number in range(1, rounds + 1):
        made += [run(each, number, wall_s) for each, wall_s in zip(EVERYONE, walls, strict=True)]
        made.append(RoundFinished(number, 0.0))
    comparison = after(EXPECTED, *made, END)
    found = comparison.verdict
    assert rounds < LEAST_ROUNDS and found is not None
    said = "1 round" if rounds == 1 else "2 rounds"
    assert found.figure == f"2.00× faster than the plain loop ({said} in the time; forecast 1.70–2.10)"
    assert all(row.speedup is None or not row.speedup.has_interval for row in comparison.rows)
    assert "can't be told" not in found.because
    without = after(*made, END).verdict
    assert without is not None and without.figure == f"2.00× faster than the plain loop ({said} in the time)"
