"""Fonts, the palette and where the resources are; the colours themselves stand in `ui/drawing/colours`."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

from parloop_gui.engine.protocol.presence import is_folder
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme


def theme_for(setting: str) -> Theme:
    """The theme for "light" or "dark", else the system's; light where the system does not say."""
    if setting in _THEMES:
        return _THEMES[setting]
    return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


_THEMES = {"light": LIGHT, "dark": DARK}


# Where it is installed or the package brings it; else the system's own font, by whose metrics all is laid out.
FAMILY = "Inter"


def bring_own_fonts() -> None:
    """Make known the font files that a package brings; there are none from source, where the system's fonts do."""
    folder = resources() / "fonts"
    if is_folder(folder):
        for file in sorted(folder.iterdir()):
            QFontDatabase.addApplicationFont(str(file))


@functools.cache
def font(pixels: int, weight: int = 400) -> QFont:
    """The interface font in pixels, with tabular figures; Inter where there is one. Kept: painters ask often.

    No ligatures: whoever copies from a PDF or searches it would find "Eﬀort".
    """
    made = QFont([FAMILY, *QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()])
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setFeature(QFont.Tag("liga"), 0)
    if pixels >= 20:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.25)
    return made


def code_font(pixels: int = 11) -> QFont:
    """The system's fixed font, or one that is certainly fixed."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if not QFontInfo(made).fixedPitch():
        made = QFont("DejaVu Sans Mono")
        made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPixelSize(pixels)
    return made


def resources() -> Path:
    """The folder of icons and style files: inside an installed package, else beside it."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "resources"
    return inside if is_folder(inside) else package.parent / "resources"


def palette(theme: Theme) -> QPalette:
    """What Fusion draws with where the style sheet says nothing."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.t1),
        (role.Base, theme.field),
        (role.AlternateBase, theme.sunken),
        (role.Text, theme.t1),
        (role.Button, theme.surface),
        (role.ButtonText, theme.t1),
        (role.BrightText, theme.on_accent),
        (role.ToolTipBase, theme.surface),
        (role.ToolTipText, theme.t1),
        (role.PlaceholderText, theme.t3),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent_text),
        (role.Mid, theme.border2),
        (role.Dark, theme.border2),
        (role.Light, theme.surface),
        (role.Shadow, theme.border2),
    ):
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.disabled))
    return made
