"""Asks one thing of Pythons in a thread of its own: what one that was added is like, or what a file lacks there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from parloop_gui.ui.drawing.overriding import override


class PythonAsker(QObject):
    """One question at a time. `answered` carries what it came to unless that is None, `refused` a sentence.

    `over`: there is room for another.
    """

    answered = Signal(object)
    refused = Signal(str)
    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: _Asking | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._thread is not None

    def ask(self, question: Callable[[], object]) -> None:
        """Put a question, which may raise InterpreterError; while another is open it is not heard."""
        if self._thread is None and not self._closed:
            self._thread = _Asking(question, self)
            self._thread.answered.connect(self.answered)
            self._thread.refused.connect(self.refused)
            self._thread.finished.connect(self._on_finished)
            self._thread.start()

    def close(self) -> None:
        """Wait for what is under way, a Python answers within seconds; whoever hears that asks nothing more."""
        self._closed = True
        if self._thread is not None:
            self._thread.wait()

    def _on_finished(self) -> None:
        if self._thread is not None:
            self._thread.wait()
            self._thread.deleteLater()
            self._thread = None
            self.over.emit()


class _Asking(QThread):
    answered = Signal(object)
    refused = Signal(str)

    def __init__(self, question: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("asking a Python")
        self._question = question

    @override
    def run(self) -> None:
        from parloop_gui.bridge.interpreters.errors import InterpreterError

        try:
            found = self._question()
        except InterpreterError as error:
            self.refused.emit(str(error))
        else:
            if found is not None:
                self.answered.emit(found)
