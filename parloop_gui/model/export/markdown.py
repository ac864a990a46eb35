"""`.md`: the verdict, the table and the settings, for an issue, a pull request or a README."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.questions import table
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.report.report import COLUMNS, RIGHT, Report, report


def render(comparison: Comparison) -> bytes:
    """The report as Markdown, UTF-8."""
    made = report(comparison)
    parts = [
        f"# {_text(made.headline)}",
        _text(made.figure) and f"**{_text(made.figure)}**",
        _paragraph(made.because),
        _paragraph(" · ".join(made.tags)),
        *_tables(comparison, made),
        _pairs("The second loop in the same pool", made.kept_open),
        _pairs("With less handed over", made.remedies),
        _pairs("Ended badly", made.endings),
        _pairs("Not available here", made.unavailable),
        _bullets("Advice", made.advice),
        _pairs("Settings", made.settings),
        _paragraph(made.finish),
        "Medians of the rounds with their 95% intervals. At once: how many tasks can be under way.",
    ]
    return ("\n\n".join(filter(None, parts)) + "\n").encode("utf-8", "replace")


def _tables(comparison: Comparison, made: Report) -> Iterator[str]:
    """A line for each place of a question; else a line for each strategy, by Python."""
    question = question_of(comparison.plan)
    if question is not None:
        yield _table(table.header(question), table.RIGHT, list(table.lines(comparison.rows, question)))
        return
    for title, rows in made.table:
        yield title and f"**{_text(title)}**"
        yield _table(COLUMNS, RIGHT, rows)


def _table(columns: Sequence[str], right: Sequence[bool], rows: Sequence[Sequence[str]]) -> str:
    rule = [("---:" if is_right else "---") for is_right in right]
    lines = [columns, rule, *([_text(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _pairs(title: str, pairs: Sequence[tuple[str, str]]) -> str:
    return _list(title, [f"**{_text(name)}**: {_text(value)}" for name, value in pairs])


def _bullets(title: str, texts: Sequence[str]) -> str:
    return _list(title, [_paragraph(text) for text in texts])


def _list(title: str, lines: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _text(text: str) -> str:
    """The text on one line, with what Markdown or HTML would take for its own escaped."""
    return re.sub(r"([\\`*_|<>\[\]#~&$])", r"\\\1", one_line(text))


def _paragraph(text: str) -> str:
    """The same where it begins a line: there a dash or a number would begin a list, and dashes alone are a rule."""
    return re.sub(r"^(\d*)([-+=.)])(?=[ =-]|$)", r"\1\\\2", _text(text))
