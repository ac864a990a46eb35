"""Which modules a file needs that this interpreter does not have, found by parsing: nothing of the file is run.

    file ─► its imports ─► can each be found here? ─┬─ in the file's own folder ─► that file's imports, and so on
                                                    └─ nowhere ─► missing

What is imported only where it is there (in `try` with `except ImportError`), only for type checkers or only when the
file is run as a script is not needed.
"""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ..loops.user_module import place_of
from ..protocol.notebook import MOST_BYTES as NOTEBOOK_BYTES
from ..protocol.notebook import is_notebook, joined
from ..protocol.python_text import tree_of
from ..protocol.regular_file import read_regular

# Files of the user's that are followed: more than a loop's file leans on, and read within a second or so.
MOST_FILES = 200
# As much as the app parses of a file.
_MOST_BYTES = 8 * 2**20
_FORGIVING = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def main() -> None:
    """Print, as one JSON line, what the file that the command line names lacks here."""
    print(json.dumps(lacking(Path(sys.argv.pop()))))


def lacking(file: Path) -> dict[str, object]:
    """`missing`: modules that can't be found; `problem`: why the file can't be parsed here, "" where it can."""
    try:
        root, _ = place_of(file.absolute())
        sys.path.insert(0, str(root))
        missing = sorted(_missing(file.absolute(), Path(root)))
    except SyntaxError as error:
        where = f"line {error.lineno}" if error.lineno else "somewhere"
        return {"missing": [], "problem": f"{where}: {error.msg}"}
    except OSError as error:
        return {"missing": [], "problem": (error.strerror or str(error)).lower()}
    except (ValueError, RecursionError) as error:
        return {"missing": [], "problem": str(error)}
    return {"missing": missing, "problem": ""}


def _missing(file: Path, root: Path) -> set[str]:
    missing: set[str] = set()
    seen: set[Path] = set()
    to_read = [file]
    while to_read and len(seen) < MOST_FILES:
        path = to_read.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in _imported(tree_of(_text_of(path))):
            spec = _find(name)
            if spec is None:
                missing.add(name)
            elif _is_the_users(spec.origin or "", root):
                to_read.append(Path(spec.origin or ""))
    return missing


def _text_of(path: Path) -> str | bytes:
    if is_notebook(path):
        return joined(read_regular(path, NOTEBOOK_BYTES))
    return read_regular(path, _MOST_BYTES)


def _is_the_users(origin: str, root: Path) -> bool:
    """Whether a module stands beside the file, and not among those of an interpreter or environment that does."""
    if not origin.endswith(".py") or not Path(origin).is_relative_to(root):
        return False
    return "site-packages" not in origin and not Path(origin).is_relative_to(Path(os.__file__).parent)


def _find(name: str) -> importlib.machinery.ModuleSpec | None:
    try:
        return importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None


def _imported(tree: ast.Module) -> Iterator[str]:
    """The top-level packages that the code needs; of relative imports nothing, they are the user's own."""
    to_walk: list[ast.AST] = list(tree.body)
    while to_walk:
        node = to_walk.pop(0)
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from () if node.level or not node.module else (node.module.partition(".")[0],)
        else:
            to_walk += _needed_parts(node)


def _needed_parts(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Try) and any(_forgives(handler) for handler in node.handlers):
        return [*node.orelse, *node.finalbody]
    if isinstance(node, ast.If) and _is_aside(node.test):
        return list(node.orelse)
    return list(ast.iter_child_nodes(node))


def _forgives(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(inner, ast.Name) and inner.id in _FORGIVING for inner in ast.walk(handler.type))


def _is_aside(test: ast.expr) -> bool:
    """Whether it asks for a type checker, or for being run as a script."""
    words = {inner.id for inner in ast.walk(test) if isinstance(inner, ast.Name)}
    words |= {inner.attr for inner in ast.walk(test) if isinstance(inner, ast.Attribute)}
    return bool(words & {"TYPE_CHECKING", "__name__"})
