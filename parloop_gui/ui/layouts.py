"""Small arrangements that several parts of the window use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from parloop_gui.ui.hairlines import Rule


def line(*widgets: QWidget, spacing: int) -> QHBoxLayout:
    """Widgets side by side, as wide as they need; what is left stays empty."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch()
    return made


def rule(parent: QWidget) -> Rule:
    """A hairline across."""
    return Rule(parent)


def scrolling(inner: QWidget) -> QScrollArea:
    """The widget in a scroll area without a frame."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard, and is scrolled to
    area.viewport().setAutoFillBackground(False)
    return area
