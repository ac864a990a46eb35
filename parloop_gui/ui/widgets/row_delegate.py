"""Paints the rows of the left panel's lists, and lets a click anywhere on a row change its box."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.painting import RIGHT, draw_dot, draw_text, text_width
from parloop_gui.ui.style.scale import factor, scaled, unscaled
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming

Index = QModelIndex | QPersistentModelIndex


class ListRow(NamedTuple):
    """One row: `slug` identifies it ("" for a caption), `hint` stands at its right, `family` gives it a dot.

    `checked` is None where there is no box. `fixed` keeps a box checked; `off` greys the row, `why` is its tooltip.
    """

    text: str
    slug: str = ""
    hint: str = ""
    family: str = ""
    checked: bool | None = None
    fixed: bool = False
    off: bool = False
    why: str = ""


# Rows with a box stand a little closer: the dots lead the eye down them.
ROW_HEIGHT, BOX_ROW_HEIGHT, _CAPTION_HEIGHT = 24, 23, 20
_BETWEEN = 8


class RowDelegate(QStyledItemDelegate):
    """Paints a row in the theme's colours; Space and clicks are left to Qt's own delegate.

    `row` gives the row of a number. What is chosen and has the focus it asks of the view, and its owner sets which row
    the mouse is on (`hovered`; -1: none): asking Qt's option instead makes PySide build all of QStyle before the first
    paint.
    """

    def __init__(self, row_height: int, row: Callable[[int], ListRow], view: QListView) -> None:
        super().__init__(view)
        self.hovered = -1
        self._row, self._view = row, view
        self._row_height = row_height

    def height_of(self, row: ListRow) -> int:
        """A row's height; captions have one of their own."""
        return scaled(self._row_height if row.slug else _CAPTION_HEIGHT)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.height_of(self._row(index.row())))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._row(index.row())
        box = unscaled(QRectF(option.rect))
        painter.save()
        painter.scale(factor(), factor())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not row.slug:
            draw_text(painter, box.adjusted(6, 2, -6, 0), row.text, font(11), theming.theme.t3)
        else:
            self._paint_row(painter, row, box, index)
        painter.restore()

    def _paint_row(self, painter: QPainter, row: ListRow, box: QRectF, index: Index) -> None:
        theme, current = theming.theme, index == self._view.currentIndex()
        chosen = row.checked is None and current
        hovered = index.row() == self.hovered and not row.off
        paint_ground(painter, theme, box, chosen, hovered, current and self._view.hasFocus())
        left = box.left() + 6
        if row.checked is not None:
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
            self._paint_check(painter, QRectF(left, box.center().y() - 7, 14, 14), checked, row)
            left += 22
            if row.family:
                self._paint_dot(painter, QPointF(left + 4, box.center().y()), row)
                left += 16
        words = box.adjusted(left - box.left(), 0, -6, 0)
        written, hint = _fitting(row, words.width(), 600 if chosen else 400)
        taken = text_width(hint, font(11)) + _BETWEEN if hint else 0.0
        draw_text(painter, words.adjusted(0, 0, -taken, 0), row.text, written, theme.t3 if row.off else theme.t1)
        if hint:
            draw_text(painter, words, hint, font(11), theme.t2 if chosen or hovered else theme.t3, RIGHT)

    def _paint_check(self, painter: QPainter, box: QRectF, checked: bool, row: ListRow) -> None:
        theme = theming.theme
        painter.setPen(Qt.PenStyle.NoPen if checked else QPen(QColor(theme.border if row.off else theme.border2), 1))
        painter.setBrush(QColor(theme.check if checked else theme.window if row.off else theme.field))
        painter.drawRoundedRect(box if checked else box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if checked:
            tick = QPen(QColor(theme.on_check), 1.8)
            tick.setCapStyle(Qt.PenCapStyle.RoundCap)
            tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(tick)
            x, y = box.left(), box.top()
            painter.drawPolyline([QPointF(x + 3.5, y + 7.2), QPointF(x + 6, y + 9.7), QPointF(x + 10.5, y + 4.6)])

    def _paint_dot(self, painter: QPainter, centre: QPointF, row: ListRow) -> None:
        colour = theming.theme.family(row.family).mark
        if not row.off:
            draw_dot(painter, centre, 8, colour)
            return
        painter.setPen(QPen(QColor(colour), 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 3.3, 3.3)

    @override
    def editorEvent(self, event, model, option, index):  # type: ignore[no-untyped-def]
        """A click anywhere on a row changes its box, not only one on the box itself."""
        row = self._row(index.row())
        clicked = isinstance(event, QMouseEvent) and event.type() is QMouseEvent.Type.MouseButtonRelease
        if clicked and row.checked is not None and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
            new = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            return model.setData(index, new.value, Qt.ItemDataRole.CheckStateRole)
        return super().editorEvent(event, model, option, index) if not clicked else False


def _fitting(row: ListRow, width: float, weight: int) -> tuple[QFont, str]:
    """A font in which the name is whole beside the hint; at last without the hint, which the tooltip says too."""
    taken = text_width(row.hint, font(11)) + _BETWEEN if row.hint else 0.0
    for pixels in (13, 12, 11):
        if text_width(row.text, font(pixels, weight)) <= width - taken:
            return font(pixels, weight), row.hint
    return font(13, weight), ""


def paint_ground(painter: QPainter, theme: Theme, box: QRectF, chosen: bool, hovered: bool, focused: bool) -> None:
    """What lies behind a row of any list."""
    if chosen or hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.select if chosen else theme.hover))
        painter.drawRoundedRect(box, 5, 5)
    if focused:
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
