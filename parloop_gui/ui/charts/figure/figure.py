"""A picture to be exported: a head that says what came out, the chart, and a caption that says how it was measured.

    CompareFigure ─► draw_figure ─► png.py, svg.py, pdf.py, the clipboard

The chart and the strip are painted by the routines that paint them on the screen. Nothing is elided: columns are as
wide as what stands in them, and sentences take as many lines as they need.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import draw_compare, whole_height
from parloop_gui.ui.charts.compare.columns import roomy_columns
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.charts.compare.speedup_strip import StripData
from parloop_gui.ui.charts.figure.head import Words, draw_head, draw_words, head_of, lines_of
from parloop_gui.ui.charts.figure.verdict_text import VerdictText
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect

# The chart and its edges are 880 together, as wide as all pictures.
EDGE = 8.0
CHART_WIDTH = 864.0


@dataclass(frozen=True)
class CompareFigure:
    """What one picture shows. Without a `strip` the head is one line: the chart is what matters."""

    subject: str
    verdict: VerdictText
    strip: StripData | None
    chart: ChartData
    caption: str

    @property
    def title(self) -> str:
        """The verdict in a line; what was measured where there is none."""
        return ": ".join(filter(None, (self.verdict.headline, self.verdict.figure))) or self.subject

    @property
    def description(self) -> str:
        """What it shows for those who can't see it."""
        rows = [_in_words(row) for row in (*self.chart.rows, *self.chart.failed) if row.hint]
        sentences = (f"{self.subject}.", self.verdict.because, f"{'; '.join(rows)}." if rows else "", self.caption)
        return " ".join(filter(None, sentences))

    def size(self, theme: Theme) -> tuple[int, int]:
        """Width and height in pixels at 1×."""
        return figure_size(self, theme)

    def draw(self, painter: Painter, theme: Theme) -> None:
        """Paint the whole picture, its ground included."""
        draw_figure(painter, theme, self)


def _in_words(row: ChartRow) -> str:
    """A row's name with its wall time and speed-up, or with the sentence it failed by."""
    first = row.hint.splitlines()[0].rstrip(".")
    return f"{first}, {row.speedup} the plain loop's speed" if row.speedup and not row.plain else first


def figure_size(figure: CompareFigure, theme: Theme) -> tuple[int, int]:
    """Width and height in pixels at 1×, both multiples of 4: whole points on paper, so that no edge stays white."""
    return _width(figure), _up_to_4(sum(_heights(figure, theme)))


def chart_top(figure: CompareFigure, theme: Theme) -> float:
    """Where the chart begins under the head."""
    return _heights(figure, theme)[0]


def draw_figure(painter: Painter, theme: Theme, figure: CompareFigure) -> None:
    """Paint the whole picture, its ground included, from the painter's origin on."""
    width, height = figure_size(figure, theme)
    head, chart, _ = _heights(figure, theme)
    painter.rect(Rect(0, 0, width, height), theme.surface)
    draw_head(painter, theme, head_of(figure.subject, figure.verdict, figure.strip, theme, width))
    _draw_rule(painter, theme, head, width)
    with painter.moved(EDGE, head):
        draw_compare(painter, theme, figure.chart, width - 2 * EDGE, columns=roomy_columns(figure.chart))
    _draw_rule(painter, theme, head + chart, width)
    draw_words(painter, _caption(figure, theme, head + chart))


def _heights(figure: CompareFigure, theme: Theme) -> tuple[float, float, float]:
    """Of head, chart and caption."""
    width = _width(figure)
    head = head_of(figure.subject, figure.verdict, figure.strip, theme, width).height
    chart = whole_height(figure.chart, width - 2 * EDGE, roomy_columns(figure.chart))
    return head, chart, _caption(figure, theme, 0)[-1].box.bottom + 12


def _width(figure: CompareFigure) -> int:
    wider = roomy_columns(figure.chart).charts_left - geometry.LEAST.charts_left
    return _up_to_4(CHART_WIDTH + 2 * EDGE + wider)


def _up_to_4(value: float) -> int:
    return 4 * math.ceil(value / 4)


def _caption(figure: CompareFigure, theme: Theme, top: float) -> list[Words]:
    left = EDGE + geometry.MARGIN
    return lines_of(figure.caption, Point(left, top + 10), _width(figure) - 2 * left, theme.t3, 11)


def _draw_rule(painter: Painter, theme: Theme, y: float, width: float) -> None:
    painter.line(Point(EDGE + geometry.MARGIN, y), Point(width - EDGE - geometry.MARGIN, y), Pen(theme.border))
