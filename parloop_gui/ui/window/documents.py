"""Documents in the window: opened by menu, drop or argument; and no comparison is lost without asking.

Comparisons are kept in the history as they are made, so nothing needs to be asked as a rule. Only where the history
can't be written the window asks before results would be gone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # for dialogs: a class is made when it is named
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.model.user_code.user_loop import SOURCES
from parloop_gui.ui.settings.folders import folder_to_begin_in
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.window.session import ComparisonSession

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.history import History
    from parloop_gui.ui.widgets.message_box import MessageBox

ENDINGS = (".parloop", ".html", ".json")
GoOn = Callable[[], object]


class Documents(QObject):
    """`opened` carries a Comparison to show. `save` opens the dialog that saves what is shown as a document."""

    opened = Signal(object)

    def __init__(self, session: ComparisonSession, history: Callable[[], History], save: GoOn, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._history, self._save, self._window = session, history, save, window
        self._own: Comparison | None = None
        self._saved: Comparison | None = None
        self._waiting: Comparison | None = None
        self.dialog: QtWidgets.QFileDialog | None = None
        self.question: MessageBox | None = None
        session.changed.connect(self._on_changed)
        session.ended.connect(self._on_ended)

    def note_saved(self, comparison: Comparison) -> None:
        """This comparison was saved as a document by the user."""
        self._saved = comparison

    def ask(self) -> None:
        """Ask which document to open."""
        folder = folder_to_begin_in(preferences.open_folder)
        self.dialog = QtWidgets.QFileDialog(self._window, "Open a comparison", str(folder))
        self.dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{ending}" for ending in ENDINGS)
        self.dialog.setNameFilters([f"Parloop documents ({patterns})", "All files (*)"])
        self.dialog.fileSelected.connect(self._on_selected)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def open(self, path: Path) -> None:
        """Open this document; complain in one sentence where that fails."""
        from parloop_gui.model.comparison.comparison import finished_off
        from parloop_gui.model.document.read import read

        try:
            comparison = finished_off(read(path).comparison)
        except ValueError as error:
            self.complain(str(error))
        else:
            self.show(comparison, path.name)

    def show(self, comparison: Comparison, name: str) -> None:
        """Show a comparison that was read, once what is shown now can be done without."""
        if self._session.running:
            self._ask_to_stop(name, comparison)
        else:
            self.secure(lambda: self.opened.emit(comparison))

    def complain(self, sentence: str) -> None:
        """Say why there is nothing to open."""
        self._show(self._box("Not opened", sentence), "Close")

    def secure(self, go_on: GoOn) -> None:
        """Call `go_on` once nothing can be lost by it: at once as a rule, else after asking."""
        problem = self.problem()
        if problem:
            self.ask_to_discard(problem, go_on)
        else:
            go_on()

    def problem(self) -> str:
        """Why results would be lost now, as a sentence; "" where nothing is in danger."""
        from parloop_gui.model.history.errors import HistoryError

        own = self._own
        if own is None or own is self._saved or self._history().has(own):
            return ""
        try:
            self._history().keep(own)
        except HistoryError as error:
            return f"They can’t be kept. {error}"
        return ""

    def ask_to_discard(self, problem: str, go_on: GoOn) -> None:
        """Ask whether these results may be lost; `go_on` is called once they may."""
        box = self._box("", "These results are not saved. Go on without them?")
        box.setInformativeText(problem)
        box.addButton("Save…", QtWidgets.QMessageBox.ButtonRole.AcceptRole).clicked.connect(self._save)
        box.addButton("Discard", QtWidgets.QMessageBox.ButtonRole.DestructiveRole).clicked.connect(
            lambda: self._discard(go_on)
        )
        self._show(box, "Cancel")

    def _on_changed(self, comparison: Comparison) -> None:
        self._own = comparison

    def _on_ended(self, comparison: Comparison | None, problem: str) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.secure(lambda: self.opened.emit(waiting))

    def _on_selected(self, name: str) -> None:
        preferences.open_folder = Path(name).parent
        self.open(Path(name))

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _ask_to_stop(self, name: str, comparison: Comparison) -> None:
        box = self._box("", f"A comparison is running. Stop it and open {name}?")
        box.setInformativeText("Its finished rounds are kept in the history.")
        stop = box.addButton("Stop and open", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
        stop.clicked.connect(lambda: self._stop_for(comparison))
        self._show(box, "Cancel")

    def _stop_for(self, comparison: Comparison) -> None:
        if self._session.running:
            self._waiting = comparison
            self._session.stop()
        else:
            self.secure(lambda: self.opened.emit(comparison))

    def _discard(self, go_on: GoOn) -> None:
        self._own = None
        go_on()

    def _box(self, title: str, text: str) -> MessageBox:
        from parloop_gui.ui.widgets.message_box import MessageBox  # not before it is needed: its class is Qt's to make

        return MessageBox(self._window, title, text)

    def _show(self, box: MessageBox, way_out: str) -> None:
        box.setEscapeButton(box.addButton(way_out, QtWidgets.QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(box.deleteLater)
        self.question = box
        box.open()


def dropped_file(mime: QMimeData) -> Path | None:
    """The one document or Python file that is dragged, None where it is anything else."""
    urls = mime.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in (*ENDINGS, *SOURCES) else None
