"""The compare chart's one paint routine: two charts, wall time and throughput, that share their rows.

Screen, pictures and vectors all come from `draw_compare`. It paints back to front: row backgrounds, grid, bars,
the plain loop's dashed line, whiskers and dots, words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.failed import draw_failed, failed_height
from parloop_gui.ui.charts.compare.geometry import LEAST, Columns
from parloop_gui.ui.charts.compare.layout import captions, row_top, rows_bottom, spans
from parloop_gui.ui.charts.compare.marks import charts_of, draw_bar, draw_figure, draw_grid, draw_plain_line
from parloop_gui.ui.charts.compare.names import draw_name, draw_standing, lift_beside, tells_standing
from parloop_gui.ui.charts.compare.plot import Chart, PlotPlace
from parloop_gui.ui.charts.compare.rows import ChartData, ChartRow
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import draw_dot, draw_pill
from parloop_gui.ui.drawing.painter import Align, Painter, Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width


def draw_compare(
    painter: Painter,
    theme: Theme,
    data: ChartData,
    width: float,
    exposed: Rect | None = None,
    columns: Columns | None = None,
) -> None:
    """Paint the whole card's inside, `width` wide; what lies outside `exposed` is left out."""
    columns = columns or screen_columns(data)
    exposed = exposed if exposed is not None else Rect(0, 0, width, 1e6)
    charts = charts_of(data, width, columns) if data.rows and exposed.right > columns.charts_left else ()
    places = _places(theme, data, width)
    shown = [pair for pair in zip(data.rows, places, strict=True) if pair[1].box.intersects(exposed)]
    _draw_backgrounds(painter, shown, theme)
    _draw_captions(painter, theme, data, width)
    for chart, span in product(charts, spans(data)):
        draw_grid(painter, theme, chart, span, data.dimmed)
    for row, place in shown:
        _draw_columns(painter, theme, row, place, data.dimmed, columns)
        for chart in charts:
            draw_bar(painter, theme, chart, row, place, data.dimmed)
    for chart, span in product(charts, spans(data)):
        draw_plain_line(painter, theme, chart, span)
    for row, place in shown:
        for chart in charts:
            draw_figure(painter, theme, chart, row, place)
    if exposed.top < geometry.HEAD:
        _draw_head(painter, theme, data, charts, columns)
    if exposed.bottom > rows_bottom(data):
        _draw_foot(painter, theme, charts, data, columns)
        _draw_failed(painter, theme, data, width, columns)


def whole_height(data: ChartData, width: float, columns: Columns) -> float:
    """How high the chart is in those columns, failed rows included."""
    if not data.failed:
        return geometry.chart_height(len(data.rows), 0, captions(data))
    return row_box(data, len(data.rows) + len(data.failed) - 1, width, columns).bottom + 4


def row_box(data: ChartData, index: int, width: float, columns: Columns = LEAST) -> Rect:
    """The rectangle of a row, failed rows counted on after the others."""
    height = geometry.row_height(len(data.rows))
    if index < len(data.rows):
        return Rect(8, row_top(data, index), width - 16, height)
    top = rows_bottom(data) + geometry.FOOT
    heights = [failed_height(row, width, columns) for row in data.failed[: index - len(data.rows) + 1]]
    return Rect(8, top + sum(heights[:-1]), width - 16, heights[-1])


def row_at(data: ChartData, y: float) -> ChartRow | None:
    """The row under a height, failed rows included."""
    rows = (*data.rows, *data.failed)
    return next((row for index, row in enumerate(rows) if row_box(data, index, 100).contains(50, y)), None)


def _places(theme: Theme, data: ChartData, width: float) -> list[PlotPlace]:
    bar = geometry.bar_height(len(data.rows))
    places = []
    for index, row in enumerate(data.rows):
        box = row_box(data, index, width)
        ground = theme.hover if row.contestant == data.selected else theme.surface
        places.append(PlotPlace(box, box.middle, bar, ground))
    return places


def _draw_backgrounds(painter: Painter, shown: Sequence[tuple[ChartRow, PlotPlace]], theme: Theme) -> None:
    for _, place in shown:
        if place.ground != theme.surface:
            painter.rect(place.box.adjusted(0, 1, 0, -1), place.ground, radius=6)


def _draw_captions(painter: Painter, theme: Theme, data: ChartData, width: float) -> None:
    for span in spans(data):
        box = Rect(geometry.MARGIN, span.top + 2, width - 2 * geometry.MARGIN, geometry.CAPTION - 2)
        painter.text(box, span.caption, Font(11, 600), theme.t2)


def _draw_columns(
    painter: Painter, theme: Theme, row: ChartRow, place: PlotPlace, dimmed: bool, columns: Columns
) -> None:
    middle = place.middle
    draw_dot(painter, Point(20, middle), 8, theme.family(row.family).mark)
    draw_name(painter, theme, row, middle, place.box.height, columns, theme.t2 if dimmed or row.faded else theme.t1)
    if row.progress is not None:
        told = tells_standing(row, place.box.height)
        _draw_progress(painter, theme, row.progress, place.box.bottom - 3 if told else middle + 12, columns)
    lifted = place.box.translated(0, -lift_beside(row, place.box.height, columns))
    _draw_values(painter, theme, row, place._replace(box=lifted), dimmed, columns)
    if tells_standing(row, place.box.height):
        draw_standing(painter, theme, row, middle, place.box.height, columns.speedup_right)


