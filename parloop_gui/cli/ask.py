"""`parloop ask`: one question about a loop; the sentence first, then the curves as a table, then what it stands on."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import TextIO

from parloop_gui.bridge.interpreters.every_python import under_every_python
from parloop_gui.cli.ask_map import ask_map
from parloop_gui.cli.compare import carry_out
from parloop_gui.cli.planning import plan_of
from parloop_gui.cli.report_text import WIDEST, harmless_report, settings_lines
from parloop_gui.cli.terminal import Painter, columns, harmless, wrapped
from parloop_gui.cli.usage import UsageError
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.questions.asking import QUESTIONS, asked, question_of, usual_strategies
from parloop_gui.model.questions.question import Question
from parloop_gui.model.questions.table import RIGHT, header, lines
from parloop_gui.model.questions.typed import typed_values
from parloop_gui.model.report.report import report


def ask(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Ask that question; the exit status. Raises UsageError before anything is measured."""
    if arguments.question == "map":
        return ask_map(arguments, out)
    if arguments.loop is None:
        raise UsageError("Still to be named: LOOP.")
    if arguments.again:
        raise UsageError("--again is for the map, which is kept; everything else is measured anew.")
    return carry_out(asked_plan(arguments), arguments, out, answer_text)


def asked_plan(arguments: argparse.Namespace) -> Plan:
    """The plan that answers the question about the loop; raises UsageError."""
    question = QUESTIONS[arguments.question]
    builtin = arguments.loop if _is_builtin(arguments.loop) else None
    arguments.strategies = arguments.strategies or ",".join(usual_strategies(question, builtin))
    return _plan(question, arguments)


def _plan(question: Question, arguments: argparse.Namespace) -> Plan:
    most = question.most_pythons
    if most is not None and len(arguments.python) > most:
        under, name = ("one Python", "one") if most == 1 else ("two Pythons at most", "no more")
        raise UsageError(f"This question is asked under {under}: leave --python out, or name {name}.")
    if arguments.values is not None and question.is_of_pythons:
        raise UsageError("--python says which Pythons: leave --values out.")
    if arguments.memory is not None and not question.weighs:
        raise UsageError("--memory is for the question of workers: how many of them fit into it.")
    if question.slug == "items" and arguments.items is not None and _is_builtin(arguments.loop):
        raise UsageError("--values says how many items: leave --items out.")
    items = question.items_of(arguments.loop) if _is_builtin(arguments.loop) else None
    if arguments.items is None and items is not None:
        arguments.items = str(items)
    try:
        values = typed_values(question, arguments.values) if arguments.values is not None else None
        plan = plan_of(arguments)
        if question.is_of_pythons and not arguments.python:
            plan, left_out = under_every_python(plan)
            for sentence in left_out:
                print(f"parloop: {harmless(sentence)}", file=sys.stderr)
        return asked(plan, question, values, arguments.memory)
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
    if question is None or not question.is_of_pythons:  # which Python has what is the question itself
        parts.append([f"{painter.paint(name, 'quiet')}: {sentence}" for name, sentence in content.unavailable])
    parts.append(list(settings_lines(content, painter, width)))
    parts.append([content.finish])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
