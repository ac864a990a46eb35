"""The fonts that the window is looked at in: Inter, which the packages bring, and the wide DejaVu Sans."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from parloop_gui.ui.style import theme
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming

FAMILIES = ("DejaVu Sans", "Inter")
# Where a build of the package leaves Inter.
_BUILT = Path(__file__).resolve().parents[3] / "build" / "fonts"


def is_here(family: str) -> bool:
    """Whether this machine, or a build of the package on it, has the font."""
    if family not in QFontDatabase.families():
        for file in _BUILT.rglob(f"{family}-*.otf"):
            QFontDatabase.addApplicationFont(str(file))
    return family in QFontDatabase.families()


def use(family: str) -> None:
    """Set the window in this font from now on."""
    theme.FAMILY = family
    font.cache_clear()
    theming.change(theming.theme)
