"""How widgets stand together: in rows and columns, and a few arrangements that several parts of the window use."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Rule
from parloop_gui.ui.widgets.plain_text import Label

Margins = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels at 100%, as Qt has them."""


class Grow(NamedTuple):
    """A part that takes its share of the room that is left; without a part the room stays empty."""

    part: QWidget | QLayout | None = None
    share: int = 1


STRETCH = Grow(None, 0)
"""An empty part that takes what nobody else wants."""
Part = QWidget | QLayout | Grow | int
"""What a row or a column is made of; a number is that many pixels of nothing."""


def row(*parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int = 0) -> QHBoxLayout:
    """Parts side by side, as the layout of the widget that they stand `on`, or to be put into another layout."""
    made = QHBoxLayout() if on is None else QHBoxLayout(on)
    _fill(made, parts, margins, spacing)
    return made


def column(*parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """Parts one below the other, as `row` has them side by side."""
    made = QVBoxLayout() if on is None else QVBoxLayout(on)
    _fill(made, parts, margins, spacing)
    return made


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], margins: Margins, spacing: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for each in parts:
        part, share = each if isinstance(each, Grow) else (each, 0)
        if part is None:
            layout.addStretch(share)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part, share)
        else:
            layout.addLayout(part, share)


def line(*widgets: QWidget, spacing: int) -> QHBoxLayout:
    """Widgets side by side, as wide as they need; what is left stays empty."""
    return row(*widgets, STRETCH, spacing=spacing)


def button(text: str, parent: QWidget) -> QPushButton:
    """A button. Its text comes afterwards: to tell a text from an icon PySide first makes all that belongs to icons."""
    made = QPushButton(parent)
    made.setText(text)
    return made


# Around all that a dialog holds.
DIALOG_MARGINS = (20, 18, 20, 16)
# From a panel's edge to its hairlines and boxes, and from there to its texts.
PANEL_MARGIN, TEXT_INSET = 12, 4


def plot_layout(parent: QWidget, title: str, caption: Label, plot: QWidget, margin: int) -> None:
    """A panel's plot: a hairline so far from both sides, a title with its caption at the right, and the plot."""
    heading = Label(title, parent, role="title")
    set_role(caption, "caption")
    inner = inset(row(Grow(heading), caption, spacing=6), plot)
    column(rule(parent), 6, inner, on=parent, margins=(margin, 6, margin, 0), spacing=6)


def inset(*parts: Part, spacing: int = 6) -> QVBoxLayout:
    """A column for what stands a little further in than the hairlines beside it: texts, and plots."""
    return column(*parts, margins=(TEXT_INSET, 0, TEXT_INSET, 0), spacing=spacing)


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
