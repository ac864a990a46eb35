"""What the entries of the ⋯ menu do. A dialog is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QDialog, QWidget

from parloop_gui.ui.history.history_place import HistoryPlace
from parloop_gui.ui.settings.appearance import Appearance
from parloop_gui.ui.style import scale
from parloop_gui.ui.window.chosen_plan import ChosenPlan
from parloop_gui.ui.window.documents import Documents
from parloop_gui.ui.window.more_menu import MoreMenu
from parloop_gui.ui.window.session import ComparisonSession


class MenuActions(QObject):
    """`refresh` is called when the settings were open: other limits may be in force then.

    `parts_wanted`: the chart's parts are to be named.
    """

    parts_wanted = Signal()

    def __init__(
        self,
        menu: MoreMenu,
        appearance: Appearance,
        chosen: ChosenPlan,
        session: ComparisonSession,
        refresh: Callable[[], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._menu, self._appearance, self._chosen, self._session = menu, appearance, chosen, session
        self._refresh, self._window = refresh, window
        menu.settings.triggered.connect(self._open_settings)
        menu.failure_lab.triggered.connect(self._open_failure_lab)
        menu.words.triggered.connect(self._open_words)
        menu.parts.triggered.connect(self.parts_wanted)
        menu.about.triggered.connect(self._open_about)
        menu.quit.triggered.connect(window.close)
        menu.full_screen.triggered.connect(self._turn_full_screen)
        menu.aboutToShow.connect(self._on_menu_shown)
        for action, by in ((menu.larger, 1), (menu.smaller, -1), (menu.normal, 0)):
            action.triggered.connect(lambda _=False, by=by: appearance.use_text_size(scale.step(by)))

    def connect_documents(self, documents: Documents) -> None:
        """Open… asks for a document."""
        self._menu.open.triggered.connect(documents.ask)

    def connect_history(self, place: HistoryPlace, steps: QUndoStack) -> None:
        """History shows and closes it, Undo and Redo go through the steps."""
        self._menu.history.toggled.connect(place.show)
        place.left.connect(lambda: self._menu.history.setChecked(False))
        self._menu.undo.triggered.connect(steps.undo)
        self._menu.redo.triggered.connect(steps.redo)
        self._menu.follow(steps)

    def show_dialog(self, dialog: QDialog) -> None:
        """Show a dialog; it goes when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_settings(self) -> None:
        from parloop_gui.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._appearance, self._window)
        dialog.finished.connect(self._refresh)
        self.show_dialog(dialog)

    def _open_failure_lab(self) -> None:
        from parloop_gui.ui.failure_lab.dialog import FailureLab

        pythons = self._chosen.pythons()
        if pythons:
            self.show_dialog(FailureLab(pythons[0], self._window))

    def _open_words(self) -> None:
        from parloop_gui.ui.words.words_page import WordsPage

        page = WordsPage(self._window)
        page.parts_wanted.connect(self.parts_wanted)
        self.show_dialog(page)

    def _open_about(self) -> None:
        from parloop_gui.ui.settings.about_dialog import AboutDialog

        self.show_dialog(AboutDialog(self._window))

    def _turn_full_screen(self) -> None:
        """There and back; a window that filled its screen before, as a maximised one does, does so again."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _on_menu_shown(self) -> None:
        """A fault beside what is measured would be measured with it."""
        self._menu.failure_lab.setEnabled(bool(self._chosen.pythons()) and not self._session.is_busy)
