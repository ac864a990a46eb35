"""The table for the clipboard: cells for a spreadsheet, and a table for a text document."""

from __future__ import annotations

import html

from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.report.report import COLUMNS, RIGHT, report


def as_text(comparison: Comparison) -> str:
    """A line for each row, with tabs between the cells; an interpreter's name on a line of its own."""
    return "\n".join("\t".join(line) for line in _lines(comparison)) + "\n"


def as_html(comparison: Comparison) -> str:
    """The same as a table, for programs that take over what is bold and where columns end."""
    rows = [
        f"<tr>{''.join(_cell(at, text, len(line)) for at, text in enumerate(line))}</tr>" for line in _lines(comparison)
    ]
    head = "".join(f"<th>{html.escape(each)}</th>" for each in COLUMNS)
    return f"<table><tr>{head}</tr>{''.join(rows[1:])}</table>"


def _lines(comparison: Comparison) -> list[list[str]]:
    groups = ((title, rows) for title, rows in report(comparison).table)
    lines = [line for title, rows in groups for line in (*([[title]] if title else []), *(list(row) for row in rows))]
    return [list(COLUMNS), *([one_line(text) for text in line] for line in lines)]


def _cell(at: int, text: str, cells: int) -> str:
    shown = html.escape(text)
    if cells == 1:
        return f'<td colspan="{len(COLUMNS)}"><b>{shown}</b></td>'
    return f'<td align="right">{shown}</td>' if RIGHT[at] else f"<td>{shown}</td>"
