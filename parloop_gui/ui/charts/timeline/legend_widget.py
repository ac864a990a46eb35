"""The legend beside a timeline's title."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.charts.timeline.legend import ON_CPU, WAITING, draw_legend, legend_width
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.theming import theming


class Legend(QWidget):
    """`family` "" where several are shown; `words` for what is solid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self._family, self.words = "", ON_CPU

    def show_legend(self, family: str, words: str) -> None:
        """Say what solid is, in the colour of that family."""
        self._family, self.words = family, words
        self.setAccessibleName(f"Solid: {words}. Pale: {WAITING}.")
        self.setToolTip(
            "Solid: a core was running the task. Pale: it waited, for the GIL, a core or something else."
            if words == ON_CPU
            else "How much of each task a core was running it is known, not when: it is drawn from the left."
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(legend_width(self.words)), scale.scaled(18))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        middle = self.height() / scale.factor() / 2
        draw_legend(QtPainter(painter), theming.theme, self._family, self.words, 0, middle)
        painter.end()
