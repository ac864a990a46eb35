"""The question whether what a program does outside itself may be repeated, as a box: where no card can ask it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.preflight.repeated import leave_text
from parloop_gui.ui.widgets.message_box import MessageBox


def ask_leave(parent: QWidget, comparison: Comparison, answer: Callable[[bool], object]) -> MessageBox:
    """Open it; `answer` is called with what was said. Closing it is a no."""
    assert comparison.leave is not None
    box = MessageBox(parent, "Before measuring", leave_text(comparison.leave.arrival, comparison.plan))
    box.setInformativeText("May that be done? Nothing is repeated before you say so.")
    go_on = box.addButton("Go on", QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(box.addButton("Stop", QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(lambda: answer(box.clickedButton() is go_on))
    box.finished.connect(box.deleteLater)
    box.open()
    return box
