"""What a person does besides comparing, as page objects: menus, dialogs, documents, folded panels."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QMessageBox, QWidget

from parloop_gui.model.document.write import encode, to_document
from parloop_gui.ui.settings.about_dialog import AboutDialog
from parloop_gui.ui.settings.dialog import SettingsDialog
from tests.helpers.comparisons.scenes import IO
from tests.ui.pages import WindowPage

Dialog = TypeVar("Dialog", bound=QDialog)
PLACE = QPointF(100, 100)
COPY, NO_BUTTON, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


class Habits:
    """One open window."""

    def __init__(self, page: WindowPage) -> None:
        self.page, self.window = page, page.window
        self.menu = page.window.top.menu

    # menu

    def titles(self, menu: QMenu | None = None) -> list[str]:
        """What the ⋯ menu, or one below it, offers."""
        return [action.text() for action in (menu or self.menu).actions() if not action.isSeparator()]

    def submenu(self, title: str) -> QMenu:
        """One of the menus below ⋯, filled as when it opens."""
        menus = (action.menu() for action in self.menu.actions() if action.text() == title)
        found: object = next(menus)
        assert isinstance(found, QMenu)
        found.aboutToShow.emit()
        return found

    def open_menu(self) -> None:
        """Click ⋯; menus block in a loop of their own, so it is shown without one."""
        self.menu.popup(self.window.mapToGlobal(self.window.rect().center()))
        assert self.menu.isVisible()

    def trigger(self, action: QAction) -> None:
        """Choose an entry."""
        assert action.isEnabled()
        action.trigger()

    def key(self, keys: str) -> None:
        """Press keys such as "Ctrl+Z" in the window."""
        QTest.keySequence(self.window, keys)

    # dialogs

    def settings(self) -> SettingsDialog:
        """Open the settings."""
        self.trigger(self.menu.settings)
        return self._dialog(SettingsDialog)

    def about(self) -> AboutDialog:
        """Open About."""
        self.trigger(self.menu.about)
        return self._dialog(AboutDialog)

    def _dialog(self, kind: type[Dialog]) -> Dialog:
        found = next(each for each in self.window.findChildren(kind) if each.isVisible())
        assert isinstance(found, kind)
        return found

    # documents

    def question(self) -> QMessageBox:
        """The question or complaint that is open."""
        box = self.window.documents.question
        assert box is not None
        assert box.isVisible()
        return box

    def answer(self, text: str) -> None:
        """Click the button whose text begins so."""
        buttons: list[QAbstractButton] = self.question().buttons()
        self.page.click(next(button for button in buttons if button.text().replace("&", "").startswith(text)))

    def drag(self, path: Path, on: QWidget | None = None) -> bool:
        """Drag a file over the window, or over a part of it; whether it would take it."""
        self._dragged = QMimeData()
        self._dragged.setUrls([QUrl.fromLocalFile(str(path))])
        enter = QDragEnterEvent(PLACE.toPoint(), COPY, self._dragged, NO_BUTTON, NO_KEY)
        enter.ignore()
        QApplication.sendEvent(on or self.window, enter)
        return enter.isAccepted()

    def drag_away(self) -> None:
        """Drag it out of the window again."""
        QApplication.sendEvent(self.window, QDragLeaveEvent())

    def drop(self, path: Path, on: QWidget | None = None) -> bool:
        """Drop a file on the window, or on a part of it; whether it takes it."""
        if not self.drag(path, on):
            return False
        QApplication.sendEvent(on or self.window, QDropEvent(PLACE, COPY, self._dragged, NO_BUTTON, NO_KEY))
        QApplication.processEvents()
        return True

    # keyboard

    def tab_order(self) -> list[str]:
        """The names of what Tab reaches, one round from Compare on."""
        first: QWidget = self.window.top.compare
        first.setFocus(Qt.FocusReason.TabFocusReason)
        names = [_name(first)]
        while True:
            QTest.keyClick(self.window.focusWidget(), Qt.Key.Key_Tab)
            now = self.window.focusWidget()
            if now is first or len(names) > 60:
                return names
            names.append(_name(now))


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__


def document(tmp_path: Path, name: str = "kept.parloop") -> Path:
    """A file with a comparison of a loop that waits."""
    path = tmp_path / name
    path.write_bytes(encode(to_document(IO.comparison(12))))
    return path
