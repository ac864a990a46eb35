"""`.pyperf.json`: the rounds that count, by the names that pyperf compares by."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.pyperf import render
from tests.helpers.comparisons.scenes import CPU


def benchmarks(rounds: int = 5) -> list[dict[str, Any]]:
    """Those of a comparison of so many rounds."""
    made: list[dict[str, Any]] = json.loads(render(CPU.comparison(rounds)))["benchmarks"]
    return made


def test_that_each_round_is_a_run_with_its_wall_time() -> None:
    comparison = CPU.comparison(5)
    for made, row in zip(benchmarks(), comparison.rows, strict=True):
        values = [run["values"] for run in made["runs"]]
        assert sorted(value for (value,) in values) == pytest.approx(sorted(row.round_wall_times_s))


def test_that_names_are_each_other_s_in_two_comparisons_and_none_comes_twice() -> None:
    names = [made["metadata"]["name"] for made in benchmarks()]
    assert len(set(names)) == len(names) == 7
    assert [made["metadata"]["name"] for made in benchmarks(3)] == names


def test_that_the_file_says_what_pyperf_asks_of_it() -> None:
    made = json.loads(render(CPU.comparison(5)))
    assert made["version"] == "1.0"
    assert made["metadata"]["unit"] == "second"
    assert all(value is not None for value in made["metadata"].values())


def test_that_without_a_round_there_is_nothing_to_read() -> None:
    with pytest.raises(ExportError, match="nothing for pyperf"):
        render(replace(CPU.comparison(3), runs=()))
