"""What is painted from the command line: the report by itself, pictures by Qt, loaded only when one was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.cli.usage import UsageError
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS, PAGE, Render, check_target, is_picture

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from parloop_gui.model.comparison.comparison import Comparison

# Qt's application object has to live as long as anything is drawn.
_kept: list[QGuiApplication] = []


def formats_for(paths: Iterable[Path], theme: str) -> Mapping[str, Render]:
    """The formats for these files, pictures in the theme "light" or "dark".

    Raises UsageError where Qt can't draw, or where one of the files can't be written: who waited for minutes must not
    learn it afterwards.
    """
    asked_for = tuple(paths)
    formats = _formats([path for path in asked_for if is_picture(path)], theme)
    try:
        for path in asked_for:
            check_target(path, formats)
    except ExportError as error:
        raise UsageError(str(error)) from None
    return formats


def _formats(asked_for: list[Path], theme: str) -> Mapping[str, Render]:
    if not asked_for:
        return {**FORMATS, PAGE: report_page}
    _load_qt(asked_for[0])
    from parloop_gui.ui.export.pictures import picture_formats
    from parloop_gui.ui.style.theme import theme_for

    return {**FORMATS, PAGE: report_page, **picture_formats(theme_for(theme))}


def report_page(comparison: Comparison) -> bytes:
    """The report; what draws it is loaded only when one is asked for."""
    from parloop_gui.ui.report import page

    return page.render(comparison)


def _load_qt(path: Path) -> None:
    try:
        from PySide6 import QtSvg  # noqa: F401 - not all builds of PySide6 have it
        from PySide6.QtGui import QFontMetricsF, QGuiApplication
    except ImportError as error:
        from parloop_gui.no_window import why_no_qt

        raise UsageError(f"{why_no_qt(error, 'A picture').rstrip(';')}.") from None
    if QGuiApplication.instance() is None:
        _kept.append(QGuiApplication(["parloop", "-platform", "offscreen"]))
    from parloop_gui.ui.style.theme import font

    # Without fonts Qt still lists families, and draws boxes. Whether there is a letter is the same at every size.
    if not QFontMetricsF(font(12)).inFontUcs4(ord("a")):
        raise UsageError(f"Can't draw {path.name}: no font is installed here; install one, such as fonts-dejavu-core.")
