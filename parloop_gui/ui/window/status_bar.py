"""The bar at the bottom: what is going on at its left, the machine at its right, progress on its upper edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from parloop_gui.ui.style.overriding import override
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.elided import Elided
from parloop_gui.ui.widgets.glossary import hover
from parloop_gui.ui.widgets.hairlines import Bar


class StatusBar(Bar):
    """28 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.setObjectName("status")
        self.setFixedHeight(28)
        self._share = -1.0
        self.left = Elided("Ready", self)
        self.right = Elided("", self, why=f"Load: {hover('load')}\nSteal: {hover('steal')}")
        for label in (self.left, self.right):
            set_role(label, "text")
        self.right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # the left one gives way
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 1, 12, 0)
        layout.setSpacing(24)
        layout.addWidget(self.left)
        layout.addStretch(1)
        layout.addWidget(self.right)

    def show_message(self, text: str, share: float | None = None) -> None:
        """What is going on, and how much of it is done (None: nothing is under way)."""
        self.left.setText(text)
        share = -1.0 if share is None else share
        if abs(share - self._share) >= 0.001:
            self._share = share
            self.update(0, 0, self.width(), 2)

    def explain(self, text: str) -> None:
        """How it is being measured, as a tooltip."""
        self.left.explain(f"{text}\n\nSeed: {hover('seed')}" if text else "")

    def show_machine(self, text: str, noisy: bool = False) -> None:
        """The machine, or that it is too busy for good figures."""
        self.right.setText(text)
        set_role(self.right, "note" if noisy else "text")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share >= 0:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 0, self.width() * self._share, 2), QColor(theming.theme.accent))
            painter.end()
