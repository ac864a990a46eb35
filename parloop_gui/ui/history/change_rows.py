"""Paints the changes between two comparisons: both wall times, the change in words, and its interval on an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.history.difference import Change
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.units import duration, interval, times
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.painting import RIGHT, crisp, draw_dot, draw_text, pen, snap_line
from parloop_gui.ui.style.scale import factor, scaled, unscaled
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming

CHANGE_ROLE = int(Qt.ItemDataRole.UserRole)
# For two lines of words.
ROW_HEIGHT = 36
# The axis reaches to a quarter slower or faster at least, so that noise looks small, and to 20 times at most.
_LEAST_SPAN, _MOST_SPAN = math.log(1.25), math.log(20)
# A wall time, and the change in words.
_WALL, _WORDS = 96.0, 176.0
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Places:
    """The columns of a row: strategy, both wall times, the change in words, and the axis."""

    name: QRectF
    before: QRectF
    after: QRectF
    words: QRectF
    axis: QRectF


def places(box: QRectF) -> Places:
    """Where they stand; what is left over becomes the axis, and is none in a narrow window."""
    name = min(240.0, max(120.0, box.width() - 2 * _WALL - _WORDS - 24))
    axis = max(0.0, box.width() - name - 2 * _WALL - _WORDS - 48)
    left, made = box.left(), []
    for width, gap in ((name, 0.0), (_WALL, 0.0), (_WALL, 24.0), (_WORDS, 24.0), (axis, 0.0)):
        made.append(QRectF(left, box.top(), width, box.height()))
        left += width + gap
    return Places(*made)


def span(changes: tuple[Change, ...]) -> float:
    """How far the axis goes to either side, as a logarithm: every interval is on it, up to a factor of 20."""
    ratios = [each.faster for each in changes if each.faster is not None]
    logs = [abs(math.log(end)) for ratio in ratios for end in (ratio.low, ratio.high) if end > 0]
    return min(max([_LEAST_SPAN, *(log * 1.08 for log in logs)]), _MOST_SPAN)


def change_words(change: Change) -> tuple[str, str]:
    """The change, and its interval or why there is none: ("1.12× faster", "95% CI 1.08–1.16")."""
    if change.faster is None:
        where = "the later" if change.after_s is None else "the earlier"
        return "–", f"not measured in {where} one"
    ratio, way = change.faster, "faster"
    if change.kind != "level" and ratio.median < 1:
        ratio, way = Figure(1 / ratio.median, 1 / ratio.high, 1 / ratio.low), "slower"
    words = "no change within noise" if change.kind == "level" else f"{times(ratio.median)} {way}"
    sure = "too few rounds to be sure" if change.kind == "unsure" else f"95% CI {interval(ratio.low, ratio.high)}"
    return words, sure


def accessible_text(change: Change) -> str:
    """A row as it is read out."""
    before, after = (duration(each.median) if each else "none" for each in (change.before_s, change.after_s))
    return f"{change.name}: {before} before, {after} after, {', '.join(change_words(change))}"


class ChangeDelegate(QStyledItemDelegate):
    """`span` is how far the axis goes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.span = _LEAST_SPAN

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, scaled(ROW_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        change: Change = index.data(CHANGE_ROLE)
        painter.save()
        painter.scale(factor(), factor())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = places(unscaled(QRectF(option.rect)))
        self._paint_texts(painter, where, change)
        if where.axis.width() > 60:
            self._paint_axis(painter, where.axis, change)
        painter.restore()

    def _paint_texts(self, painter: QPainter, where: Places, change: Change) -> None:
        theme = theming.theme
        colours = theme.family(catalogue.find(change.strategy).family)
        draw_dot(painter, QPointF(where.name.left() + 4, where.name.center().y()), 8, colours.mark)
        draw_text(painter, where.name.adjusted(16, 0, 0, 0), change.name, font(13), theme.t1)
        for box, wall in ((where.before, change.before_s), (where.after, change.after_s)):
            draw_text(painter, box, duration(wall.median) if wall else "–", font(12, 500), theme.t1, RIGHT)
        words, sure = change_words(change)
        is_sure = change.kind in ("faster", "slower")
        colour = theme.accent_text if change.kind == "faster" else theme.t1 if is_sure else theme.t2
        first = QRectF(where.words.left(), where.words.top() + 1, where.words.width(), 19)
        draw_text(painter, first, words, font(12, 600 if is_sure else 400), colour)
        draw_text(painter, first.translated(0, 15), sure, font(11), theme.t3)

    def _paint_axis(self, painter: QPainter, box: QRectF, change: Change) -> None:
        theme, middle = theming.theme, box.center().y()
        one = pen(theme.family("baseline").mark, 1.25)
        one.setDashPattern([4 / 1.25, 3 / 1.25])
        painter.setPen(one)
        centre = snap_line(painter, self._x(box, 0.0), 1.25)
        painter.drawLine(QPointF(centre, box.top()), QPointF(centre, box.bottom()))
        if change.faster is None or change.faster.median <= 0:
            return
        colours = theme.family(catalogue.find(change.strategy).family)
        low, at, high = (
            self._x(box, math.log(each)) if each > 0 else box.left()
            for each in (change.faster.low, change.faster.median, change.faster.high)
        )
        painter.setPen(pen(theme.t1, crisp(painter, 1.1)))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for end in (low, high):
            painter.drawLine(QPointF(end, middle - 3.5), QPointF(end, middle + 3.5))
        draw_dot(painter, QPointF(at, middle), 8, colours.mark)

    def _x(self, box: QRectF, log: float) -> float:
        share = min(max(log / self.span, -1.0), 1.0)
        return box.center().x() + share * (box.width() / 2 - 6)
