"""The page's charts: what the window paints, painted as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.timeline.behaviour import behaviours_of
from parloop_gui.model.timeline.sentences import second_line
from parloop_gui.model.timeline.shown import ShownRun, has_spans, shown_run
from parloop_gui.model.timeline.stack import default_stack
from parloop_gui.ui.charts.compare.chart import draw_compare, whole_height
from parloop_gui.ui.charts.compare.columns import roomy_columns
from parloop_gui.ui.charts.compare.geometry import LEAST
from parloop_gui.ui.charts.compare.rows import MOST_ROWS, at_rest
from parloop_gui.ui.charts.compare.speedup_strip import draw_strip
from parloop_gui.ui.charts.curves.chart import draw_axes, draw_curves, plot_box
from parloop_gui.ui.charts.curves.figure import HEIGHT
from parloop_gui.ui.charts.curves.frame import Frame, whole_extent
from parloop_gui.ui.charts.curves.pair import draw_pair, height_of
from parloop_gui.ui.charts.figure.figure import CHART_WIDTH
from parloop_gui.ui.charts.figure.head import STRIP_HEIGHT, STRIP_WIDTH
from parloop_gui.ui.charts.timeline.chart import draw_timeline
from parloop_gui.ui.charts.timeline.geometry import figure_layout
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.drawing.svg_painter import Looks, SvgPainter
from parloop_gui.ui.lab.curve_texts import curve_data
from parloop_gui.ui.lab.pair_texts import pair_data
from parloop_gui.ui.result.chart_texts import chart_data
from parloop_gui.ui.result.verdict_texts import strip_data
from parloop_gui.ui.timeline.texts import legend_words, runs_note, takeaway, timeline_data

# Around the curves, as wide as the margin of the other charts.
_CURVES_SIDE = 16.0


@dataclass(frozen=True)
class TimelineParts:
    """A timeline with what is said around it."""

    takeaway: str
    second: str
    legend: str
    svg: str
    note: str


def compare_svg(comparison: Comparison, theme: Theme, looks: Looks) -> str:
    """The compare chart; "" where there is nothing in it, or more rows than can be looked at."""
    data = at_rest(chart_data(comparison, None))
    rows = len(data.rows) + len(data.failed)
    if not 0 < rows <= MOST_ROWS:
        return ""
    columns = roomy_columns(data)
    width = CHART_WIDTH + columns.charts_left - LEAST.charts_left
    painter = SvgPainter(looks)
    draw_compare(painter, theme, data, width, columns=columns)
    hints = [row.hint.splitlines()[0] for row in (*data.rows, *data.failed) if row.hint]
    return painter.svg(width, whole_height(data, width, columns), "; ".join(hints))


def curves_svg(comparison: Comparison, theme: Theme, looks: Looks) -> str:
    """A question's curves."""
    data = curve_data(comparison, answer_in(comparison) if comparison.ended is not None else None)
    painter = SvgPainter(looks)
    box = plot_box(data, Rect(_CURVES_SIDE, _CURVES_SIDE, CHART_WIDTH - 2 * _CURVES_SIDE, HEIGHT))
    frame = Frame(box, data.axis, whole_extent(data))
    draw_curves(painter, theme, data, frame)
    draw_axes(painter, theme, data, frame)
    hints = [f"{line.title}: {'; '.join(point.hint for point in line.points)}" for line in data.lines]
    return painter.svg(CHART_WIDTH, HEIGHT + 2 * _CURVES_SIDE, ". ".join(hints))


def pair_svg(comparison: Comparison, theme: Theme, looks: Looks) -> str:
    """The same work under a second Python; "" where there is none."""
    data = pair_data(comparison)
    if not data.sides:
        return ""
    painter, height = SvgPainter(looks), height_of(data)
    draw_pair(painter, theme, data, Rect(_CURVES_SIDE, _CURVES_SIDE, CHART_WIDTH - 2 * _CURVES_SIDE, height))
    return painter.svg(CHART_WIDTH, height + 2 * _CURVES_SIDE, data.description)


def strip_svg(comparison: Comparison, theme: Theme, looks: Looks) -> str:
    """The strip of speed-ups; "" where there are none."""
    data = strip_data(comparison)
    if not data.lines:
        return ""
    painter = SvgPainter(looks)
    draw_strip(painter, theme, data, Rect(0, 0, STRIP_WIDTH, STRIP_HEIGHT))
    return painter.svg(STRIP_WIDTH, STRIP_HEIGHT, data.words())


def timeline_parts(comparison: Comparison, theme: Theme, looks: Looks) -> TimelineParts | None:
    """The timeline of the runs that the window would stack at first; None where it is not known when tasks ran."""
    possible = [each for each in comparison.contestants if has_spans(comparison, each)]
    chosen = default_stack(comparison, possible)
    runs = _runs(comparison, chosen)
    if not runs:
        return None
    plains = {run.contestant.python: run for run in _runs(comparison, _plains(comparison, chosen))}
    data, behaviours = timeline_data(comparison, runs, plains), behaviours_of(comparison, runs, plains)
    layout = figure_layout([len(group.lanes) for group in data.groups], CHART_WIDTH)
    painter = SvgPainter(looks)
    draw_timeline(painter, theme, data, layout)
    said = "; ".join(group.hint for group in data.groups)
    return TimelineParts(
        takeaway=takeaway(behaviours, runs),
        second=second_line(behaviours),
        legend=legend_words(runs),
        svg=painter.svg(layout.size.width, layout.size.height, said),
        note=runs_note(comparison, runs),
    )


def _runs(comparison: Comparison, contestants: Sequence[Contestant]) -> list[ShownRun]:
    return [run for each in contestants if (run := shown_run(comparison, each)) is not None]


def _plains(comparison: Comparison, chosen: Sequence[Contestant]) -> list[Contestant]:
    return [each for each in dict.fromkeys(one.plain for one in chosen) if each in comparison.contestants]
