"""The command line: what was typed goes in, text and an exit status come out; no display is needed.

arguments ─► planning ─► measure ─► report_text, files
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from parloop_gui.cli.arguments import parser
from parloop_gui.cli.usage import UsageError
from parloop_gui.exit_status import ExitStatus


def main(argv: list[str], serve: Callable[[Path], int] | None = None) -> int:
    """Do what was typed; an ExitStatus, or the window's own where that was opened.

    `serve` serves an agent's client from a folder: it goes by what is typed here, so that it is not imported here.
    """
    _speak_utf8()
    try:
        arguments = parser(argv).parse_args(argv)
        status = serve(arguments.root) if arguments.command == "mcp" and serve is not None else _obey(arguments)
        sys.stdout.flush()
    except UsageError as error:
        print(f"parloop: {error}", file=sys.stderr)
        return ExitStatus.WRONG_USE
    except SystemExit as leaving:  # argparse after --help and --version
        return leaving.code if isinstance(leaving.code, int) else ExitStatus.DONE
    except KeyboardInterrupt:
        return ExitStatus.STOPPED
    except BrokenPipeError:
        _forget_stdout()
        return ExitStatus.DONE
    except OSError as error:  # a full disk, no temporary folder, no more processes
        print(f"parloop: {error.strerror or error}{f': {error.filename}' if error.filename else ''}.", file=sys.stderr)
        _forget_stdout()
        return ExitStatus.SOME_FAILED
    return status


def _obey(arguments: argparse.Namespace) -> int:
    if arguments.command == "compare":
        from parloop_gui.cli.compare import compare

        return compare(arguments, sys.stdout)
    if arguments.command == "ask":
        from parloop_gui.cli.ask import ask

        return ask(arguments, sys.stdout)
    if arguments.command == "what-if":
        from parloop_gui.cli.what_if import say_what_if

        return say_what_if(arguments, sys.stdout)
    if arguments.command in ("export", "report", "open"):
        from parloop_gui.cli import files

        if arguments.command == "report":
            return files.report_document(arguments, sys.stdout)
        return files.export_document(arguments) if arguments.command == "export" else files.open_document(arguments)
    from parloop_gui.cli import listings

    lists = {
        "strategies": listings.list_strategies,
        "loops": listings.list_loops,
        "pythons": listings.list_pythons,
    }
    lists[arguments.command](arguments.json, sys.stdout)
    return ExitStatus.DONE


def _speak_utf8() -> None:
    """× and · in every locale; what a stream can't hold becomes a question mark, never an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _forget_stdout() -> None:
    """Whoever read it has left (`parloop … | head`); the interpreter must not complain when it closes the stream."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
