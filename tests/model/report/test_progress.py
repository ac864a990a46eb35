"""How far a comparison is, in the line that window and terminal share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonStarted, CostsWanted, RunAdvanced, RunBegan
from parloop_gui.model.report.progress import progress_line, share_done
from tests.helpers.comparisons.questions import scene
from tests.helpers.comparisons.scenes import CPU, STATES


def test_that_who_still_races_is_named_once_somebody_does_not() -> None:
    assert progress_line(STATES["racing"]()).split(" · ") == [
        "Round 7",
        "ProcessPoolExecutor",
        "66 of 200 tasks",
        "at most 15 s",
        "2 still race: ProcessPoolExecutor, the plain loop",
    ]


def test_that_many_are_only_counted_and_all_not_at_all() -> None:
    racing = STATES["racing"]()
    most = replace(racing, race=replace(racing.race, racing=racing.contestants[:5]))
    assert progress_line(most).endswith("5 of 7 still race")
    assert "race" not in progress_line(replace(racing, race=replace(racing.race, racing=racing.contestants)))


def test_that_no_line_promises_a_number_of_rounds_that_nobody_knows() -> None:
    now: Comparison | None = None
    for event in CPU.events(12, None):
        now = fold(now, event)
        line = progress_line(now)
        assert "of at most" not in line
        assert not line.startswith("Starting")
        if isinstance(event, RunBegan) and event.round:
            assert line.startswith(f"Round {event.round} · ")


def test_that_there_is_a_line_between_two_runs_too() -> None:
    now: Comparison | None = None
    lines = []
    for event in CPU.events(2):
        now = fold(now, event)
        lines.append(progress_line(now))
    assert lines[0] == ""
    assert all(lines[1:])


def test_that_a_number_of_rounds_that_was_asked_for_is_named() -> None:
    running = STATES["running"]()
    asked = replace(running, plan=replace(running.plan, rounds=14), at_most_s=None, left_s=3.2)
    assert progress_line(asked) == "Round 12 of 14 · ThreadPool · 66 of 200 tasks · about 4 s left"
    assert share_done(asked) == pytest.approx((11 + 0.33 / 7) / 14, abs=0.001)


def test_that_the_share_done_is_of_the_budget_and_only_grows() -> None:
    started = fold(None, next(event for event in CPU.events(1) if isinstance(event, ComparisonStarted)))
    assert share_done(started) == 0.0
    shares = [
        share_done(fold(started, RunBegan("r", CPU.contestants()[0], 0, at_most_s=left)))
        for left in (20.5, 20.0, 12, 0)
    ]
    assert shares == [0.0, 0.0, pytest.approx(0.4), 1.0]


def test_that_what_is_measured_once_for_each_python_is_said_until_the_first_run() -> None:
    started = fold(None, next(event for event in CPU.events(1) if isinstance(event, ComparisonStarted)))
    costs = fold(started, CostsWanted(("3.13",)))
    assert progress_line(costs).startswith("Measuring once what starting workers takes on this machine")
    assert progress_line(fold(costs, RunBegan("r", CPU.contestants()[0], 0))).startswith("Warming up")


@pytest.mark.parametrize("behind", [{"recorded": True}, {"kept_open": True}, {"remedy": "initializer"}])
def test_that_nobody_races_behind_the_last_round(behind: dict[str, Any]) -> None:
    racing = STATES["racing"]()
    run = RunBegan("behind", racing.contestants[1], 0, **behind)
    assert "race" not in progress_line(replace(racing, under_way=run))


@pytest.mark.parametrize(
    ("left_s", "at_most_s", "said"),
    [
        (None, 12.0, "at most 15 s"),
        (4.2, 12.0, "about 5 s left, at most 15 s"),
        (14.0, 12.0, "at most 15 s"),
        (70.0, 12.0, "at most 15 s"),
        (4.2, None, "about 5 s left"),
    ],
)
def test_that_a_guess_of_the_time_left_is_called_about_and_stands_before_its_end(
    left_s: float | None, at_most_s: float | None, said: str
) -> None:
    running = replace(STATES["running"](), left_s=left_s, at_most_s=at_most_s)
    assert f"66 of 200 tasks · {said}" in progress_line(running)


def test_that_what_a_run_says_of_the_time_left_stands_until_another_says_more() -> None:
    begun = fold(STATES["running"](), RunBegan("r", CPU.contestants()[0], 13, at_most_s=12.0, left_s=4.2))
    assert begun.left_s == 4.2
    assert fold(begun, RunAdvanced("r", 1, 200, at_most_s=11.0)).left_s == 4.2
    assert fold(begun, RunAdvanced("r", 1, 200, at_most_s=11.0, left_s=3.2)).left_s == 3.2


def test_that_what_a_question_sets_is_called_as_one_would_say_it() -> None:
    line = progress_line(scene("cpu-share", 2, None))
    assert "% on CPU" in line
    assert "cpu_share" not in line
