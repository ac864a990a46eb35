"""The one style sheet, and how widgets choose among its rules."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.scale import scaled_sheet
from parloop_gui.ui.style.theme import resources


def style_sheet(theme: Theme) -> str:
    """The style sheet with the theme's colours put in."""
    values = {name: str(value) for name, value in theme._asdict().items()}
    values |= {f"family_{name}_text": family.text for name, family in theme.families.items()}
    values |= {"icons": (resources() / "icons").as_posix(), "mode": "dark" if theme.dark else "light"}
    text = (resources() / "style" / "parloop.qss").read_text(encoding="utf-8")
    body = scaled_sheet(text.partition("*/")[2])
    for name, value in values.items():
        body = body.replace(f"@{name}@", value)
    return body


def show_problem(editor: QWidget, label: QLabel, problem: str, *, is_mistake: bool = True) -> None:
    """Show the sentence under an editor, and mark it where it is about a mistake; "" where there is nothing to say."""
    label.setText(problem)
    label.setVisible(bool(problem))
    editor.setAccessibleDescription(visible(problem))
    marked = bool(problem) and is_mistake
    if bool(editor.property("problem")) != marked:
        editor.setProperty("problem", marked)
        _polish_again(editor)


def set_role(widget: QWidget, role: str) -> None:
    """Choose how the style sheet shows a widget, and show it so at once.

    A label, of which there are many, goes by its object's name: for properties Qt tries every rule.
    """
    if isinstance(widget, QLabel):
        if widget.objectName() != role:
            widget.setObjectName(role)
            _polish_again(widget)
    elif widget.property("role") != role:
        widget.setProperty("role", role)
        _polish_again(widget)


def _polish_again(widget: QWidget) -> None:
    """Have the style sheet read a widget's properties anew, if it ever did: what is only being made is read later."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
