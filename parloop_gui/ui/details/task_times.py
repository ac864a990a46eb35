"""The card of the times per task: a title, what the outline is, and the histogram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.model.wording.units import duration
from parloop_gui.ui.charts.small.task_histogram import draw_task_histogram
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.scale import painter_on, unscaled
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.layouts import PANEL_MARGIN, plot_layout
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.timeline.task_times import Spread

# Of the histogram with its axis.
PLOT_HEIGHT = 84


class TaskTimesPanel(QWidget):
    """Hides while there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = _Plot(self)
        self.caption = Label("outline: plain loop", self)
        plot_layout(self, "Time per task", self.caption, self.plot, PANEL_MARGIN)

    def show_spread(self, spread: Spread | None, family: str) -> None:
        """Show this spread in the family's colour."""
        self.setVisible(spread is not None)
        if spread is None or (spread, family) == (self.plot.spread, self.plot.family):
            return
        self.plot.spread, self.plot.family = spread, family
        self.caption.setVisible(bool(spread.plain))
        words = (
            f"Half of the tasks took less than {duration(spread.median_s)}, the longest {duration(spread.longest_s)}."
        )
        self.plot.setToolTip(
            plain_tip(f"{words}\nThe time inside the task, waiting included, over all rounds that count.")
        )
        self.plot.setAccessibleName(f"Time per task. {words}")
        self.plot.update()


class _Plot(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.spread: Spread | None = None
        self.family = ""
        self.setFixedHeight(PLOT_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.spread is not None:
            painter = painter_on(self)
            draw_task_histogram(painter, theming.theme, self.spread, self.family, unscaled(QRectF(self.rect())))
            painter.end()
