"""How the window looks to its user: System, Light or Dark, and the text size. Both are remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from parloop_gui.ui.settings.preferences import ThemeSetting, preferences
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.theme import theme_for
from parloop_gui.ui.style.theming import theming


def prepare_application() -> None:
    """Fonts, palette and text size as they were last; whoever makes widgets then has `theming` dress them.

    Before the window itself is made: what is made within one that has the system's font keeps that.
    """
    scale.set_factor(preferences.text_size)
    theming.prepare(theme_for(preferences.theme))


class Appearance(QObject):
    """What was chosen, and changes of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setting = preferences.theme
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    @property
    def setting(self) -> ThemeSetting:
        """What was chosen."""
        return self._setting

    def use_theme(self, setting: ThemeSetting) -> None:
        """Dress in this theme, now and from now on."""
        preferences.theme = self._setting = setting
        theming.change(theme_for(setting))

    def use_text_size(self, factor: float) -> None:
        """Show everything so much larger than at 100%, now and from now on."""
        scale.set_factor(factor)
        preferences.text_size = scale.factor()
        theming.change(theme_for(self._setting))

    def _on_system_scheme(self, scheme: Qt.ColorScheme) -> None:
        if self._setting == "system":
            theming.change(theme_for(self._setting))
