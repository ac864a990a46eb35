"""The report as lines for a terminal or a pipe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TextIO

from parloop_gui.cli.terminal import GAP, Painter, cells, columns, harmless, wrapped
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.report.report import BEST, COLUMNS, MARKS, RIGHT, ReportContent, report

# Places of a line of prose: longer ones are hard to read, however wide the terminal is.
WIDEST = 100


def report_text(comparison: Comparison, out: TextIO) -> str:
    """Everything the comparison says, in the colours that `out` can show."""
    painter = Painter(out)
    width = min(WIDEST, shutil.get_terminal_size().columns)
    parts = [list(part) for part in _parts(harmless_report(report(comparison)), painter, width)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _parts(content: ReportContent, painter: Painter, width: int) -> Iterator[Iterator[str]]:
    yield _verdict(content, painter, width)
    yield _table(content, painter)
    yield (f"{painter.paint(name, 'quiet')}: {sentence}" for name, sentence in content.kept_open)
    yield (f"{painter.paint(name, 'quiet')}: {sentence}" for name, sentence in content.remedies)
    yield (f"{painter.paint(name, 'bad')}: {sentence}" for name, sentence in content.endings)
    yield (f"{painter.paint(name, 'quiet')}: {sentence}" for name, sentence in content.unavailable)
    yield (wrapped(f"- {text}", width, "  ") for text in content.advice)
    yield (wrapped(f"- {text}", width, "  ") for text in content.what_ifs)
    yield settings_lines(content, painter, width)
    yield iter([content.finish])


def _verdict(content: ReportContent, painter: Painter, width: int) -> Iterator[str]:
    yield painter.paint(content.headline, "strong")
    if content.figure:
        yield painter.paint(content.figure, "good")
    if content.because:
        yield wrapped(content.because, width)
    if content.tags:
        yield " · ".join(content.tags)


def _table(content: ReportContent, painter: Painter) -> Iterator[str]:
    if not content.table:
        return
    table = [row for _, rows in content.table for row in rows]
    header, *lines = columns([COLUMNS, *table], RIGHT)
    apart = max(map(cells, lines)) > shutil.get_terminal_size().columns
    if apart:  # what became of each then has a line of its own
        header, *lines = columns([COLUMNS, *((*row[:-1], row[-1] if row[-1] in MARKS else "") for row in table)], RIGHT)
    yield painter.paint(header, "quiet")
    rest = iter(lines)
    for title, rows in content.table:
        if title:
            yield painter.paint(title, "strong")
        for row, line in zip(rows, rest, strict=False):
            yield painter.paint(line, "strong") if row[-1] == BEST else line
    if apart:
        yield from (painter.paint(f"{row[0]}: {row[-1]}", "quiet") for row in table if row[-1] not in MARKS)


def settings_lines(content: ReportContent, painter: Painter, width: int) -> Iterator[str]:
    """How it was made, a name and a value a line, longer values below their beginning."""
    longest = max((len(name) for name, _ in content.settings), default=0)
    for name, value in content.settings:
        indent = " " * (longest + len(GAP))
        first, *more = wrapped(value, width - len(indent)).splitlines()
        yield painter.paint(f"{name:<{longest}}{GAP}", "quiet") + first
        yield from (indent + line for line in more)


def harmless_report(content: ReportContent) -> ReportContent:
    """The same with nothing in it that a terminal obeys: names and messages may come from a file or a user's code."""

    def clean(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(clean(each) for each in value)
        return " ".join(harmless(value).split("\n")) if isinstance(value, str) else value

    return replace(content, **{name: clean(value) for name, value in vars(content).items()})
