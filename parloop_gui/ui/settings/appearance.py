"""How the window looks to its user: System, Light or Dark, and the text size. Both are remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from parloop_gui.ui.settings.preferences import ThemeSetting, preferences
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import dress_application, prepare_application
from parloop_gui.ui.style.theme import Theme, theme_for


class Appearance(QObject):
    """Dresses the application; `changed` tells windows to fit themselves and what they paint."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setting = preferences.theme
        scale.set_factor(preferences.text_size)
        prepare_application(self.theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    @property
    def setting(self) -> ThemeSetting:
        """What was chosen."""
        return self._setting

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return theme_for(self._setting)

    def dress(self) -> None:
        """Dress the widgets that there are, and those that come."""
        dress_application(self.theme)

    def use_theme(self, setting: ThemeSetting) -> None:
        """Dress in this theme, now and from now on."""
        preferences.theme = self._setting = setting
        self._dress()

    def use_text_size(self, factor: float) -> None:
        """Show everything so much larger than at 100%, now and from now on."""
        scale.set_factor(factor)
        preferences.text_size = scale.factor()
        self._dress()

    def _dress(self) -> None:
        prepare_application(self.theme)
        self.dress()
        self.changed.emit()

    def _on_system_scheme(self, scheme: Qt.ColorScheme) -> None:
        if self._setting == "system":
            self._dress()
