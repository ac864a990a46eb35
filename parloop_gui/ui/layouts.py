"""Small arrangements that several parts of the window use."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget


def line(*widgets: QWidget, spacing: int) -> QHBoxLayout:
    """Widgets side by side, as wide as they need; what is left stays empty."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch()
    return made


def rule(parent: QWidget) -> QFrame:
    """A hairline across."""
    line = QFrame(parent)
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def scrolling(inner: QWidget) -> QScrollArea:
    """The widget in a scroll area without a frame."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    return area
