"""The comparison in words."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.conditions import settings
from parloop_gui.model.report.report import COLUMNS, RIGHT, report
from tests.helpers.comparisons.finished import PROCESSES, a_comparison
from tests.helpers.comparisons.scenes import CUT, TWO_PYTHONS


def lines(comparison: Comparison) -> tuple[tuple[str, ...], ...]:
    """The lines of the only group."""
    ((title, found),) = report(comparison).table
    assert title == ""
    return found


def test_that_the_winner_is_marked_and_those_level_with_it() -> None:
    comparison = a_comparison()
    rows = (comparison.rows[0], replace(comparison.rows[1], level_with_best=True), *comparison.rows[2:])
    notes = {line[0]: line[-1] for line in lines(replace(comparison, rows=rows))}
    assert notes == {"for loop (serial)": "", "ThreadPoolExecutor": "≈ best", "ProcessPoolExecutor": "best"}


def test_that_the_plain_loops_speed_up_is_one_and_others_have_an_interval() -> None:
    table = lines(a_comparison())
    assert [line[COLUMNS.index("Speed-up")] for line in table] == ["1×", "0.909× (0.882–0.936)", "1.85× (1.80–1.91)"]
    assert all(len(line) == len(COLUMNS) == len(RIGHT) for line in table)


def test_that_a_short_wall_time_has_its_interval_in_the_same_unit() -> None:
    comparison = a_comparison()
    row = comparison.rows[0]
    assert row.wall_s
    short = replace(row, wall_s=replace(row.wall_s, median=0.0123, low=0.0121, high=0.15))
    assert lines(replace(comparison, rows=(short,)))[0][3] == "12.3 ms (12.1–150)"


def test_that_bad_endings_and_what_cannot_run_have_their_sentence() -> None:
    said = report(a_comparison())
    assert said.endings == (("Pool", "A worker died: signal 9, at item 3."),)
    assert said.unavailable == (("joblib with delayed", "joblib is not installed."),)


def test_that_seed_and_effective_settings_are_said() -> None:
    settings = dict(report(a_comparison()).settings)
    assert settings["Seed"] == "7"
    assert settings["Loop"] == "Primes · 60 items · numbers per task 50"
    assert settings["Python"] == "3.11.7 (GIL on)"
    assert settings["Noise"] == "load 0.3 · other programs kept 0.1 cores busy · steal 0%"


def test_that_limits_are_said_with_their_units() -> None:
    comparison = a_comparison()
    assert "Limits" not in dict(report(comparison).settings)
    plan = replace(comparison.plan, task_timeout_s=2.5, total_timeout_s=90.0, memory_limit_bytes=800_000_000)
    said = dict(report(replace(comparison, plan=plan)).settings)["Limits"]
    assert said == "2.5 s for a task, 90 s for the comparison, 800 MB for a run"


def test_that_settings_that_differ_name_their_strategies() -> None:
    comparison = a_comparison()
    rows = tuple(replace(row, chunksize=size) for row, size in zip(comparison.rows, (None, 8, 1, 8), strict=True))
    settings = dict(report(replace(comparison, rows=rows)).settings)
    assert settings["Chunk size"] == "8 (ThreadPoolExecutor and Pool), 1 (ProcessPoolExecutor)"


def test_that_the_end_counts_rounds_and_strategies() -> None:
    comparison = a_comparison()
    assert report(comparison).finish == "Done · 2 rounds · 3 of 4 strategies · 7.25 s"
    stopped = replace(comparison, ended=ComparisonEnded("stopped", "", 142.0))
    assert "· 7 strategies on 2 Pythons ·" in report(TWO_PYTHONS.comparison(3)).finish
    assert "· 7 strategies ·" in report(CUT.race(6)).finish  # one was overtaken: it ran
    assert report(stopped).finish == "Stopped · 2 rounds · 3 of 4 strategies · 2 min 22 s"


def test_that_a_comparison_without_anything_has_a_report() -> None:
    empty = replace(a_comparison(), rows=(), runs=(), verdict=None, ended=None, rounds_finished=0)
    said = report(empty)
    assert (said.headline, said.table, said.tags) == ("Nothing measured yet", (), ())
    assert said.finish == "Not finished · 0 rounds"


def test_that_a_strategy_this_parloop_does_not_know_is_shown_by_its_slug() -> None:
    comparison = a_comparison()
    row = replace(comparison.rows[2], contestant=Contestant("quantum", "map", PROCESSES.python))
    assert lines(replace(comparison, rows=(row,)))[0][0] == "quantum with map"


def test_that_a_python_that_counts_other_cores_than_it_may_use_says_so() -> None:
    known = a_comparison()
    python = known.plan.pythons[0]
    assert "counts" not in dict(settings(known))["Python"]
    counted = replace(known, plan=replace(known.plan, pythons=(replace(python, cores=1, own_cores=4),)))
    assert dict(settings(counted))["Python"] == "3.11.7 (GIL on; counts 4 cores by itself)"


def test_that_conditions_say_what_a_container_leaves() -> None:
    machine: dict[str, str | int | float | None] = {
        "cores": 1,
        "cores_allowed": 2,
        "cpu_quota": 0.5,
        "memory_bytes": 2**34,
        "memory_limit_bytes": 2**29,
    }
    told = dict(settings(replace(a_comparison(), machine=machine)))["Machine"]
    assert told == "0.5 of 2 cores: container limit · memory 0.500 of 16.0 GB: container limit"
