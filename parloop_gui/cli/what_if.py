"""`parloop what-if`: what a loop would take if it were another, by a comparison that is made or was kept."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TextIO

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.cli.arguments import parser
from parloop_gui.cli.compare import carry_out, write_files
from parloop_gui.cli.files import to_share
from parloop_gui.cli.pictures import formats_for
from parloop_gui.cli.planning import plan_of
from parloop_gui.cli.report_text import WIDEST
from parloop_gui.cli.terminal import Painter, columns, harmless, wrapped
from parloop_gui.cli.usage import UsageError
from parloop_gui.engine.protocol.presence import expanded
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import read
from parloop_gui.model.document.write import encode
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import PAGE, check_target
from parloop_gui.model.forecast.costs import Costs
from parloop_gui.model.what_if.answer import WhatIf, what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.keeping import with_what_if
from parloop_gui.model.what_if.table import HEADER, RIGHT, lines
from parloop_gui.model.wording.units import listed

# A report holds its document.
DOCUMENTS = (".parloop", ".json", PAGE)
FORMAT, VERSION = "parloop-what-if", 1

# What a document is asked with; everything else that can be typed is about measuring.
_OF_DOCUMENTS = frozenset(
    (
        *("then_items", "task_time", "cores", "item_bytes", "no_gil", "json", "command", "loop"),
        *("export", "theme", "without_code"),
    )
)
_OPTIONS = {"items": "--over", "module": "-m"}


def say_what_if(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Say what would be; the exit status. Raises UsageError before anything is measured."""
    changes = Changes(
        arguments.then_items, arguments.task_time, arguments.cores, arguments.item_bytes, no_gil=arguments.no_gil
    )
    if changes.are_none:
        raise UsageError("Say what would be otherwise: --items, --task-time, --cores, --bytes or --no-gil.")
    is_document = arguments.loop.lower().endswith(DOCUMENTS)
    if is_document:
        _refuse_measuring(arguments)
    is_json, arguments.json = arguments.json, False

    def found_of(comparison: Comparison) -> WhatIf:
        return what_if(basis_of(comparison, _costs(comparison)), changes)

    def text_of(comparison: Comparison, out: TextIO) -> str:
        found = found_of(comparison)
        return encoded(found) if is_json else what_if_text(found, out)

    def completed(comparison: Comparison) -> Comparison:
        return with_what_if(comparison, found_of(comparison))

    if not is_document:
        return carry_out(plan_of(arguments), arguments, out, text_of, completed)
    return _of_document(arguments, out, text_of, completed)


def _of_document(
    arguments: argparse.Namespace,
    out: TextIO,
    text_of: Callable[[Comparison, TextIO], str],
    completed: Callable[[Comparison], Comparison],
) -> ExitStatus:
    """Say it of a saved comparison, which stays as it is: what is exported holds what was said, too."""
    try:
        formats = formats_for(arguments.export, arguments.theme)
        for path in arguments.export:
            check_target(path, formats)
    except ExportError as error:
        raise UsageError(str(error)) from None
    comparison = _kept(arguments.loop)
    problems = write_files(to_share(completed(comparison), arguments), arguments.export, formats)
    out.write(text_of(comparison, out))
    for problem in problems:
        print(f"parloop: {problem}", file=sys.stderr)
    return ExitStatus.WRONG_USE if problems else ExitStatus.DONE


def _refuse_measuring(arguments: argparse.Namespace) -> None:
    """Raise UsageError for what is said of measuring where nothing is measured."""
    usual = vars(parser(["what-if"]).parse_args(["what-if", "any"]))
    typed = [name for name, value in vars(arguments).items() if name not in _OF_DOCUMENTS and value != usual.get(name)]
    if typed:
        options = listed([_OPTIONS.get(name, f"--{name.replace('_', '-')}") for name in typed])
        raise UsageError(f"What if takes a document as it is: leave {options} out.")


def _kept(name: str) -> Comparison:
    """The comparison of that document; raises UsageError."""
    try:
        comparison = read(expanded(name)).comparison
    except DocumentError as error:
        raise UsageError(str(error)) from None
    if comparison.plan.asked is not None:
        # Its rows stand along an axis: other items, workers or tasks than its loop's, each under one name.
        raise UsageError("This document is the answer to a question of parloop ask: what if starts from a comparison.")
    return comparison


def _costs(comparison: Comparison) -> Costs:
    """What strategies cost on this machine; nothing where the comparison may have been made on another."""
    python = comparison.plan.pythons[0]
    return KeptCosts().of(python) if python.path else Costs()


def encoded(found: WhatIf) -> str:
    """It as JSON, with all figures and the ends of their 80% intervals."""
    return encode({"format": FORMAT, "version": VERSION, **asdict(found)}).decode()


def what_if_text(found: WhatIf, out: TextIO) -> str:
    """The sentence, a line for each strategy, what else there is to say, in the colours that `out` can show."""
    painter, width = Painter(out), min(WIDEST, shutil.get_terminal_size().columns)
    parts = [[painter.paint(wrapped(harmless(found.sentence), width), "strong")]]
    if found.expected:
        top, *rows = columns([HEADER, *(tuple(map(harmless, row)) for row in lines(found))], RIGHT)
        parts.append([painter.paint(top, "quiet"), *rows])
    parts.append([wrapped(f"- {harmless(text)}", width, "  ") for text in found.also])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
