"""Where a contestant stands in the race, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.race_words import beyond_words, brief_race_words, race_words
from parloop_gui.model.report.report import report
from parloop_gui.model.statistics.summary import Figure, Row
from tests.helpers.comparisons.scenes import STATES

PLAIN = Row(Contestant("serial", "for", "3.13"), 3, wall_s=Figure(0.4, 0.39, 0.41))
POOL = Row(Contestant("process-pool", "map", "3.13"), 6)


@pytest.mark.parametrize("over", [False, True])
def test_that_one_that_is_out_tells_when_and_by_how_much(over: bool) -> None:
    row = replace(POOL, state="out", out_after=4, slower=Figure(2.2, 1.63, 3.08))
    assert race_words(row, PLAIN, over=over) == "out after 4 rounds: 1.6–3.1× slower"
    assert race_words(replace(row, slower=None), PLAIN, over=over) == "out after 4 rounds"


def test_that_one_that_rests_may_run_again_until_it_is_over() -> None:
    row = replace(POOL, state="resting")
    assert race_words(row, PLAIN, over=False) == "rests after 6 rounds: more would change nothing"
    assert race_words(row, PLAIN, over=True).startswith("rested after 6 rounds")


@pytest.mark.parametrize(("cut_s", "words"), [(1.2, "over 3.0×"), (1.3599, "over 3.3×"), (11.99, "over 29×")])
def test_that_a_run_that_was_ended_is_never_told_to_have_taken_longer_than_it_did(cut_s: float, words: str) -> None:
    row = replace(POOL, state="overtaken", rounds=0, censored_s=cut_s)
    assert beyond_words(row, PLAIN) == words
    assert race_words(row, PLAIN, over=True) == f"run ended: {words} slower"
    assert beyond_words(row, None) == ""


@pytest.mark.parametrize(
    ("row", "over", "words"),
    [
        (replace(POOL, state="out", out_after=4, slower=Figure(2.2, 1.63, 3.08)), True, "out after 4 rounds"),
        (replace(POOL, state="resting"), False, "rests after 6 rounds"),
        (replace(POOL, state="resting"), True, "rested after 6 rounds"),
        (replace(POOL, state="overtaken", censored_s=1.2), True, ""),
        (replace(POOL, state="overtaken", censored_s=1.2, wall_s=Figure(1.0, 0.9, 1.1)), True, "run ended"),
    ],
)
def test_that_beside_its_figures_only_what_they_do_not_say_is_told(row: Row, over: bool, words: str) -> None:
    assert brief_race_words(row, over=over) == words


def test_that_nothing_is_said_of_one_that_races_on() -> None:
    assert race_words(POOL, PLAIN, over=False) == brief_race_words(POOL, over=False) == ""


def test_that_the_report_has_a_line_for_one_whose_run_was_ended_and_calls_it_no_failure() -> None:
    made = report(STATES["cut"]())
    ((_, lines),) = made.table
    (line,) = [line for line in lines if line[0] == "Process"]
    assert (line[3], line[-1]) == ("over 1.3 s", "run ended: over 3.3× slower")
    assert made.endings == ()
