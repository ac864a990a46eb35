"""Asks before code that a document names is run: only choosing a file and pressing Compare runs it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.widgets.message_box import MessageBox


def ask_to_trust(parent: QWidget, own: OwnLoop, go_on: Callable[[], object]) -> MessageBox:
    """Open the question; `go_on` is called once the user said that it may run."""
    place = own.path or "the code in the document"
    question = f"Run {own.function} from {place}?"
    if own.line:
        ran = own.program or (f"python -m {own.module}" if own.module else "")
        question = f"Run {ran} up to line {own.line} of {place}?" if ran else f"Run {place} up to line {own.line}?"
    box = MessageBox(parent, "Run this code?", question)
    code = own.code or own.pasted
    where_from = "Its code came with the document you opened" if code else "The document you opened names it"
    over = f"It runs over {own.items!r:.300}{f', with {own.setup} as set-up' if own.setup else ''}."
    if own.line:
        over = f"It is run with the arguments {own.arguments!r:.300}." if own.arguments else ""
    box.setInformativeText(
        f"{where_from}, and none of it has run yet. {over} It can do whatever a program of yours can."
    )
    if code:
        box.setDetailedText(code)
    box.addButton("Run it", QMessageBox.ButtonRole.AcceptRole).clicked.connect(go_on)
    box.setEscapeButton(box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(box.deleteLater)
    box.open()
    return box
