"""What an exported picture shows of a comparison: the whole view, or the chart alone. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.report.caption import caption, subject
from parloop_gui.model.wording.units import thousands
from parloop_gui.ui.charts.compare.rows import MOST_ROWS, at_rest
from parloop_gui.ui.charts.figure.figure import Figure
from parloop_gui.ui.charts.figure.picture import Picture
from parloop_gui.ui.charts.figure.verdict_text import VerdictText
from parloop_gui.ui.result.chart_texts import chart_data
from parloop_gui.ui.result.verdict_texts import strip_data, verdict_text

MakeFigure = Callable[[Comparison], Picture]


def whole_view(comparison: Comparison) -> Figure:
    """The verdict with its strip of speed-ups, over the chart; raises ExportError where there are too many rows."""
    if len(comparison.contestants) > MOST_ROWS:
        raise ExportError(f"Can't draw {thousands(len(comparison.contestants))} rows: a picture holds {MOST_ROWS}.")
    return Figure(
        subject(comparison),
        verdict_text(comparison),
        strip_data(comparison),
        at_rest(chart_data(comparison, None)),
        caption(comparison),
    )


def chart_only(comparison: Comparison) -> Figure:
    """The chart under a line that says what came out."""
    return replace(whole_view(comparison), strip=None)


def for_paper(comparison: Comparison) -> Figure:
    """The chart under what was measured: what came out is for the paper to say."""
    return replace(whole_view(comparison), strip=None, verdict=VerdictText(""))
