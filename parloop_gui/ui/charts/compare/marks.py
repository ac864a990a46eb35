"""The compare chart's two plots: grid, bars, whiskers, round dots and the words beside the bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.layout import Span
from parloop_gui.ui.charts.compare.plot import Chart, PlotPlace, draw_beside, draw_whisker, faded, split_at_end
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.charts.compare.unmeasured import draw_expectation, draw_expected
from parloop_gui.ui.charts.compare.values import Axis, throughput_axis, wall_axis
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import BEST, MOST_REACH, draw_best, pill_width
from parloop_gui.ui.drawing.painter import Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Figure


def charts_of(data: ChartData, width: float, columns: geometry.Columns) -> tuple[Chart, ...]:
    """Wall time, and throughput where it is wanted, each with the scale at which all its rows fit."""
    axes = (wall_axis(data.rows), *((throughput_axis(data.rows),) if data.view.throughput else ()))
    panels = geometry.panels(width, columns, len(axes))
    return tuple(
        Chart(panel, axis, _scale(axis, data.rows, panel.width, data.view.log))
        for panel, axis in zip(panels, axes, strict=True)
    )


def _scale(axis: Axis, rows: Sequence[ChartRow], width: float, log: bool) -> geometry.Scale | None:
    extents = []
    most = MOST_REACH * max((figure.median for row in rows if (figure := axis.figure(row)) is not None), default=0.0)
    for row in rows:
        figure, forecast = axis.figure(row), axis.forecast(row)
        if figure is None:
            extents += [geometry.Sample(forecast.high, 8, forecast.low)] if forecast is not None else []
            continue
        words = _words_width(axis, row, figure)
        kept_open = axis.kept_open(row)
        least = min(figure.low, figure.median, *axis.rounds(row), kept_open or figure.median)
        reach = figure.high if figure.high <= most else figure.median
        extents.append(geometry.Sample(max(reach, figure.median, kept_open or 0.0), words, least))
    return geometry.fit_log(extents, width) if log else geometry.fit(extents, width)


def _words_width(axis: Axis, row: ChartRow, figure: Figure) -> float:
    """What the words behind a whisker take."""
    words = 12 + text_width(axis.text(figure.median), Font(12, 600)) + 8
    if axis.names_best and (row.best or row.level):
        words += 8 + (pill_width("best", BEST) if row.best else text_width("≈ best", Font(11)))
    return words


def _has_room_behind(chart: Chart, row: ChartRow, figure: Figure) -> bool:
    """Whether the words fit behind the whisker: else they stand on it, behind the bar."""
    assert chart.scale is not None
    return chart.scale.to_x(figure.high) + _words_width(chart.axis, row, figure) <= chart.panel.width + 1


def _outruns(chart: Chart, figure: Figure) -> bool:
    """Whether an interval goes on beyond the axis: an axis that held all of it would leave nothing of the bars."""
    return chart.scale is not None and chart.scale.to_x(figure.high) > chart.panel.width


def draw_grid(painter: Painter, theme: Theme, chart: Chart, span: Span, dimmed: bool) -> None:
    """Thin lines at the ticks, the zero line a little stronger."""
    top, bottom = span.first, span.bottom
    ticks = chart.scale.ticks if chart.scale is not None and not dimmed else ()
    offsets = {0.0, *(chart.scale.to_x(tick) for tick in ticks if chart.scale is not None)}
    for offset in sorted(offsets, reverse=True):
        x = painter.snap_line(chart.panel.left + offset)
        line = Pen(theme.border2 if offset == 0 else theme.grid, painter.crisp())
        painter.line(Point(x, top), Point(x, bottom), line)


def draw_bar(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, place: PlotPlace, dimmed: bool) -> None:
    """The bar of the median; an empty track before there is one and nothing was compared yet."""
    figure = chart.axis.figure(row)
    left, top = painter.snap(chart.panel.left) + painter.crisp(), painter.snap(place.middle - place.bar / 2, down=True)
    height = painter.snap(place.middle + place.bar / 2, down=True) - top
    if figure is None and dimmed:
        painter.rect(Rect(left, top, chart.panel.width - 2, height), theme.sunken, radius=2)
    if figure is None or chart.scale is None:
        draw_expected(painter, theme, chart, row, Rect(left, top, 1, height))
        return
    width = max(1.0, painter.snap(chart.panel.left + chart.scale.to_x(figure.median)) - left)
    with faded(painter, row):
        painter.rect(Rect(left, top, width, height), theme.family(row.family).mark)


def draw_plain_line(painter: Painter, theme: Theme, chart: Chart, span: Span) -> None:
    """The plain loop's median, dashed through all rows of its interpreter."""
    plain = span.plain()
    figure = (chart.axis.figure(plain) or chart.axis.forecast(plain)) if plain is not None else None
    if figure is None or chart.scale is None:
        return
    x = painter.snap_line(chart.panel.left + chart.scale.to_x(figure.median), 1.25)
    dashes = Pen(theme.family("baseline").mark, painter.crisp(1.25), (4, 3))
    painter.line(Point(x, span.first), Point(x, span.bottom), dashes)


