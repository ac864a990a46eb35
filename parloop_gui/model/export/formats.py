"""Which file ending means which format, and writing a file whole or not at all.

What makes a format is imported when one is made: menus and arguments need the endings alone, and need them early.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.model.document.fields import shown_path
from parloop_gui.model.document.whole_file import check_writable, write_whole
from parloop_gui.model.export.errors import ExportError

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison

Render = Callable[["Comparison"], bytes]

# What is painted: the report, which needs no Qt for it, and pictures, which do.
PAGE = ".html"
PICTURES = (".png", ".svg", ".pdf")


def _document(comparison: Comparison) -> bytes:
    from parloop_gui.model.document.write import encode, to_document

    return encode(to_document(comparison))


def _csv_table(comparison: Comparison) -> bytes:
    from parloop_gui.model.export import csv_table

    return csv_table.render(comparison)


def _markdown(comparison: Comparison) -> bytes:
    from parloop_gui.model.export import markdown

    return markdown.render(comparison)


def _script(comparison: Comparison) -> bytes:
    from parloop_gui.model.export import script

    return script.render(comparison)


def _patch(comparison: Comparison) -> bytes:
    from parloop_gui.model.export import script

    return script.render_patch(comparison)


def _pyperf(comparison: Comparison) -> bytes:
    from parloop_gui.model.export import pyperf

    return pyperf.render(comparison)


def _trace(comparison: Comparison) -> bytes:
    from parloop_gui.model.export import trace

    return trace.render(comparison)


# By file ending: what is text. Whoever composes adds what makes pictures.
FORMATS: dict[str, Render] = {
    ".parloop": _document,
    ".json": _document,
    ".csv": _csv_table,
    ".md": _markdown,
    ".py": _script,
    ".patch": _patch,
    ".trace.json": _trace,
    ".pyperf.json": _pyperf,
}


# Everything there is to write.
ENDINGS = (*FORMATS, PAGE, *PICTURES)


def is_picture(path: Path) -> bool:
    """Whether a file of this name takes a painter."""
    return path.name.lower().endswith(PICTURES)


def format_of(path: Path, formats: Mapping[str, Render] = FORMATS) -> Render:
    """How a file of this name is made; raises ExportError."""
    name = path.name.lower()
    endings = sorted((ending for ending in formats if name.endswith(ending)), key=len)
    if not endings and is_picture(path):
        raise ExportError(f"Can't export {shown_path(path)}: pictures are made by parloop export, and by the window.")
    if not endings or name == endings[-1]:
        known = ", ".join(ENDINGS)
        raise ExportError(f"Can't export {shown_path(path)}: its ending must be one of {known}.")
    return formats[endings[-1]]


def check_target(path: Path, formats: Mapping[str, Render] = FORMATS) -> None:
    """Whether `path` can be written and has a known ending, without touching what is there; raises ExportError."""
    format_of(path, formats)
    try:
        check_writable(path)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def export(comparison: Comparison, path: Path, formats: Mapping[str, Render] = FORMATS) -> None:
    """Write the comparison in the format of the file's ending; an old file stays whole until the new one is there.

    Raises ExportError.
    """
    data = format_of(path, formats)(comparison)
    try:
        write_whole(path, data)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: Exception) -> ExportError:
    reason = getattr(error, "strerror", None) or "that is no file name"
    return ExportError(f"Can't write {shown_path(path)}: {reason.lower()}.")
