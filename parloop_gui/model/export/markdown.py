"""`.md`: the verdict, the table and the settings, for an issue, a pull request or a README."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.questions import table
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.report.report import COLUMNS, RIGHT, ReportContent, report
from parloop_gui.model.wording.markdown_text import paragraph, text


def render(comparison: Comparison) -> bytes:
    """The report as Markdown, UTF-8."""
    made = report(comparison)
    parts = [
        f"# {text(made.headline)}",
        text(made.figure) and f"**{text(made.figure)}**",
        paragraph(made.because),
        paragraph(" · ".join(made.tags)),
        *_tables(comparison, made),
        _pairs("The second loop in the same pool", made.kept_open),
        _pairs("With less handed over", made.remedies),
        _pairs("Ended badly", made.endings),
        _pairs("Not available here", made.unavailable),
        _bullets("Advice", made.advice),
        _bullets("What if", made.what_ifs),
        _pairs("Settings", made.settings),
        paragraph(made.finish),
        "Medians of the rounds with their 95% intervals. At once: how many tasks can be under way.",
    ]
    return ("\n\n".join(filter(None, parts)) + "\n").encode("utf-8", "replace")


def _tables(comparison: Comparison, made: ReportContent) -> Iterator[str]:
    """A line for each place of a question; else a line for each strategy, by Python."""
    question = question_of(comparison.plan)
    if question is not None:
        yield _table(table.header(question), table.RIGHT, list(table.lines(comparison.rows, question)))
        return
    for title, rows in made.table:
        yield title and f"**{text(title)}**"
        yield _table(COLUMNS, RIGHT, rows)


def _table(columns: Sequence[str], right: Sequence[bool], rows: Sequence[Sequence[str]]) -> str:
    rule = [("---:" if is_right else "---") for is_right in right]
    lines = [columns, rule, *([text(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _pairs(title: str, pairs: Sequence[tuple[str, str]]) -> str:
    return _list(title, [f"**{text(name)}**: {text(value)}" for name, value in pairs])


def _bullets(title: str, texts: Sequence[str]) -> str:
    return _list(title, [paragraph(each) for each in texts])


def _list(title: str, lines: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""