def _draw_values(
    painter: Painter, theme: Theme, row: ChartRow, place: PlotPlace, dimmed: bool, columns: Columns
) -> None:
    """Tag, width and speed-up; a dash where there is nothing yet."""
    middle, empty = (
        place.box.middle,
        "–" if dimmed or (row.forecast_wall_s is not None and row.wall_s is None) else "",
    )
    if row.pill is not None:
        draw_pill(painter, theme, columns.tag_left, middle, *row.pill, quiet=row.faded)
    else:
        _column(painter, theme.t3, place, columns.tag_left, 20, empty, "left")
    once, left = columns.at_once_right, columns.tag_left
    _column(painter, theme.t3, place, left, once - left, row.at_once or empty, "right", 11)
    colour = theme.accent_text if row.best else theme.t3 if row.plain or row.faded or dimmed else theme.t1
    if row.beyond is not None:  # longer than a figure, and nothing stands left of it
        _column(painter, theme.t2, place, left, columns.speedup_right - left, row.beyond.speedup, "right", 11)
        return
    across = columns.speedup_right - once - geometry.COLUMN_GAP
    speedup, weight = row.speedup or empty, 600 if row.best else 400
    _column(painter, colour, place, once + geometry.COLUMN_GAP, across, speedup, "right", 13, weight)


def _column(
    painter: Painter,
    colour: str,
    place: PlotPlace,
    left: float,
    width: float,
    text: str,
    align: Align,
    pixels: int = 12,
    weight: int = 400,
) -> None:
    if text:
        box = Rect(left, place.box.top, width, place.box.height)
        painter.text(box, text, Font(pixels, weight), colour, align)


def _draw_progress(painter: Painter, theme: Theme, share: float, top: float, columns: Columns) -> None:
    """A line under the name, and under what is told there of a row that is out: its pool may be kept open yet."""
    track = Rect(geometry.NAME_LEFT, top, columns.name_right - geometry.NAME_LEFT - 4, 2)
    painter.rect(track, theme.border)
    painter.rect(track._replace(width=track.width * min(1.0, max(0.0, share))), theme.accent)


def _draw_head(painter: Painter, theme: Theme, data: ChartData, charts: Sequence[Chart], columns: Columns) -> None:
    small = Font(11)
    titles: tuple[tuple[float, float, str, Align], ...] = (
        (geometry.MARGIN, 100.0, "Strategy", "left"),
        (columns.tag_left, columns.tag_left + 52, "Per task", "left"),
        (columns.at_once_right - 60, columns.at_once_right, "At once", "right"),
        (columns.speedup_right - 60, columns.speedup_right, "Speed-up", "right"),
    )
    for left, right, text, align in titles if data.rows else titles[:1]:
        painter.text(Rect(left, 8, right - left, 24), text, small, theme.t3, align)
    for chart in charts:
        _draw_title(painter, theme, chart)


def _draw_title(painter: Painter, theme: Theme, chart: Chart) -> None:
    """Quantity, unit and which end is good: that is never left out, but takes a line of its own where it has to."""
    axis, left, width = chart.axis, chart.panel.left, chart.panel.width
    title, small = Font(12, 600), Font(11)
    after = text_width(axis.title, title) + 6
    fits = after + text_width(chart.caption, small) <= width + 12
    unit = f"{axis.unit}{' · log' if chart.scale and chart.scale.low else ''}"
    box = Rect(left, 8 if fits else 1, width, 24)
    painter.text(box, axis.title, title, theme.t1)
    painter.text(box.adjusted(after, 0, 12, 0), chart.caption if fits else unit, small, theme.t3)
    if not fits:
        painter.text(Rect(left, 21, width, 16), axis.good_words, small, theme.t3)


def _draw_foot(painter: Painter, theme: Theme, charts: Sequence[Chart], data: ChartData, columns: Columns) -> None:
    top = rows_bottom(data)
    small = Font(11)
    note = Rect(geometry.MARGIN, top + 4, columns.charts_left - geometry.MARGIN - 20, 20)
    painter.text(note, data.footnote, small, theme.t3)
    for chart in charts:
        if chart.scale is None or data.dimmed:
            continue
        end = 0.0
        for tick in chart.scale.ticks:
            x, text = chart.panel.left + chart.scale.to_x(tick), chart.axis.tick_text(tick)
            half = text_width(text, small) / 2
            x = min(x, chart.panel.left + chart.panel.width + geometry.MARGIN - 2 - half)  # none leaves the card
            if x - half >= end:  # of two that would touch the second is left out
                painter.text(Rect(x - 40, top + 4, 80, 20), text, small, theme.t3, "centre")
                end = x + half + 4


def _draw_failed(painter: Painter, theme: Theme, data: ChartData, width: float, columns: Columns) -> None:
    for index, row in enumerate(data.failed):
        box = row_box(data, len(data.rows) + index, width, columns)
        if index == 0:
            y = painter.snap_line(box.top, down=True)
            rule = Pen(theme.border, painter.crisp())
            painter.line(Point(geometry.MARGIN, y), Point(width - geometry.MARGIN, y), rule)
        draw_failed(painter, theme, row, box, width, columns)
