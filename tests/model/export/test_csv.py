"""The table of runs for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import Measurement, Noise
from parloop_gui.model.export.csv_table import (
    COLUMNS,
    HANDED_COLUMNS,
    LATER_COLUMNS,
    NOISE_COLUMNS,
    RACE_COLUMNS,
    render,
)
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.comparisons.scenes import STATES


def _lines() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(a_comparison()).decode())))


def test_that_there_is_one_line_per_run_with_its_figures() -> None:
    lines = _lines()
    assert len(lines) == len(a_comparison().runs)
    first = lines[0]
    assert (first["strategy"], first["round"], first["warm_up"]) == ("serial", "0", "true")
    assert float(first["wall_s"]) == 1.0
    assert float(first["throughput_per_s"]) == 60.0
    assert (first["tag"], first["results_match"], first["noise_load_1min"]) == ("cpu-bound", "true", "0.3")


def test_that_a_run_that_ended_badly_has_its_message_and_no_figures() -> None:
    lost = _lines()[-1]
    assert lost["outcome"] == "crashed"
    assert lost["message"].startswith("A worker died")
    assert (lost["wall_s"], lost["tag"], lost["results_match"]) == ("", "", "")


def test_that_every_measured_figure_has_a_column() -> None:
    apart = {"match_message", "probe", "task_times_s", "kept_open_s"}  # the last is of runs that have no line
    assert set(Measurement.__dataclass_fields__) - {*COLUMNS, *LATER_COLUMNS} == apart
    assert set(NOISE_COLUMNS) == set(Noise.__dataclass_fields__)


def test_that_a_message_stays_one_field_that_no_spreadsheet_runs() -> None:
    comparison = a_comparison()
    lost = comparison.runs[-1]
    hostile = replace(lost, ended=replace(lost.ended, message='=cmd("x"),\n\tand "more"'))
    text = render(replace(comparison, runs=(hostile,))).decode()
    assert next(csv.DictReader(io.StringIO(text)))["message"] == '\'=cmd("x"), and "more"'


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", " \t=", "\r\n@"])
def test_that_no_cell_begins_like_a_formula_and_nothing_in_one_acts(begin: str) -> None:
    comparison = a_comparison()
    lost = comparison.runs[-1]
    hostile = replace(lost, ended=replace(lost.ended, message=f"{begin}1+1\x1b[2J\u202e"))
    message = next(csv.DictReader(io.StringIO(render(replace(comparison, runs=(hostile,))).decode())))["message"]
    assert message == f"'{begin.strip()}1+1\\x1b[2J\\u202e"


def test_that_rows_of_a_race_have_unequal_rounds_and_say_where_each_stands() -> None:
    lines = list(csv.DictReader(io.StringIO(render(STATES["cut"]()).decode())))
    rounds = Counter(line["strategy"] for line in lines if line["warm_up"] == "false")
    assert rounds["serial"] > rounds["thread"] == 3
    by_strategy = {line["strategy"]: line for line in lines}
    assert (by_strategy["thread"]["state"], by_strategy["thread"]["out_after"]) == ("out", "3")
    assert (by_strategy["serial"]["state"], by_strategy["serial"]["out_after"]) == ("racing", "")
    assert (by_strategy["process"]["state"], by_strategy["process"]["censored_s"]) == ("overtaken", "1.3")
    assert by_strategy["process"]["wall_s"] == ""
    last = [*RACE_COLUMNS, *HANDED_COLUMNS, *LATER_COLUMNS]
    assert list(lines[0])[-len(last) :] == last
