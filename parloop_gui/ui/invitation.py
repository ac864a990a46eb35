"""What stands in the verdict's place before the first comparison: what to do, and one button that does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from parloop_gui.ui.hairlines import Card
from parloop_gui.ui.layouts import line
from parloop_gui.ui.style import set_role


class Invitation(Card):
    """What stands in the verdict's place before the first comparison."""

    compare_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        headline = QLabel("Pick a loop and press Compare", self)
        set_role(headline, "invitation")
        lead = QLabel(
            "Parloop runs the same loop with each strategy, in turns and several times over, then tells you\n"
            "which one to use and why.",
            self,
        )
        set_role(lead, "lead")
        self.button = QPushButton(self)
        set_role(self.button, "primary")
        self.button.clicked.connect(self.compare_pressed)
        self._estimate = QLabel(self)
        set_role(self._estimate, "text")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 24, 16, 24)
        layout.setSpacing(10)
        layout.addWidget(headline)
        layout.addWidget(lead)
        layout.addSpacing(6)
        layout.addLayout(line(self.button, self._estimate, spacing=14))

    def invite(self, loop: str, caption: str, estimate: str) -> None:
        """Name the loop that the button compares."""
        self.button.setText(f"Compare {loop}")
        self.button.setToolTip(caption)
        self._estimate.setText(estimate)
