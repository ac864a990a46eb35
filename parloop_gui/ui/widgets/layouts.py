"""Small arrangements that several parts of the window use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Rule
from parloop_gui.ui.widgets.plain_text import Label


def button(text: str, parent: QWidget) -> QPushButton:
    """A button. Its text comes afterwards: to tell a text from an icon PySide first makes all that belongs to icons."""
    made = QPushButton(parent)
    made.setText(text)
    return made


def line(*widgets: QWidget, spacing: int) -> QHBoxLayout:
    """Widgets side by side, as wide as they need; what is left stays empty."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch()
    return made


# From a panel's edge to its hairlines and boxes, and from there to its texts.
PANEL_MARGIN, TEXT_INSET = 12, 4


def plot_layout(parent: QWidget, title: str, caption: Label, plot: QWidget, margin: int) -> None:
    """A panel's plot: a hairline so far from both sides, a title with its caption at the right, and the plot."""
    heading = Label(title, parent)
    set_role(heading, "title")
    set_role(caption, "caption")
    head = QHBoxLayout()
    head.addWidget(heading, 1)
    head.addWidget(caption)
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(margin, 6, margin, 0)
    layout.setSpacing(6)
    layout.addWidget(rule(parent))
    layout.addSpacing(6)
    inner = inset(layout)
    inner.addLayout(head)
    inner.addWidget(plot)


def inset(layout: QVBoxLayout) -> QVBoxLayout:
    """A column within another one for what stands a little further in than its hairlines: texts, and plots."""
    made = QVBoxLayout()
    made.setContentsMargins(TEXT_INSET, 0, TEXT_INSET, 0)
    made.setSpacing(layout.spacing())
    layout.addLayout(made)
    return made


def rule(parent: QWidget) -> Rule:
    """A hairline across."""
    return Rule(parent)


def set_shown(widget: QWidget, shown: bool) -> None:
    """As `setVisible`, but what is only being made, and will show with the rest, is not laid out for it."""
    if not shown or widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        widget.setVisible(shown)


def scrolling(inner: QWidget) -> QScrollArea:
    """The widget in a scroll area without a frame."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard, and is scrolled to
    return area
