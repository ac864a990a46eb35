"""The last results on the start card: what was compared, what came out and when; a click opens it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.painting import draw_dot, draw_text
from parloop_gui.ui.style.scale import painter_on, scaled, scales_itself, unscaled
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.layouts import Grow, column, row
from parloop_gui.ui.widgets.plain_text import Label, plain_tip
from parloop_gui.ui.widgets.row_delegate import paint_ground

if TYPE_CHECKING:
    from parloop_gui.ui.history.history_texts import RowText

# As high as a row of the history.
HEIGHT = 44


class LastResults(QWidget):
    """Hidden while there are none. `picked` carries the number in the history of the one that was pressed."""

    picked = Signal(int)

    def __init__(self, most: int, parent: QWidget) -> None:
        super().__init__(parent)
        title = Label("Last results", self, role="caption")
        self.buttons = [LastResult(self) for _ in range(most)]
        for button in self.buttons:
            button.clicked.connect(lambda _=False, button=button: self.picked.emit(button.number))
        column(title, row(*map(Grow, self.buttons), spacing=16), on=self, margins=(0, 6, 0, 0), spacing=2)
        self.hide()

    def show_results(self, results: Sequence[tuple[int, RowText]]) -> None:
        """Show these, the newest first, each with its number in the history."""
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(results))
            if at < len(results):
                button.show_result(*results[at])
        self.setVisible(bool(results))


class LastResult(QAbstractButton):
    """Two lines: the loop and its items, and what came out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = 0
        self._lines, self._family = ("", ""), ""
        scales_itself(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_result(self, number: int, text: RowText) -> None:
        """Stand for that entry of the history: by its number a click opens it."""
        self.number, self._family = number, text.family
        # The hour stands in the tooltip.
        self._lines = (text.verdict[0], " · ".join(filter(None, (text.loop[0], text.loop[1], text.day))))
        self.setAccessibleName(f"Open {text.accessible_text()}")
        self.setToolTip(plain_tip(text.accessible_text()))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(scaled(180), scaled(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = painter_on(self), theming.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = unscaled(QRectF(self.rect()))
        paint_ground(painter, theme, box, False, self.underMouse(), self.hasFocus())
        left = 8.0
        if self._family:
            draw_dot(painter, QPointF(left + 4, 14), 8, theme.family(self._family).mark)
            left += 14
        draw_text(painter, QRectF(left, 4, box.width() - left - 6, 20), self._lines[0], font(13, 500), theme.t1)
        draw_text(painter, QRectF(8, 23, box.width() - 14, 16), self._lines[1], font(11), theme.t3)
        painter.end()
