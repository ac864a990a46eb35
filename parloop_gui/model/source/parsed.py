"""A user's file as text and syntax tree; what can't be read or parsed is told in one sentence."""

from __future__ import annotations

import ast
import functools
import io
import re
import sys
import tokenize
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from parloop_gui.engine.protocol import notebook
from parloop_gui.engine.protocol.python_text import tree_of
from parloop_gui.engine.protocol.regular_file import read_regular
from parloop_gui.model.source.foreign_tree import Refusal, foreign_tree_of

# Nobody writes such a file by hand, and parsing takes some 250 times its size in memory.
MOST_BYTES = 8 * 2**20
OWN_VERSION = "{}.{}".format(*sys.version_info)
# Where a line ends for Python; for `str.splitlines` one also ends at a form feed, which old files are divided by.
PYTHONS_ENDS = r"\r\n?|\n"


class SourceError(ValueError):
    """The file can't be used; the message is one sentence. `line` is where in it, if that is known."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


class UnreadError(SourceError):
    """The text is not this Python's; a newer one may be able to parse it and has not been asked."""

    def __init__(self, sentence: str, line: int | None, text: str) -> None:
        super().__init__(sentence, line)
        self.text = text


@dataclass(frozen=True)
class Parsed:
    """A file's name, text and syntax tree. `is_foreign`: another Python made that, as this one can't parse the text."""

    path: Path
    text: str
    tree: ast.Module
    is_foreign: bool = False

    def line(self, number: int) -> str:
        """The text of that line (from 1), without its indentation."""
        return self._lines[number - 1].strip() if 0 < number <= len(self._lines) else ""

    @functools.cached_property
    def _lines(self) -> list[str]:
        return re.split(PYTHONS_ENDS, self.text)


def read(path: Path) -> Parsed:
    """The file, parsed, of a notebook the code of its cells; raises SourceError."""
    is_notebook = notebook.is_notebook(path)
    most_bytes = notebook.MOST_BYTES if is_notebook else MOST_BYTES
    try:
        data = read_regular(path, most_bytes + 1)
        if len(data) > most_bytes:
            raise SourceError(f"{path.name} is larger than {most_bytes >> 20} MB.")
        if is_notebook:
            return parse(_joined(data, path), path)
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except OSError as error:
        raise SourceError(f"{path.name} can't be read: {(error.strerror or 'no such file').lower()}.") from None
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise SourceError(f"{path.name} is not a text file that Python could read.") from None
    return parse(text, path)


def _joined(data: bytes, path: Path) -> str:
    try:
        return notebook.joined(data)
    except ValueError:
        raise SourceError(f"{path.name} is not a notebook that can be read.") from None


def parse(text: str, path: Path) -> Parsed:
    """The text of a file, parsed; raises SourceError with the line that is no Python."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return Parsed(path, text, _placed(tree_of(text), text, path))
    except SyntaxError as error:
        refusal = Refusal(OWN_VERSION, error.msg or "invalid syntax", error.lineno)
    except (ValueError, RecursionError, MemoryError):
        raise SourceError(f"{path.name} is not a text that Python can parse.") from None
    foreign = foreign_tree_of(text)
    if isinstance(foreign, ast.Module):
        return Parsed(path, text, _placed(foreign, text, path), is_foreign=True)
    if foreign is not None:
        raise SourceError(_not_python(path, text, foreign), foreign.line)
    raise UnreadError(_not_python(path, text, refusal), refusal.line, text)


def _placed(tree: ast.Module, text: str, path: Path) -> ast.Module:
    """The tree; of a notebook's with lines that are told by their cell."""
    lines = notebook.lines_in(text) if notebook.is_notebook(path) else {}
    for node in ast.walk(tree) if lines else ():
        if (line := lines.get(getattr(node, "lineno", 0))) is not None:
            node.lineno = line  # type: ignore[attr-defined]
    return tree


def _not_python(path: Path, text: str, refusal: Refusal) -> str:
    at = f", line {notebook.line_in(path, text, refusal.line)}" if refusal.line else ""
    return f"{path.name}{at} is not Python {refusal.version}: {refusal.reason.rstrip('.')}."


def is_main_guard(node: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":`, written either way round."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare) or len(node.test.ops) != 1:
        return False
    sides = (node.test.left, node.test.comparators[0])
    named = any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
    main = any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides)
    return named and main and isinstance(node.test.ops[0], ast.Eq)


def importing_runs(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The simple statements, definitions and loops that importing runs or may run; blocks of if and try are entered."""
    for node in body:
        if is_main_guard(node):
            assert isinstance(node, ast.If)
            yield from importing_runs(node.orelse)
        elif isinstance(node, ast.If):
            yield from importing_runs([*node.body, *node.orelse])
        elif isinstance(node, ast.Try | ast.TryStar):
            handlers = [inner for handler in node.handlers for inner in handler.body]
            yield from importing_runs([*node.body, *handlers, *node.orelse, *node.finalbody])
        else:
            yield node
