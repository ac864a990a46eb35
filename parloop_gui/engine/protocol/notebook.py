"""A notebook as a program: its code cells in order, joined to one text, and where in them a line of that text stands.

    # %% cell 1                     each cell begins with its mark
    pass  # left out: %matplotlib inline
    # %% cell 2
    …

What only IPython understands is left out, its line kept: the text's lines stay those of the cells.
"""

from __future__ import annotations

import re
from os import PathLike, fspath
from typing import TYPE_CHECKING

from .json_text import parsed

if TYPE_CHECKING:
    import ast

ENDING = ".ipynb"
# Pictures among the results make notebooks large; what is kept of them is their code.
MOST_BYTES = 64 * 2**20
_MARK = "# %% cell "
_LEFT_OUT = "left out:"
# A line of IPython's own: `%magic`, `!shell`, `?help`, `names = !shell`, `help?`.
_IPYTHON = re.compile(r"\s*(?:[%!?]|[\w.\[\], ]+=\s*[%!])|[^#]*\?\s*$")
# Magics of a whole cell that run the rest of it as Python.
_KEEPING = ("%%time", "%%timeit", "%%capture", "%%prun", "%%memit", "%%mprun", "%%snakeviz")
_LEFT = re.compile(rf"^(?:.*\S  )?\s*# {_LEFT_OUT} ?(.*)$")
# IPython's own way of showing a value: what it shows is computed all the same.
_SHOWING = "display"
_OWN_SHOWING = re.compile(rf"^[^#\n]*\b(?:import|def)\b[^#\n]*(?<![.\w]){_SHOWING}\b|^\s*{_SHOWING}\s*=", re.MULTILINE)


class CellLine(int):
    """The number of a line in the joined text, that is told as the reader knows it: "2 of cell 3"."""

    cell: int
    of_cell: int

    def __new__(cls, number: int, cell: int, of_cell: int) -> CellLine:  # noqa: PYI034 - Self is new in Python 3.11
        """Line `number` of the text, which is line `of_cell` of that cell."""
        made = super().__new__(cls, number)
        made.cell, made.of_cell = cell, of_cell
        return made

    def __getnewargs__(self) -> tuple[int, int, int]:  # type: ignore[override]  # an int's own holds one number
        return int(self), self.cell, self.of_cell

    def __str__(self) -> str:
        return f"{self.of_cell} of cell {self.cell}"


def is_notebook(path: str | PathLike[str]) -> bool:
    """Whether a file of that name is a notebook."""
    return fspath(path).lower().endswith(ENDING)


def joined(data: bytes | str) -> str:
    """The code of a notebook's cells as one text; raises ValueError where it is no notebook."""
    notebook = parsed(data, MOST_BYTES)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise ValueError("It has no cells.")
    code = [_source(each) for each in cells if isinstance(each, dict) and each.get("cell_type") == "code"]
    plain = [_plain(text) for text in code]
    if not any(map(_OWN_SHOWING.search, plain)):
        plain = list(map(_without_showing, plain))
    return "".join(f"{_MARK}{number}\n{text}" for number, text in enumerate(plain, 1))


def line_in(path: str | PathLike[str], text: str, number: int) -> int:
    """That line of a file's text: of a notebook's as a CellLine."""
    return lines_in(text).get(number, number) if is_notebook(path) else number


def lines_in(text: str) -> dict[int, CellLine]:
    """Each line of a notebook's joined text. A mark that does not count on is a comment of somebody's own."""
    found: dict[int, CellLine] = {}
    cell, mark = 0, 0
    for number, line in enumerate(text.split("\n"), 1):
        if line == f"{_MARK}{cell + 1}":
            cell, mark = cell + 1, number
        elif cell:
            found[number] = CellLine(number, cell, number - mark)
    return found


def left_out(text: str) -> list[tuple[int, str]]:
    """The lines of a joined text that only IPython understands, and what stood there; of a whole cell the first."""
    found: list[tuple[int, str]] = []
    before = False
    for number, line in enumerate(text.split("\n"), 1):
        match = _LEFT.match(line)
        if match is not None and not (before and line.startswith("#")):
            found.append((number, match[1]))
        before = match is not None and line.startswith("#")
    return found


def _source(cell: dict[str, object]) -> str:
    """A cell's text, which the format keeps as one or as a list of lines."""
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _plain(text: str) -> str:
    """The cell as Python can read it, line by line, each with its end."""
    lines = text.replace("\r\n", "\n").split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and first.split()[0] not in _KEEPING:
        return "".join(f"{f'# {_LEFT_OUT} {line}'.rstrip()}\n" for line in lines)
    if not _is_python(text):
        lines = [_without_ipython(line) for line in lines]
    return "".join(f"{line}\n" for line in lines)


def _without_ipython(line: str) -> str:
    if not _IPYTHON.match(line):
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass  # {_LEFT_OUT} {line.strip()}"


def _without_showing(text: str) -> str:
    """The cell without `display`, which nobody but IPython has; what it would show is computed as before."""
    import ast

    from .python_text import tree_of

    if _SHOWING not in text or not _is_python(text):
        return text
    lines, mark = text.split("\n"), f"  # {_LEFT_OUT} {_SHOWING}"
    shown = [node for node in ast.walk(tree_of(text)) if isinstance(node, ast.Expr) and _shows(node.value)]
    for node in sorted(shown, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        begins = line[: node.col_offset] + line[node.col_offset :].removeprefix(_SHOWING.encode()).lstrip()
        lines[node.lineno - 1] = begins.decode()
        last = (node.end_lineno or node.lineno) - 1
        if not lines[last].endswith(mark):
            lines[last] += mark
    return "\n".join(lines)


def _shows(node: ast.expr) -> bool:
    import ast

    if not isinstance(node, ast.Call) or node.keywords:
        return False
    return isinstance(node.func, ast.Name) and node.func.id == _SHOWING


def _is_python(text: str) -> bool:
    """Then a line that begins with `%` goes on with an expression, or stands in a string."""
    from .python_text import tree_of  # brings `ast`: not for whoever only asks about a file's name

    try:
        tree_of(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
