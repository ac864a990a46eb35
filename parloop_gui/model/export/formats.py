"""Which file ending means which format, and writing a file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import shown_path
from parloop_gui.model.document.whole_file import check_writable, write_whole
from parloop_gui.model.export import csv_table, document_file, markdown, script, trace
from parloop_gui.model.export.endings import PICTURES
from parloop_gui.model.export.errors import ExportError

Render = Callable[[Comparison], bytes]

FORMATS: dict[str, Render] = {
    ".parloop": document_file.render,
    ".json": document_file.render,
    ".csv": csv_table.render,
    ".md": markdown.render,
    ".py": script.render,
    ".trace.json": trace.render,
}
"""By file ending: what is text. Whoever composes adds what makes pictures."""


def is_picture(path: Path) -> bool:
    """Whether a file of this name takes a painter."""
    return path.name.lower().endswith(PICTURES)


def format_of(path: Path, formats: Mapping[str, Render] = FORMATS) -> Render:
    """How a file of this name is made; raises ExportError."""
    name = path.name.lower()
    endings = sorted((ending for ending in formats if name.endswith(ending)), key=len)
    if not endings or name == endings[-1]:
        known = ", ".join((*FORMATS, *PICTURES))
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
