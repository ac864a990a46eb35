"""The card of the curves: the places to ask about, the plot, and in a line the point that is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from parloop_gui.ui.charts.curves.data import Axis, CurveData
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.lab.cards.values_field import ValuesField
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.elided import Elided
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.zoom_buttons import ZoomButtons

if TYPE_CHECKING:
    from parloop_gui.ui.charts.curves.plot import CurvePlot

# So high that the upright axis has three marks at least; beside a second Python's bars the page scrolls anyhow.
_LEAST_PLOT, _READING = 270, 32
READ = "Hover a point, or press → here, to read its figures."
UNREAD = "Points fill in round by round while it is measured."


class CurveCard(Card):
    """`read` carries the numbers of the point that is read, None for none."""

    read = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Curves")
        self.title, self.measure, self.reading = Label(self), Elided("", self), Label(self)
        self.values, self.zoom = ValuesField(self), ZoomButtons(self)
        self._data = CurveData(Axis("", "even"))
        self._plot: CurvePlot | None = None
        set_role(self.title, "title")
        set_role(self.measure, "caption")
        self.reading.setWordWrap(True)
        self.reading.setMinimumHeight(_READING)  # for two lines: the plot is not to move where one is not enough
        self.reading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        set_role(self.reading, "caption")
        self.reading.setText(UNREAD)
        self._lay_out()

    @property
    def data(self) -> CurveData:
        """The curves that were given last, in the plot or still to be."""
        return self._data

    @property
    def plot(self) -> CurvePlot | None:
        """The plot, once pyqtgraph is loaded."""
        return self._plot

    def use_pyqtgraph(self) -> None:
        """Show the plot: pyqtgraph has been imported."""
        if self._plot is not None:
            return
        from parloop_gui.ui.charts.curves.plot import ZOOM_STEP, CurvePlot

        self._plot = plot = CurvePlot(self)
        plot.setMinimumHeight(scale.scaled(_LEAST_PLOT))
        self._rows.insertWidget(self._rows.count() - 1, plot, 1)
        plot.set_data(self._data)
        plot.read.connect(self._on_read)
        plot.moved.connect(self._show_zoom)
        self.zoom.fit.clicked.connect(plot.fit)
        self.zoom.closer.clicked.connect(lambda: plot.zoom(ZOOM_STEP**2))
        self.zoom.farther.clicked.connect(lambda: plot.zoom(ZOOM_STEP**-2))
        self._show_zoom()

    def show_curves(self, title: str, measure: str, data: CurveData) -> None:
        """Show these; the point that was read stays so while it is there."""
        selected = self._data.selected if self._data.selected in data.points else None
        self.title.setText(title)
        self.measure.setText(measure)
        self._show(replace(data, selected=selected))
        said = [f"{line.title}: {'; '.join(point.hint for point in line.points)}" for line in data.lines]
        self.setAccessibleDescription(". ".join(said))

    def _show(self, data: CurveData) -> None:
        if data == self._data:
            return
        self._data = data
        numbers = data.selected
        self.reading.setText(data.point(numbers).hint if numbers is not None else READ if data.points else UNREAD)
        set_role(self.reading, "text" if numbers is not None else "caption")
        if self._plot is not None:
            self._plot.set_data(data)
            self._show_zoom()

    def _on_read(self, numbers: tuple[int, int] | None) -> None:
        self._show(replace(self._data, selected=numbers))
        self.read.emit(numbers)

    def _show_zoom(self) -> None:
        is_whole = self._plot is None or self._plot.is_whole()
        self.zoom.fit.setEnabled(not is_whole)
        self.zoom.farther.setEnabled(not is_whole)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.measure)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(words, 1)
        head.addWidget(self.zoom)
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(17, 12, 17, 12)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.values)
        rows.addWidget(self.reading)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._plot is None or not self._plot.take_key(event):
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(420), scale.scaled(420))
