"""The cells of a live notebook as a file: all that was run in its kernel so far, in that order.

    In[1] … In[n] ─► without what failed ─► without calls of Parloop ─► one text, as that of a saved notebook

The kernel itself is no place to measure in, and what it holds can't be taken along: what its cells make can.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from parloop_gui.engine.protocol import notebook
from parloop_gui.engine.protocol.presence import working_folder
from parloop_gui.engine.protocol.python_text import tree_of

# A kernel does not know which file its notebook is kept in; its folder is where cells find their neighbours.
_NAME = "notebook.ipynb"
_PARLOOP = "parloop_gui"
_LEFT_OUT = "pass  # left out: it is Parloop’s"
_Deferred = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Cells(NamedTuple):
    """The text that stands for the notebook's file, and where that would lie."""

    path: Path
    text: str


def shell_here() -> Any:
    """The IPython shell that runs this; None where none does. IPython is not imported for the question."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None


def cells_of(shell: Any, current: str | None = None) -> Cells:
    """The cells that were run, the one that runs with them; `current` is what to take for that one."""
    history = shell.history_manager
    ran: list[str] = list(history.input_hist_raw[1:])  # its first is no cell
    if current is not None:
        ran = [*ran[: shell.execution_count - 1], current]
    # From IPython 9 on it is known which raised: what they had not come to was never made, nor is it in the kernel.
    return Cells(working_folder() / _NAME, program_of(ran, getattr(history, "exceptions", {})))


def program_of(ran: Sequence[str], failed: Container[int] = ()) -> str:
    """The code of these cells as one program, numbered from 1; of those that failed nothing is taken."""
    kept = ["" if number in failed else _parsable(text) for number, text in enumerate(ran, 1)]
    cells = [{"cell_type": "code", "source": text} for text in kept]
    return without_parloop(notebook.joined(json.dumps({"cells": cells})))


def _parsable(text: str) -> str:
    """The cell; nothing of one that was no Python, so that nothing of it was run."""
    alone = notebook.joined(json.dumps({"cells": [{"cell_type": "code", "source": text}]}))
    return text if _tree(alone) is not None else ""


def _tree(text: str) -> ast.Module | None:
    try:
        return tree_of(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def without_parloop(text: str) -> str:
    """The program without what imports and calls Parloop: run by each run of a comparison it would compare again.

    What is made of its results goes with it; what functions do when they are called stays. No line changes its place.
    """
    tree = _tree(text)
    if tree is None:
        return text
    data, edits = text.encode(), []
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    own: set[str] = set()  # names that hold what is Parloop's
    for node in tree.body:
        bound = set(_bound(node))
        if _is_parloops(node, own):
            own |= bound - set(_others(node))
            low = starts[node.lineno - 1] + node.col_offset
            high = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            edits.append((low, high, _instead(node)))
        else:
            own -= bound
    for low, high, instead in reversed(edits):
        lines = data[low:high].count(b"\n")
        # A comment would take along what stands behind a semicolon.
        ends = data[high : high + 1] in (b"", b"\n")
        put = instead if ends else instead.partition("  #")[0]
        data = data[:low] + put.encode() + b"\n" * lines + data[high:]
    return data.decode()


def _is_parloops(node: ast.stmt, own: Container[str]) -> bool:
    if isinstance(node, ast.Import):
        return any(_of_parloop(each.name) for each in node.names)
    if isinstance(node, ast.ImportFrom):
        return _of_parloop(node.module or "")
    return any(each in own for each in _used(node))


def _of_parloop(module: str) -> bool:
    return module.partition(".")[0] == _PARLOOP


def _others(node: ast.stmt) -> Iterator[str]:
    """The names that an import of Parloop binds besides."""
    if isinstance(node, ast.Import):
        yield from ((each.asname or each.name).partition(".")[0] for each in node.names if not _of_parloop(each.name))


def _instead(node: ast.stmt) -> str:
    if isinstance(node, ast.Import) and (rest := [each for each in node.names if not _of_parloop(each.name)]):
        return ast.unparse(ast.Import(rest))
    return _LEFT_OUT


def _run_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement that running it evaluates: what stands in functions waits for a call."""
    if isinstance(node, _Deferred):
        return
    yield node
    for each in ast.iter_child_nodes(node):
        yield from _run_at_once(each)


def _used(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    for each in _run_at_once(node):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store):
            yield each.id


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((each.asname or each.name).partition(".")[0] for each in node.names)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    else:
        yield from _stored(_run_at_once(node))


def _stored(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
