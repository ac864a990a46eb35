"""The dialogs of the ⋯ menu, each loaded when it is first asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from parloop_gui.ui.settings.appearance import Appearance
from parloop_gui.ui.window.presenter import Presenter
from parloop_gui.ui.window.top_bar import TopBar


class WindowDialogs(QObject):
    """Opens settings, the failure lab and About over the window."""

    def __init__(self, top: TopBar, appearance: Appearance, presenter: Presenter, window: QWidget) -> None:
        super().__init__(window)
        self._top, self._appearance, self._presenter, self._window = top, appearance, presenter, window
        menu = top.menu
        menu.settings.triggered.connect(self._open_settings)
        menu.failure_lab.triggered.connect(self._open_failure_lab)
        menu.about.triggered.connect(self._open_about)
        menu.aboutToShow.connect(self._on_menu_shown)

    def open(self, dialog: QDialog) -> None:
        """Show a dialog; it goes when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_settings(self) -> None:
        from parloop_gui.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._appearance, self._window)
        dialog.finished.connect(self._presenter.refresh)
        self.open(dialog)

    def _open_failure_lab(self) -> None:
        from parloop_gui.ui.failure_lab.dialog import FailureLab

        chosen = self._top.chosen()
        if chosen:
            self.open(FailureLab(chosen[0], self._appearance, self._window))

    def _open_about(self) -> None:
        from parloop_gui.ui.settings.about_dialog import AboutDialog

        self.open(AboutDialog(self._window))

    def _on_menu_shown(self) -> None:
        """A fault beside a comparison would be measured with it."""
        self._top.menu.failure_lab.setEnabled(bool(self._top.chosen()) and not self._presenter.session.running)
