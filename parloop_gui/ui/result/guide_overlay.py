"""The overlay that names the parts of the chart. Esc, F1, Space or a click closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from parloop_gui.ui.charts.compare.card import ChartCard
from parloop_gui.ui.charts.compare.guide import ABOVE, GuidePart, chart_parts, draw_guide
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.theming import theming

_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GuideOverlay(QWidget):
    """Lies over its parent, which holds the chart's card."""

    def __init__(self, chart: ChartCard, parent: QWidget) -> None:
        super().__init__(parent)
        self._chart, self._over = chart, parent
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What am I seeing?")
        scale.scales_itself(self)
        parent.installEventFilter(self)
        self.hide()

    def parts(self) -> tuple[GuidePart, ...]:
        """What is named, for the chart as it is now."""
        return chart_parts(self._chart.data(), (self._chart.width() - 2) / scale.factor())

    def open(self) -> None:
        """Show it, with the keyboard."""
        self._before = self.window().focusWidget()
        self.setGeometry(self._over.rect())
        self._scroll_there()
        self.setAccessibleDescription(" ".join(f"{part.name}: {part.words}" for part in self.parts()))
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        """Close it, and give the keyboard back."""
        self.hide()
        (self._before or self._chart).setFocus()

    def _scroll_there(self) -> None:
        """In a low window: bring the chart into view with the names above and below it."""
        area: QWidget | None = self._over
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.verticalScrollBar().setValue(self._chart.y() - scale.scaled(ABOVE))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        card = scale.unscaled(QRectF(self._chart.geometry().adjusted(1, 1, -1, -1)))
        draw_guide(painter, theming.theme, self.parts(), scale.unscaled(QRectF(self.rect())), card)
        painter.end()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CLOSING:
            self.leave()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _CLOSING:
            event.accept()  # Esc closes this before it stops a comparison
            return True
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
            self._scroll_there()
        return False
