"""Beside the effort: a time of one's own for a comparison, and whether all are measured to the same precision.

Quiet while neither is set; what is set stands on the button.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QSpinBox, QToolButton, QWidget, QWidgetAction

from parloop_gui.model.wording.limits import LONGEST_S
from parloop_gui.ui.style.scale import scales_itself
from parloop_gui.ui.widgets.fields import int_box
from parloop_gui.ui.widgets.layouts import row
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

TITLE = "Time and precision"
EVEN = "Measure all to the same precision"
_EVEN_WORDS = "Nobody drops out and nobody rests: for a full chart, at the cost of a later answer."


class MeasuringOptions(QToolButton):
    """`changed` when either is. The menu is filled when it first opens: the first paint need not wait for it."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._budget_s: float | None = None
        self._even = False
        self._box: QSpinBox | None = None
        self.options = QMenu(TITLE, self)
        self.even = self.options.addAction(EVEN)
        self.even.setCheckable(True)
        self.even.setToolTip(_EVEN_WORDS)
        self.options.setToolTipsVisible(True)
        self.options.aboutToShow.connect(self._make_box)
        self.even.toggled.connect(self._on_even)
        self.setObjectName("measuring")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)  # else it has room for an icon, and stands apart
        self.setMenu(self.options)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scales_itself(self)
        self._show()

    @property
    def budget_s(self) -> float | None:
        """Seconds for a comparison; None: the effort's."""
        return self._budget_s

    @property
    def is_even(self) -> bool:
        """Whether everyone runs in every round."""
        return self._even

    def show_choices(self, budget_s: float | None, even: bool) -> None:
        """Show what is chosen; nothing is told."""
        self._budget_s, self._even = budget_s, even
        self.even.setChecked(even)
        if self._box is not None:
            self._box.setValue(round(budget_s or 0))
        self._show()

    def seconds(self) -> QSpinBox:
        """The field for the time."""
        self._make_box()
        assert self._box is not None
        return self._box

    def _make_box(self) -> None:
        if self._box is not None:
            return
        entry = QWidget(self.options)
        self._box = int_box(round(self._budget_s or 0), "s", least=0)
        self._box.setMaximum(int(LONGEST_S))
        self._box.setSpecialValueText("the effort’s")
        self._box.setAccessibleName("Time for a comparison, in seconds")
        self._box.setToolTip("A comparison takes at most so long. 0: as long as the effort says.")
        label = Label("Time at most", entry)
        label.setBuddy(self._box)
        row(label, self._box, on=entry, margins=(10, 4, 10, 4), spacing=6)
        entry.setFocusProxy(self._box)
        entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        action = QWidgetAction(self.options)
        action.setDefaultWidget(entry)
        self.options.insertAction(self.even, action)
        self._box.valueChanged.connect(self._on_seconds)

    def _on_seconds(self, seconds: int) -> None:
        wanted = float(seconds) or None
        if wanted != (round(self._budget_s or 0) or None):
            self._budget_s = wanted
            self._tell()

    def _on_even(self, even: bool) -> None:
        if even != self._even:
            self._even = even
            self._tell()

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        parts = (f"{self._budget_s:g} s" if self._budget_s is not None else "", "even" if self._even else "")
        said = " · ".join(filter(None, parts))
        self.setText(said)
        self.setAccessibleName(f"{TITLE}: {said or 'as the effort says'}")
        self.setToolTip(plain_tip(f"{TITLE} of a comparison" + (f": {said}" if said else "")))