def draw_figure(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, place: PlotPlace) -> None:
    """Whisker, round dots, value, and whether the row is best or level with it."""
    figure = chart.axis.figure(row)
    if figure is None or chart.scale is None:
        draw_expectation(painter, theme, chart, row, place)
        return
    with faded(painter, row):
        _draw_spread(painter, theme, chart, row, place, figure)
    _draw_words(painter, theme, chart, row, place, figure)


def _draw_spread(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, place: PlotPlace, figure: Figure) -> None:
    draw_whisker(painter, theme.t1, (chart.x(figure.low), chart.x(figure.high)), place)
    if _outruns(chart, figure):
        _draw_beyond_end(painter, theme.t1, Point(chart.panel.left + chart.panel.width + 1, place.middle))
    y = place.middle + place.bar / 2 + 5
    shown, beyond = split_at_end(chart, chart.axis.rounds(row))
    mark = theme.family(row.family).mark
    painter.dots([Point(chart.x(value), y) for value in shown], 4, mark, 0.8)
    if beyond:
        _draw_beyond_end(painter, mark, Point(chart.panel.left + chart.panel.width, y))
    kept_open = chart.axis.kept_open(row)
    if kept_open is not None:
        _draw_ring(painter, theme, row, Point(chart.x(kept_open), place.middle), place)


def _draw_words(painter: Painter, theme: Theme, chart: Chart, row: ChartRow, place: PlotPlace, figure: Figure) -> None:
    """The value beside the bar, and whether the row is best or level with it."""
    assert chart.scale is not None
    reach = max(figure.median, figure.high) if _has_room_behind(chart, row, figure) else figure.median
    end = chart.panel.left + chart.scale.to_x(reach) + 9
    weight, colour = 600 if row.best else 500, theme.t3 if row.faded else theme.t1
    kept_open = chart.axis.kept_open(row)
    # Words step behind a ring that stands where they would; beside one that is farther out they would seem its own.
    if kept_open is not None and end - 15 <= chart.x(kept_open) <= end + _words_width(chart.axis, row, figure):
        end = chart.x(kept_open) + 9
    end = draw_beside(painter, place, end, chart.axis.text(figure.median), Font(12, weight), colour)
    if chart.axis.names_best and row.best:
        draw_best(painter, theme, end + 7, place.middle)
    elif chart.axis.names_best and row.level:
        draw_beside(painter, place, end + 7, "≈ best", Font(11), theme.t3)


def _draw_beyond_end(painter: Painter, colour: str, tip: Point) -> None:
    """A triangle that points out, 5 high, for rounds beyond the axis: a dot on its edge would be a round there."""
    painter.polygon((tip, tip.moved(-5, -2.5), tip.moved(-5, 2.5)), colour)


def _draw_ring(painter: Painter, theme: Theme, row: ChartRow, centre: Point, place: PlotPlace) -> None:
    """A hollow mark: what it stands for takes no part in the comparison."""
    painter.dots((centre,), 6.0, place.ground, edge=Pen(theme.family(row.family).mark, 1.6))
