"""The slider in the row of a loop that computes a share of its time."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QSlider

from parloop_gui.ui.style.scale import scales_itself
from parloop_gui.ui.widgets.row_list import RowList

# The name of the parameter that it moves.
SHARE = "cpu_share"

# Where it stands in the row, as parts of the row's width: between the loop's name and the share in figures.
_FROM, _TO = 0.37, 0.74


class ShareSlider(QSlider):
    """0 to 100%. `valueChanged` carries what the user moves it to; `show_share` emits nothing."""

    def __init__(self, rows: RowList, slug: str) -> None:
        super().__init__(Qt.Orientation.Horizontal, rows)
        self._rows, self._slug = rows, slug
        self.setRange(0, 100)
        self.setPageStep(10)
        self.setAccessibleName("Share on CPU, percent")
        self.setToolTip("How much of its time each task computes; the rest it waits.")
        scales_itself(self)
        rows.placed.connect(self._place)

    def show_share(self, percent: int) -> None:
        """Stand at this share, and say it at the row's right."""
        with QSignalBlocker(self):
            self.setValue(percent)
        self._rows.set_hint(self._slug, f"{percent}% CPU")

    def _place(self) -> None:
        row = self._rows.row_rect(self._slug)
        left, right = row.left() + row.width() * _FROM, row.left() + row.width() * _TO
        self.setGeometry(round(left), round(row.top()), round(right - left), round(row.height()))
