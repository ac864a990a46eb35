"""`parloop ask`: one question about a loop; the sentence first, then the curves as a table, then what it stands on."""

from __future__ import annotations

import argparse
import shutil
from typing import TextIO

from parloop_gui.cli.compare import carry_out
from parloop_gui.cli.planning import plan_of
from parloop_gui.cli.report_text import WIDEST, harmless_report, settings_lines
from parloop_gui.cli.terminal import Painter, columns, harmless, wrapped
from parloop_gui.cli.usage import UsageError
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.comparison.answered import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.questions.asking import QUESTIONS, asked, question_of, usual_strategies
from parloop_gui.model.questions.question import Question
from parloop_gui.model.questions.table import RIGHT, header, lines
from parloop_gui.model.questions.typed import typed_values
from parloop_gui.model.report.report import report


def ask(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Ask that question; the exit status. Raises UsageError before anything is measured."""
    question = QUESTIONS[arguments.question]
    builtin = arguments.loop if _is_builtin(arguments.loop) else None
    arguments.strategies = arguments.strategies or ",".join(usual_strategies(question, builtin))
    plan = _plan(question, arguments)
    return carry_out(plan, arguments, out, answer_text)


def _plan(question: Question, arguments: argparse.Namespace) -> Plan:
    if len(arguments.python) > 1:
        raise UsageError("A question is asked under one Python: leave --python out, or name one.")
    if question.slug == "items" and arguments.items is not None and _is_builtin(arguments.loop):
        raise UsageError("--values says how many items: leave --items out.")
    if arguments.items is None and question.items is not None:
        arguments.items = str(question.items)
    try:
        values = typed_values(question, arguments.values) if arguments.values is not None else None
        return asked(plan_of(arguments), question, values)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _is_builtin(loop: str) -> bool:
    return ":" not in loop


def answer_text(comparison: Comparison, out: TextIO) -> str:
    """The sentence, the table and what both stand on, in the colours that `out` can show."""
    painter, width = Painter(out), min(WIDEST, shutil.get_terminal_size().columns)
    question, found = question_of(comparison.plan), answer_in(comparison)
    content = harmless_report(report(comparison))
    parts = [[painter.paint(wrapped(content.headline, width), "strong")]]
    if question is not None:
        table = [tuple(map(harmless, row)) for row in lines(comparison.rows, question)]
        top, *rows = columns([header(question), *table], RIGHT)
        parts.append([painter.paint(top, "quiet"), *rows])
    parts.append([wrapped(f"- {harmless(text)}", width, "  ") for text in found.stands_on])
    parts.append([f"{painter.paint(name, 'bad')}: {sentence}" for name, sentence in content.endings])
    parts.append([f"{painter.paint(name, 'quiet')}: {sentence}" for name, sentence in content.unavailable])
    parts.append(list(settings_lines(content, painter, width)))
    parts.append([content.finish])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
