"""A comparison as the chart shows it, in words."""

from __future__ import annotations

from parloop_gui.ui.result.chart_texts import chart_data
from tests.helpers.comparisons.scenes import STATES


def test_that_a_chart_without_rows_says_that_nothing_could_be_measured() -> None:
    shown = chart_data(STATES["failed"](), None)
    assert not shown.rows
    assert shown.footnote == "Nothing could be measured."
