"""`parloop export` and `parloop open`: what to do with a saved comparison."""

from __future__ import annotations

import argparse

from parloop_gui.cli.pictures import formats_for
from parloop_gui.cli.usage import UsageError
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import read
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import check_target, export


def export_document(arguments: argparse.Namespace) -> ExitStatus:
    """Write a saved comparison in other formats; nothing is written unless all can be. Raises UsageError."""
    try:
        document = read(arguments.document)
        formats = formats_for(arguments.files, arguments.theme)
        for path in arguments.files:
            check_target(path, formats)
        for path in arguments.files:
            export(document.comparison, path, formats)
    except (DocumentError, ExportError) as error:
        raise UsageError(str(error)) from None
    return ExitStatus.DONE


def open_document(arguments: argparse.Namespace) -> int:
    """Open a saved comparison in the window; the window's exit status. Raises UsageError."""
    try:
        read(arguments.document)
    except DocumentError as error:
        raise UsageError(str(error)) from None
    from parloop_gui import app

    return app.run([str(arguments.document)])
