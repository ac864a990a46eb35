"""The staged text as code: under the user's own path and line numbers, so that what goes wrong names their lines."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Sequence
from types import CodeType
from typing import Any

from ..protocol.loop_spec import Program
from ..protocol.notebook import is_notebook


def code_of(program: Program, path: str) -> CodeType:
    """The program's code; raises SyntaxError where this Python can't compile it.

    From then on the lines of a notebook's cells are known for tracebacks and sentences, which its file can't tell.
    """
    if is_notebook(path):
        lines = [f"{line}\n" for line in program.source.split("\n")]
        linecache.cache[path] = (len(program.source), None, lines, path)
    tree = ast.parse(program.text, path)
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            _place(node, program.lines)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if is_notebook(path) else 0
    code: CodeType = compile(tree, path, "exec", flags, dont_inherit=True)
    return code


def run(code: CodeType, namespace: dict[str, Any]) -> None:
    """Run a program's code in its namespace; what a notebook's cells await all in one event loop, as there."""
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, namespace)  # noqa: S102 - the user's own program
        return
    import asyncio

    asyncio.run(eval(code, namespace))  # noqa: S307 - likewise


def _place(node: ast.AST, lines: Sequence[int]) -> None:
    """Put the node where it stands in the user's file.

    What was added stands for one line of theirs, so an end may come to lie before its beginning, which Python refuses.
    """
    at: int = node.lineno  # type: ignore[attr-defined]
    until: int = getattr(node, "end_lineno", None) or at
    first = _of(lines, at)
    last = max(first, _of(lines, until))
    node.lineno, node.end_lineno = first, last  # type: ignore[attr-defined]
    if first == last and until != at:
        node.end_col_offset = max(node.col_offset, node.end_col_offset)  # type: ignore[attr-defined]


def _of(lines: Sequence[int], line: int) -> int:
    return lines[line - 1] if line <= len(lines) else line
