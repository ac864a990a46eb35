"""Colours, fonts and the one style sheet, light and dark: nothing else in the window names a colour."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

from parloop_gui.engine.protocol.presence import is_folder


class Family(NamedTuple):
    """A strategy family's colours: `mark` for bars and dots, `pale` for waiting, `text` for labels."""

    mark: str
    pale: str
    text: str


class Theme(NamedTuple):
    """One palette; every colour as "#RRGGBB"."""

    dark: bool
    window: str
    surface: str
    field: str
    sunken: str
    hover: str
    select: str
    border: str
    border2: str
    grid: str
    t1: str
    t2: str
    t3: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    accent_pale: str
    tag: str
    on_tag: str
    fail: str
    fail_pale: str
    segment_on: str
    check: str
    on_check: str
    families: dict[str, Family]

    def family(self, name: str) -> Family:
        """The colours of a strategy family, "baseline" for one that is not known."""
        return self.families.get(name, self.families["baseline"])


LIGHT = Theme(
    dark=False,
    window="#F6F6F4",
    surface="#FFFFFF",
    field="#FFFFFF",
    sunken="#F0F0ED",
    hover="#F4F4F1",
    select="#EBEBE7",
    border="#E4E4E0",
    border2="#D3D3CD",
    grid="#EEEEEA",
    t1="#1B1C1F",
    t2="#55585E",
    t3="#676B72",
    disabled="#A3A6AB",
    accent="#0A7B5E",
    accent_hover="#086A51",
    on_accent="#FFFFFF",
    accent_text="#07654D",
    accent_pale="#DDF0EA",
    tag="#E3E5E8",
    on_tag="#3C4046",
    fail="#C2410C",
    fail_pale="#FBE7DD",
    segment_on="#FFFFFF",
    check="#55585E",
    on_check="#FFFFFF",
    families={
        "baseline": Family("#747A82", "#DDDFE2", "#5A5F66"),
        "threads": Family("#E69F00", "#FAE6BC", "#855400"),
        "processes": Family("#0072B2", "#C5DFF0", "#005A8E"),
        "further": Family("#CC79A7", "#F3DEEA", "#8C3F6B"),
    },
)

DARK = Theme(
    dark=True,
    window="#16171A",
    surface="#1D1F22",
    field="#141518",
    sunken="#141518",
    hover="#232529",
    select="#2B2E33",
    border="#2C2F34",
    border2="#3E4249",
    grid="#282B2F",
    t1="#E9EAEC",
    t2="#AEB2B9",
    t3="#8D929A",
    disabled="#5F646C",
    accent="#35B892",
    accent_hover="#4CC7A3",
    on_accent="#06221A",
    accent_text="#5FD0AE",
    accent_pale="#173A31",
    tag="#3A3E45",
    on_tag="#E0E2E5",
    fail="#F08A5D",
    fail_pale="#472A1E",
    segment_on="#2B2E33",
    check="#AEB2B9",
    on_check="#16171A",
    families={
        "baseline": Family("#7C838D", "#3A3E45", "#B4B9C1"),
        "threads": Family("#E9A820", "#4B3D20", "#F2C15A"),
        "processes": Family("#56B4E9", "#24404F", "#86CAF0"),
        "further": Family("#D68DB5", "#4A3442", "#E5B0CD"),
    },
)


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
