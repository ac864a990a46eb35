"""The theme in force: one object holds it, and says when it or the text size has become another.

Painters ask for `theming.theme` when they paint. Nobody keeps a theme, so none can be the old one: with the new style
sheet Qt has every widget paint itself anew. Only what was reckoned beforehand from the theme or the text size (a fixed
height, a colour within a text) is connected to `changed`; such a connection ends with the widget.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from parloop_gui.ui.drawing.colours import LIGHT, Theme
from parloop_gui.ui.style.qt_painter import measure_with_qt
from parloop_gui.ui.style.scale import scaled
from parloop_gui.ui.style.sheet import style_sheet
from parloop_gui.ui.style.theme import bring_own_fonts, font, palette


class Theming(QObject):
    """Dresses the application."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._has_own_fonts = False

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._theme

    def prepare(self, theme: Theme) -> None:
        """What widgets are made with: font and palette. The sheet may come once they are made, which is faster."""
        self._theme = theme
        app = _application()
        if not self._has_own_fonts:
            self._has_own_fonts = True
            bring_own_fonts()
        app.setFont(_application_font())
        app.setPalette(palette(theme))
        measure_with_qt()

    def dress(self) -> None:
        """Dress the widgets that there are, and those that come."""
        _application().setStyleSheet(style_sheet(self._theme))

    def change(self, theme: Theme) -> None:
        """Go over to this theme, and to the text size in force."""
        self.prepare(theme)
        self.dress()
        self.changed.emit()


theming = Theming()


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("There is no application to dress.")
    return app


def _application_font() -> QFont:
    made = QFont(font(12))
    made.setPixelSize(scaled(12))
    return made
