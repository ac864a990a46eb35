"""`parloop export`, `parloop report` and `parloop open`: what to do with a saved comparison."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from parloop_gui.cli.pictures import formats_for, report_page
from parloop_gui.cli.terminal import harmless
from parloop_gui.cli.usage import UsageError
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.document.fields import DocumentError, shown_path
from parloop_gui.model.document.read import read
from parloop_gui.model.export import markdown
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import PAGE, export

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison


def to_share(comparison: Comparison, arguments: argparse.Namespace) -> Comparison:
    """The comparison of which files are made and printed: without code and paths where that was asked for."""
    if not arguments.without_code:
        return comparison
    from parloop_gui.bridge.host.own_names import own_names
    from parloop_gui.model.document.without_code import without_code

    return without_code(comparison, own_names())


def export_document(arguments: argparse.Namespace) -> ExitStatus:
    """Write a saved comparison in other formats; nothing is written unless all can be. Raises UsageError."""
    try:
        comparison = to_share(read(arguments.document).comparison, arguments)
        formats = formats_for(arguments.files, arguments.theme)
        for path in arguments.files:
            export(comparison, path, formats)
    except (DocumentError, ExportError) as error:
        raise UsageError(str(error)) from None
    return ExitStatus.DONE


def report_document(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Write the report of a saved comparison beside it, or print it as Markdown. Raises UsageError."""
    try:
        comparison = to_share(read(arguments.document).comparison, arguments)
        if arguments.markdown:
            out.write(harmless(markdown.render(comparison).decode()))
            return ExitStatus.DONE
        path = arguments.output or _beside(arguments.document)
        export(comparison, path, {PAGE: report_page})
    except (DocumentError, ExportError) as error:
        raise UsageError(str(error)) from None
    print(path, file=out)
    return ExitStatus.DONE


def _beside(document: Path) -> Path:
    """Where the report of a document goes; raises UsageError where that is the document itself."""
    if document.suffix.lower() == PAGE:
        raise UsageError(f"{shown_path(document)} is a report already; --output names another file.")
    return document.with_suffix(PAGE)


def open_document(arguments: argparse.Namespace) -> int:
    """Open a saved comparison in the window; the window's exit status. Raises UsageError."""
    try:
        read(arguments.document)
    except DocumentError as error:
        raise UsageError(str(error)) from None
    from parloop_gui import app

    return app.run([str(arguments.document)])
