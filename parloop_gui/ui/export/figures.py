"""What an exported picture shows of a comparison: the whole view, or the chart alone. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.report.caption import caption, subject
from parloop_gui.model.wording.units import thousands
from parloop_gui.ui.charts.compare.rows import MOST_ROWS, at_rest
from parloop_gui.ui.charts.curves.figure import CurveFigure
from parloop_gui.ui.charts.figure.figure import CompareFigure
from parloop_gui.ui.charts.figure.picture import Picture
from parloop_gui.ui.charts.figure.verdict_text import VerdictText
from parloop_gui.ui.lab.curve_texts import curve_data, measure
from parloop_gui.ui.lab.pair_texts import pair_data
from parloop_gui.ui.result.chart_texts import chart_data
from parloop_gui.ui.result.verdict_texts import strip_data, verdict_text

MakeFigure = Callable[[Comparison], Picture]


def whole_view(comparison: Comparison) -> CompareFigure:
    """The verdict with its strip of speed-ups, over the chart; raises ExportError where there are too many rows."""
    if len(comparison.contestants) > MOST_ROWS:
        raise ExportError(f"Can't draw {thousands(len(comparison.contestants))} rows: a picture holds {MOST_ROWS}.")
    return CompareFigure(
        subject(comparison),
        verdict_text(comparison),
        strip_data(comparison),
        at_rest(chart_data(comparison, None)),
        caption(comparison),
    )


def chart_only(comparison: Comparison) -> CompareFigure:
    """The chart under a line that says what came out."""
    return replace(whole_view(comparison), strip=None)


def for_paper(comparison: Comparison) -> CompareFigure:
    """The chart under what was measured: what came out is for the paper to say."""
    return replace(whole_view(comparison), strip=None, verdict=VerdictText(""))


def question_figure(comparison: Comparison) -> CurveFigure:
    """A question's curves under its answer, over what that stands on."""
    answer = answer_in(comparison) if comparison.ended is not None else None
    question = question_of(comparison.plan)
    return CurveFigure(
        subject(comparison),
        question.asks if question is not None else "A question of a newer Parloop",
        verdict_text(comparison).headline,
        answer.stands_on if answer is not None else (),
        curve_data(comparison, answer),
        f"Speed-up: {measure(comparison)}",
        caption(comparison),
        pair_data(comparison),
    )


def _without_grounds(comparison: Comparison) -> CurveFigure:
    return replace(question_figure(comparison), stands_on=())


def _curves_for_paper(comparison: Comparison) -> CurveFigure:
    return replace(question_figure(comparison), sentence="", stands_on=())


# What is drawn of a question in the place of each view of a comparison.
_OF_QUESTION: dict[MakeFigure, MakeFigure] = {
    whole_view: question_figure,
    chart_only: _without_grounds,
    for_paper: _curves_for_paper,
}


def drawn(make: MakeFigure, comparison: Comparison) -> Picture:
    """That view of a comparison, or what stands for it where a question was asked; raises ExportError."""
    return (_OF_QUESTION.get(make, make) if comparison.plan.asked is not None else make)(comparison)
