"""The bar at the bottom: what is going on at its left, the machine at its right, progress on its upper edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.elided import Elided
from parloop_gui.ui.widgets.glossary import hover
from parloop_gui.ui.widgets.hairlines import Bar
from parloop_gui.ui.widgets.layouts import Grow, row


class StatusBar(Bar):
    """28 high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.setObjectName("status")
        self.setFixedHeight(28)
        self._share = -1.0
        self.left = Elided("Ready", self, by_parts=True)
        self.right = Elided("", self, why=f"Load: {hover('load')}\nSteal: {hover('steal')}")
        for label in (self.left, self.right):
            set_role(label, "text")
        self.right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # the left one gives way
        self.act = QPushButton(self)
        set_role(self.act, "link")
        self.act.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.act.clicked.connect(self._on_act)
        self.act.hide()
        self._wanted: Callable[[], object] | None = None
        row(self.left, self.act, Grow(), self.right, on=self, margins=(12, 1, 12, 0), spacing=24)

    def show_message(self, text: str, share: float | None = None) -> None:
        """What is going on, and how much of it is done (None: nothing is under way)."""
        self.left.setText(text)
        self.act.hide()
        share = -1.0 if share is None else share
        if abs(share - self._share) >= 0.001:
            self._share = share
            self.update(0, 0, self.width(), 2)

    def offer(self, title: str, act: Callable[[], object]) -> None:
        """Behind the message that is shown: something to do about it, until the next one."""
        self._wanted = act
        self.act.setText(title)
        self.act.show()

    def _on_act(self) -> None:
        if self._wanted is not None:
            self._wanted()

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
