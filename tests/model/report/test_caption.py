"""What stands under an exported chart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui import __version__
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.report.caption import caption, day, subject
from tests.helpers.comparisons.crowded import crowded
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.comparisons.own_scenes import OWN_STATES
from tests.helpers.comparisons.scenes import STATES


@pytest.mark.parametrize(
    "words",
    [
        "Numbers 50.",
        "Python 3.11.7 (GIL on)",
        "Workers: 2",
        "Effort: Quick, 2 rounds, seed 7",
        "2 cores, Linux",
        "2026-01-02 03:04",
        f"Parloop {__version__}",
    ],
)
def test_that_a_caption_says_how_and_where_it_was_measured(words: str) -> None:
    assert words in caption(a_comparison())


def test_that_effective_values_and_noise_are_in_it() -> None:
    said = caption(STATES["done-cpu"]())
    assert "Start method: fork." in said
    assert "Chunk size: 25." in said
    assert "Debian GNU/Linux 12 (bookworm); load 0.4, steal 0%." in said


def test_that_settings_are_said_once_in_two_lines() -> None:
    said = caption(STATES["done-cpu"]())
    assert len(said.splitlines()) == 2
    assert "Primes" not in said  # the head says it
    assert "Workers: automatic. Start" in said  # each row says how many it had at once


def test_that_it_tells_a_comparison_that_runs_or_was_stopped_from_one_that_is_done() -> None:
    assert "3 rounds so far," in caption(STATES["so-far"]())
    assert "4 rounds until it was stopped," in caption(STATES["stopped"]())
    assert "15 rounds, seed" in caption(STATES["done-cpu"]())


def test_that_it_names_the_version_that_measured_not_the_one_that_draws() -> None:
    known = a_comparison()
    older = replace(known, machine={**known.machine, "app_version": "0.0.9"})
    assert caption(older).endswith("with Parloop 0.0.9.")


def test_that_the_subject_is_the_loop_and_its_items() -> None:
    known = a_comparison()
    assert subject(known) == "Primes · 60 items"
    assert subject(crowded()).startswith("fetch_every_price")
    loop = LoopSpec("user", "", "range(9)", path="f.py", function="f")
    assert subject(replace(known, plan=replace(known.plan, loop=loop), runs=())) == "f() · range(9)"
    assert subject(OWN_STATES["in-the-way"]()) == "fetch_price() · SYMBOLS, 200 items"


def test_that_no_path_of_the_user_is_in_it() -> None:
    plan = a_comparison().plan
    own = replace(plan, loop=LoopSpec("user", "", 9, path="/home/someone/secret/f.py", function="f"))
    assert "secret" not in caption(replace(a_comparison(), plan=own))


def test_that_a_date_that_is_none_is_shown_as_it_is() -> None:
    assert day("2026-01-02T03:04:05+01:00") == "2026-01-02 03:04"
    assert day("yesterday") == "yesterday"
