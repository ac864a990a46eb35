"""What a strategy that ended badly left behind: the sentence, the traceback, and what it printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QWidget

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.comparison_titles import contestant_name
from parloop_gui.ui.style.theme import code_font
from parloop_gui.ui.widgets.layouts import DIALOG_MARGINS, column
from parloop_gui.ui.widgets.plain_text import Label

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison


class Failure(NamedTuple):
    """A bad ending in words; `details` and `output` may be empty."""

    title: str
    message: str
    details: str = ""
    output: str = ""

    def text(self) -> str:
        """All of it, as it is copied."""
        parts = (self.title, self.message, self.details.strip())
        printed = f"It printed:\n{self.output.rstrip()}" if self.output.strip() else ""
        return "\n\n".join(filter(None, (*parts, printed))) + "\n"


def failure_of(comparison: Comparison, contestant: Contestant) -> Failure | None:
    """The bad ending of a contestant; None where it ended well."""
    row = next((each for each in comparison.rows if each.contestant == contestant), None)
    if row is None or row.outcome in ("finished", "stopped"):
        return None
    bad = [run for run in comparison.runs if run.contestant == contestant and run.ended.outcome == row.outcome]
    ended = bad[-1].ended if bad else None
    title = contestant_name(contestant, comparison)
    when = "the warm-up round" if bad and bad[-1].round == 0 else f"round {bad[-1].round}" if bad else ""
    outcome = row.outcome.replace("-", " ")
    return Failure(
        f"{title}: {outcome}{f' in {when}' if when else ''}",
        row.message or "There is no message.",
        ended.details if ended is not None else "",
        ended.output if ended is not None else "",
    )


class FailureDialog(QDialog):
    """Shows a Failure; open it with `open()`."""

    def __init__(self, failure: Failure, parent: QWidget) -> None:
        super().__init__(parent)
        self._failure = failure
        self.setWindowTitle(failure.title)
        self.text = QPlainTextEdit(self)
        self.copy = QPushButton("Copy", self)
        title, message = Label(failure.title, self, role="title"), Label(failure.message, self, role="text")
        message.setWordWrap(True)
        self._fill()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(self._on_copy)
        column(title, message, self.text, buttons, on=self, margins=DIALOG_MARGINS, spacing=10)
        self.resize(640, 420 if self.text.toPlainText() else 140)
        self.finished.connect(self.deleteLater)

    def _fill(self) -> None:
        failure = self._failure
        printed = f"It printed:\n{failure.output.rstrip()}" if failure.output.strip() else ""
        self.text.setPlainText("\n\n".join(filter(None, (failure.details.strip(), printed))))
        self.text.setVisible(bool(self.text.toPlainText()))
        self.text.setReadOnly(True)
        self.text.setObjectName("code")
        self.text.setFont(code_font(11))
        self.text.setAccessibleName("Traceback and output")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._failure.text())
        self.copy.setText("Copied")
        QTimer.singleShot(1500, self.copy, lambda: self.copy.setText("Copy"))
