"""Cuts lines out of a file's text: with changes made to some of its code, and moved to the left, strings left alone."""

from __future__ import annotations

import ast
import bisect
from collections.abc import Iterable, Iterator, Sequence

from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.parsed import Parsed

# A statement or expression, and what is to stand in its place.
Change = tuple[ast.stmt | ast.expr, str]

# Bytes from, bytes to, and what stands there instead.
Edit = tuple[int, int, bytes]

# A line of text without its end, and the number of the line of the file that it stands for.
Numbered = tuple[str, int]

# Stands before a line that begins within a string, until `joined` takes it away: moving the line would change it.
_IN_STRING = "\1"


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
            for node in walk(parsed.tree)
            if isinstance(node, ast.Constant | ast.JoinedStr) and (node.end_lineno or node.lineno) > node.lineno
            for number in range(node.lineno + 1, (node.end_lineno or 0) + 1)
            if isinstance(node, ast.JoinedStr) or isinstance(node.value, str | bytes)
        }

    def statement(self, node: ast.stmt, changes: Iterable[Change] = (), indent: str = "") -> str:
        """A statement with its decorators and the comments right above it, indented anew."""
        return self._text(self._starts[self.first_line(node) - 1], node, changes, indent)

    def numbered_statement(self, node: ast.stmt, changes: Iterable[Change] = (), indent: str = "") -> list[Numbered]:
        """As `statement`, by lines, each with the line that it was."""
        return self.numbered_body([node], changes, indent)

    def numbered_body(self, body: list[ast.stmt], changes: Iterable[Change], indent: str) -> list[Numbered]:
        """The statements of a block with the comments right above them, by lines, each with the line that it was."""
        if self.indentation(body[0]) is not None:
            return self._numbered(self._starts[self.first_line(body[0]) - 1], body[-1], changes, indent)
        (first, number), *rest = self._numbered(self._start(body[0]), body[-1], changes, indent)
        return [(indent + first, number), *rest]

    def numbered_lines(self, first: int, last: int) -> list[Numbered]:
        """The lines from `first` to `last` as they stand."""
        found = self._lines[first - 1 : last]
        return [
            (_IN_STRING * (number in self._within_strings) + line.decode().rstrip("\r\n"), number)
            for number, line in enumerate(found, first)
        ]

    @property
    def last_line(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def first_line(self, node: ast.stmt) -> int:
        """Where the statement begins with its decorators and the comments right above it."""
        decorators = getattr(node, "decorator_list", [])
        first: int = decorators[0].lineno if decorators else node.lineno
        while first > 1 and self._lines[first - 2].strip().startswith(b"#"):
            first -= 1
        return first

    def indentation(self, node: ast.stmt) -> str | None:
        """What stands before the statement in its line; None where that is not blank only."""
        before = self._data[self._starts[node.lineno - 1] : self._start(node)].decode()
        return None if before.strip() else before

    def ends_its_line(self, node: ast.stmt) -> bool:
        """Whether nothing but a comment stands behind the statement in its last line."""
        last = node.end_lineno or node.lineno
        rest = self._data[self._end(node) : self._starts[last]].strip()
        return not rest or rest.startswith(b"#")

    def source(self, node: ast.expr, changes: Iterable[Change] = ()) -> str:
        """An expression as it is written, over as many lines."""
        return self._edited(self._start(node), self._end(node), self._edits(changes))

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
        end = self._end_with_comment(last)
        edits = self._edits(changes) + self._indented_anew(start, end, indent.encode())
        return self._edited(start, end, edits).strip("\n")

    def _numbered(self, start: int, last: ast.stmt, changes: Iterable[Change], indent: str) -> list[Numbered]:
        end = self._end_with_comment(last)
        edits = self._edits(changes) + self._indented_anew(start, end, indent.encode())
        found: list[Numbered] = []
        text = ""
        number = self._line_at(start)
        for piece, line, last_line in self._pieces(start, end, edits):
            if not text:
                number = line
            first, *rest = piece.decode().replace("\r\n", "\n").split("\n")
            text, at = text + first, line
            for each in rest:
                found.append((text, number))
                at = min(at + 1, last_line)
                text, number = _IN_STRING * (at in self._within_strings) + each, at
        return [*found, (text, number)]

    def _line_at(self, place: int) -> int:
        return bisect.bisect_right(self._starts, place)

    def _end_with_comment(self, last: ast.stmt) -> int:
        """Where the statement ends, a comment behind it included."""
        end = self._end(last)
        if (last.end_lineno or 0) <= len(self._lines):
            rest = self._data[end : self._starts[last.end_lineno or 0]]
            end += len(rest.rstrip()) if rest.strip().startswith(b"#") else 0
        return end

    def _edits(self, changes: Iterable[Change]) -> list[Edit]:
        return [(self._start(node), self._end(node), new.encode()) for node, new in changes]

    def _edited(self, start: int, end: int, edits: Iterable[Edit]) -> str:
        return b"".join(piece for piece, *_ in self._pieces(start, end, edits)).decode()

    def _pieces(self, start: int, end: int, edits: Iterable[Edit]) -> Iterator[tuple[bytes, int, int]]:
        """The text with its edits, piece by piece, and the lines of the file at which each begins and ends.

        Of edits within one another the outer one holds.
        """
        at = start
        inside = [edit for edit in edits if start <= edit[0] and edit[1] <= end]
        for low, high, new in sorted(inside, key=lambda edit: (edit[0], edit[0] < edit[1], -edit[1])):
            if low >= at:
                if low > at:
                    yield self._data[at:low], self._line_at(at), self._line_at(low)
                if new:
                    yield new, self._line_at(low), self._line_at(high)
                at = high
        if end > at:
            yield self._data[at:end], self._line_at(at), self._line_at(end)

    def _indented_anew(self, start: int, end: int, indent: bytes) -> list[Edit]:
        first, last = (bisect.bisect_left(self._starts, place) for place in (start, end))
        numbers = range(first + 1, min(last, self.last_line) + 1)
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


def indented(lines: Sequence[Numbered], indent: str) -> list[Numbered]:
    """The lines moved to the right, but for those that begin within a string."""
    is_moved = [bool(text.strip()) and not text.startswith(_IN_STRING) for text, _ in lines]
    return [(indent * moved + text, number) for moved, (text, number) in zip(is_moved, lines, strict=True)]


def joined(lines: Iterable[Numbered]) -> str:
    """The lines as one text."""
    return "".join(f"{text.removeprefix(_IN_STRING)}\n" for text, _ in lines)
