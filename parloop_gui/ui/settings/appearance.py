"""How the window looks to its user: System, Light or Dark, and the text size. Both are remembered."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication

from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import dress_application, prepare_application
from parloop_gui.ui.style.theme import Theme, theme_for

THEMES = {"system": "System", "light": "Light", "dark": "Dark"}


class Appearance(QObject):
    """Dresses the application; `changed` tells windows to fit themselves and what they paint."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = QSettings("parloop", "parloop")
        kept = str(self._settings.value("theme", "system"))
        self._setting = kept if kept in THEMES else "system"
        scale.set_factor(_factor(self._settings.value("text-size", 1.0)))
        prepare_application(self.theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    @property
    def setting(self) -> str:
        """What was chosen: "system", "light" or "dark"."""
        return self._setting

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return theme_for(self._setting)

    def dress(self) -> None:
        """Dress the widgets that there are, and those that come."""
        dress_application(self.theme)

    def use_theme(self, setting: str) -> None:
        """Dress in "system", "light" or "dark", now and from now on."""
        if setting in THEMES:
            self._setting = setting
            self._settings.setValue("theme", setting)
            self._dress()

    def use_text_size(self, factor: float) -> None:
        """Show everything so much larger than at 100%, now and from now on."""
        scale.set_factor(factor)
        self._settings.setValue("text-size", scale.factor())
        self._dress()

    def _dress(self) -> None:
        prepare_application(self.theme)
        self.dress()
        self.changed.emit()

    def _on_system_scheme(self, scheme: Qt.ColorScheme) -> None:
        if self._setting == "system":
            self._dress()


def _factor(kept: object) -> float:
    with contextlib.suppress(ValueError):
        return float(str(kept))
    return 1.0
