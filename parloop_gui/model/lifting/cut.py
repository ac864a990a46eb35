"""Cuts lines out of a file's text: with changes made to some of its code, and moved to the left, strings left alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from parloop_gui.model.source.parsed import Parsed

Change = tuple[ast.stmt | ast.expr, str]
"""A statement or expression, and what is to stand in its place."""

Edit = tuple[int, int, bytes]
"""Bytes from, bytes to, and what stands there instead."""


class Cutter:
    """Cuts code out of one file."""

    def __init__(self, parsed: Parsed) -> None:
        self._data = parsed.text.encode()
        self._lines = self._data.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        self._within_strings = {
            number
            for node in ast.walk(parsed.tree)
            if isinstance(node, ast.Constant | ast.JoinedStr) and (node.end_lineno or node.lineno) > node.lineno
            for number in range(node.lineno + 1, (node.end_lineno or 0) + 1)
            if isinstance(node, ast.JoinedStr) or isinstance(node.value, str | bytes)
        }

    def statement(self, node: ast.stmt, changes: Iterable[Change] = (), indent: str = "") -> str:
        """A statement with its decorators and the comments right above it, indented anew."""
        decorators = getattr(node, "decorator_list", [])
        first = decorators[0].lineno if decorators else node.lineno
        while first > 1 and self._lines[first - 2].strip().startswith(b"#"):
            first -= 1
        return self._text(self._starts[first - 1], node, changes, indent)

    def block(self, body: list[ast.stmt], above: ast.expr, changes: Iterable[Change], indent: str) -> str:
        """The statements of a block, from the line after `above` on, indented anew."""
        below = (above.end_lineno or above.lineno) + 1
        starts_below = body[0].lineno >= below
        if starts_below:
            return self._text(self._starts[below - 1], body[-1], changes, indent)
        return indent + self._text(self._start(body[0]), body[-1], changes, indent)

    def expression(self, node: ast.expr, changes: Iterable[Change] = ()) -> str:
        """An expression as it is written, on one line."""
        written = self._edited(self._start(node), self._end(node), self._edits(changes))
        return written if node.lineno == node.end_lineno else ast.unparse(ast.parse(f"({written})", mode="eval"))

    def _text(self, start: int, last: ast.stmt, changes: Iterable[Change], indent: str) -> str:
        end = self._end(last)
        if (last.end_lineno or 0) <= len(self._lines):  # a comment behind it comes along
            rest = self._data[end : self._starts[last.end_lineno or 0]]
            end += len(rest.rstrip()) if rest.strip().startswith(b"#") else 0
        edits = self._edits(changes) + self._indented_anew(start, end, indent.encode())
        return self._edited(start, end, edits).strip("\n")

    def _edits(self, changes: Iterable[Change]) -> list[Edit]:
        return [(self._start(node), self._end(node), new.encode()) for node, new in changes]

    def _edited(self, start: int, end: int, edits: Iterable[Edit]) -> str:
        text, at = b"", start
        for low, high, new in sorted(edit for edit in edits if start <= edit[0] and edit[1] <= end):
            if low >= at:
                text += self._data[at:low] + new
                at = high
        return (text + self._data[at:end]).decode()

    def _indented_anew(self, start: int, end: int, indent: bytes) -> list[Edit]:
        numbers = [number for number, low in enumerate(self._starts[:-1], 1) if start <= low < end]
        code = [number for number in numbers if number not in self._within_strings and self._lines[number - 1].strip()]
        indents = {number: self._indent(number) for number in code}
        least = min((own for number, own in indents.items() if not self._is_comment(number)), default=0)
        return [
            (self._starts[number - 1], self._starts[number - 1] + min(own, least), indent)
            for number, own in indents.items()
        ]

    def _indent(self, number: int) -> int:
        line = self._lines[number - 1]
        return len(line) - len(line.lstrip(b" \t"))

    def _is_comment(self, number: int) -> bool:
        return self._lines[number - 1].lstrip().startswith(b"#")

    def _start(self, node: ast.stmt | ast.expr) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.stmt | ast.expr) -> int:
        return self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
