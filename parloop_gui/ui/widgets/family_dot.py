"""The dot in a family's colour that stands beside a title."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.painting import draw_dot
from parloop_gui.ui.style.scale import painter_on
from parloop_gui.ui.style.theming import theming


class FamilyDot(QWidget):
    """Hidden where there is no family."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._family = ""
        self.setFixedSize(8, 16)

    def show_family(self, family: str) -> None:
        """Show this family's colour, "" for no dot."""
        self._family = family
        self.setVisible(bool(family))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_dot(painter, QPointF(4, 8), 8, theming.theme.family(self._family).mark)
        painter.end()
