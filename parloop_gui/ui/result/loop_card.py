"""A card of the invitation: what a loop's tasks look like on two workers, its name, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from parloop_gui.ui.charts.timeline.blocks import Block, draw_lane
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.style.painting import draw_text
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.scale import painter_on, unscaled
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming

# The lanes, a title and two lines of words, in the padding.
HEIGHT = 134
_PAD = 12.0
_LANE, _LANE_GAP = 18.0, 8.0


class LoopCard(QAbstractButton):
    """Checked while its loop is the chosen one."""

    def __init__(
        self, slug: str, title: str, words: str, lanes: Sequence[Sequence[Block]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.slug = slug
        self._words, self._lanes = words, lanes
        self.setText(title)
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{title}. {words}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = unscaled(QRectF(self.rect()))
        self._paint_frame(painter, box)
        inner = box.adjusted(_PAD, _PAD + 4, -_PAD, -_PAD)
        lanes = QtPainter(painter)
        for number, blocks in enumerate(self._lanes):
            top = inner.top() + number * (_LANE + _LANE_GAP)
            draw_lane(lanes, theming.theme, blocks, Rect(inner.left(), top, inner.width(), _LANE))
        title = QRectF(inner.left(), inner.top() + 60, inner.width(), 18)
        draw_text(painter, title, self.text(), font(13, 600), theming.theme.t1)
        painter.setFont(font(12))
        painter.setPen(QColor(theming.theme.t2))
        rest = QRectF(inner.left(), title.bottom() + 2, inner.width(), 36)
        painter.drawText(rest, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop), self._words)
        painter.end()

    def _paint_frame(self, painter: QPainter, box: QRectF) -> None:
        theme = theming.theme
        chosen, focused = self.isChecked(), self.hasFocus()
        width = 2.0 if chosen or focused else 1.0
        painter.setPen(QPen(QColor(theme.accent if focused else theme.t1 if chosen else theme.border2), width))
        painter.setBrush(QColor(theme.hover if self.underMouse() and not chosen else theme.surface))
        painter.drawRoundedRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)
