"""Parses a text for a Python that can't: the syntax tree as plain data, as one JSON line. Nothing of it is run.

Only constants that JSON has are written as they are; others as Python writes them.
"""

from __future__ import annotations

import ast
import json
import sys
import warnings

from ..protocol.python_text import tree_of


def main() -> None:
    """Print the tree of what the open file of the number on the command line holds, or why there is none."""
    with open(int(sys.argv.pop()), "rb") as file:
        text = file.read().decode("utf-8", "surrogatepass")
    print(json.dumps(parsed(text)))


def parsed(text: str) -> dict[str, object]:
    """`tree`, or `problem` and the `line` that it is in (None where that is not known)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {"tree": plain(tree_of(text))}
    except SyntaxError as error:
        return {"problem": error.msg or "invalid syntax", "line": error.lineno}
    except (ValueError, RecursionError, MemoryError):
        return {"problem": "it can't be parsed", "line": None}


def plain(value: object) -> object:
    """A node with its kind's base, so that a Python that lacks the kind knows whether it is a statement."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (bytes, float, complex, type(...))):
        return {"written": ast.unparse(ast.Constant(value))}
    assert isinstance(value, ast.AST)
    node: dict[str, object] = {
        "kind": type(value).__name__,
        "base": type(value).__mro__[1].__name__,
        "fields": {name: plain(part) for name, part in ast.iter_fields(value)},
        "at": [getattr(value, name, None) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")],
    }
    if isinstance(value, ast.arguments):
        node["as_written"] = ast.unparse(value)
    elif isinstance(value, (ast.For, ast.AsyncFor)):
        parts = value.target.elts if isinstance(value.target, ast.Tuple) else [value.target]
        node["as_written"] = f"{', '.join(map(ast.unparse, parts))} in {ast.unparse(value.iter)}"
    return node
