"""The brief answer: one small object, whatever was compared."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.brief import BRIEF_BYTES, brief
from tests.helpers.comparisons.finished import a_comparison


def test_that_it_holds_verdict_and_rows_the_fastest_first() -> None:
    made = json.loads(brief(a_comparison()))
    assert made["format"] == "parloop-brief"
    assert made["headline"] == a_comparison().verdict.headline  # type: ignore[union-attr]
    walls = [row.get("wall_s") for row in made["rows"]]
    assert walls == [0.54, 1.0, 1.1, None]


@pytest.mark.parametrize("length", [1, 60, 5_000])
def test_that_it_fits_into_4_kb_with_24_strategies_and_long_words(length: int) -> None:
    known = a_comparison()
    (row, *_) = known.rows
    rows = tuple(replace(row, contestant=Contestant(f"{'é' * length}{at}", "map", "3.11")) for at in range(24))
    words = "漢\u0007" * length
    advice = tuple(replace(each, text=words) for each in 2 * known.verdict.advice[:1])  # type: ignore[union-attr]
    verdict = replace(known.verdict, because=words, headline="é" * length, figure=words, advice=advice)  # type: ignore[type-var]
    data = brief(replace(known, rows=rows, contestants=tuple(each.contestant for each in rows), verdict=verdict))
    made = json.loads(data)
    assert len(data) <= BRIEF_BYTES
    assert len(made["rows"]) + made.get("rows_left_out", 0) == 24
    assert made["headline"]
