"""Details and Try again at the right of a failed row: real buttons over the painted chart, for mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.ui.charts.compare.failed import LINKS
from parloop_gui.ui.charts.compare.rows import ChartRow
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.layouts import STRETCH, row


class FailedLinks(QWidget):
    """Both signals carry the row's contestant."""

    details_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._contestant: Contestant | None = None
        self.details, self.again = QPushButton("Details", self), QPushButton("Try again", self)
        self.details.clicked.connect(lambda: self.details_wanted.emit(self._contestant))
        self.again.clicked.connect(lambda: self.again_wanted.emit(self._contestant))
        self.details.setToolTip("Its message, traceback and output")
        self.again.setToolTip("Make this comparison again, with all of its strategies")
        scale.scales_itself(self)
        for button in (self.details, self.again):
            set_role(button, "link")
        row(STRETCH, self.details, self.again, on=self, spacing=16)

    def show_row(self, row: ChartRow, box: QRectF, again: bool) -> None:
        """Stand at the right end of a row's box, in pixels of the card."""
        self._contestant = row.contestant
        self.details.setAccessibleName(f"Details of {row.name}")
        self.again.setAccessibleName(f"Try {row.name} again")
        self.again.setVisible(again)
        across = scale.scaled(LINKS)
        top = round(box.top()) + scale.scaled(2)
        self.setGeometry(round(box.right()) - across - scale.scaled(8), top, across, round(box.height()))
        self.show()
        self.raise_()
