"""The report as lines for a terminal or a pipe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TextIO

from parloop_gui.cli.terminal import Painter, columns, harmless, wrapped
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.report.report import COLUMNS, RIGHT, Report, report

WIDEST = 100


def report_text(comparison: Comparison, out: TextIO) -> str:
    """Everything the comparison says, in the colours that `out` can show."""
    painter = Painter(out)
    width = min(WIDEST, shutil.get_terminal_size().columns)
    parts = [list(part) for part in _parts(_harmless(report(comparison)), painter, width)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _parts(said: Report, painter: Painter, width: int) -> Iterator[Iterator[str]]:
    yield _verdict(said, painter, width)
    yield _table(said, painter)
    yield (f"{painter.paint(name, 'bad')}: {sentence}" for name, sentence in said.endings)
    yield (f"{painter.paint(name, 'quiet')}: {sentence}" for name, sentence in said.unavailable)
    yield (wrapped(f"- {text}", width, "  ") for text in said.advice)
    yield _settings(said, painter, width)
    yield iter([said.finish])


def _verdict(said: Report, painter: Painter, width: int) -> Iterator[str]:
    yield painter.paint(said.headline, "strong")
    if said.figure:
        yield painter.paint(said.figure, "good")
    if said.because:
        yield wrapped(said.because, width)
    if said.tags:
        yield " · ".join(said.tags)


def _table(said: Report, painter: Painter) -> Iterator[str]:
    if not said.table:
        return
    header, *lines = columns([COLUMNS, *(row for _, rows in said.table for row in rows)], RIGHT)
    yield painter.paint(header, "quiet")
    rest = iter(lines)
    for title, rows in said.table:
        if title:
            yield painter.paint(title, "strong")
        for row, line in zip(rows, rest, strict=False):
            yield painter.paint(line, "strong") if row[-1] == "best" else line


def _settings(said: Report, painter: Painter, width: int) -> Iterator[str]:
    longest = max((len(name) for name, _ in said.settings), default=0)
    for name, value in said.settings:
        indent = " " * (longest + 2)
        first, *more = wrapped(value, width - len(indent)).splitlines()
        yield painter.paint(f"{name:<{longest}}  ", "quiet") + first
        yield from (indent + line for line in more)


def _harmless(said: Report) -> Report:
    """The same with nothing in it that a terminal obeys: names and messages may come from a file or a user's code."""

    def clean(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(clean(each) for each in value)
        return " ".join(harmless(value).split("\n")) if isinstance(value, str) else value

    return Report(**{name: clean(value) for name, value in vars(said).items()})  # type: ignore[arg-type]
