"""The one folder that a server may look into and write to: every path that a client names goes through here."""

from __future__ import annotations

import ast
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TypeGuard

from parloop_gui.engine.protocol.presence import expanded, is_file, is_folder
from parloop_gui.model.document.fields import shown_path
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import Outline, read_outline
from parloop_gui.model.user_code.user_loop import SOURCES, path_and_function

# What an expression for items may name besides what the file itself makes: it makes values, and reaches nothing.
_HARMLESS = frozenset(
    (
        *("abs", "bytes", "dict", "divmod", "enumerate", "float", "int", "len", "list", "max", "min", "pow", "range"),
        *("reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip"),
    )
)
# No attributes, with which any object leads to everything there is, and nothing that runs later.
_REFUSED = (ast.Attribute, ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


class OutsideError(ValueError):
    """What was named is not the folder's, or may not be; the message is one sentence that names it."""


class Folder:
    """A folder, all symbolic links of its path followed."""

    def __init__(self, root: Path) -> None:
        """Raises OutsideError where there is no such folder."""
        self.root = root.resolve()
        if not is_folder(self.root):
            raise OutsideError(f"There is no folder {shown_path(root)}.")

    def inside(self, name: str) -> Path:
        """The path of that name, which need not be there, all links of it followed; raises OutsideError."""
        try:
            found = (self.root / name).resolve()  # an absolute name stays what it is
        except (OSError, ValueError, RuntimeError):  # a circle of links, a null byte
            raise OutsideError(f"{name!r:.120} is no name of a file.") from None
        if not found.is_relative_to(self.root):
            where = f", it lies at {shown_path(found)}" if str(found) != name else ""
            raise OutsideError(f"{name!r:.120} is not in {shown_path(self.root)}{where}: nothing outside is looked at.")
        return found

    def loop(self, name: str) -> str:
        """The loop as it is typed, with its file's own path; a built-in one as it is. Raises OutsideError."""
        if name.lower().endswith(SOURCES):
            return str(self.inside(name))
        file, which = path_and_function(name)
        if which:
            path = self.inside(file)
            if not which.isdecimal() and which not in _functions(path):
                raise OutsideError(
                    f"{shown_path(path)} defines no function {which!r:.120}; what it imports is not taken, for that "
                    "may be anything. List the file's loops to see what it has."
                )
            return f"{path}:{which}"
        if "/" in name or ":" in name:
            raise OutsideError(f"{name!r:.120} is no loop: name FILE.py:FUNCTION, FILE.py:LINE or a built-in one.")
        return name

    def items(self, text: str, loop: str) -> str:
        """What a function is called with: a file of the folder, or an expression that reaches nothing by itself.

        The file's own code runs anyhow; an expression is the client's, and would else be a way to run anything: by
        whatever name, for a builtin that is only named may be called by another (`sorted(…, key=eval)`), and so may
        what the file imports. Raises OutsideError.
        """
        text = text.strip()
        named = self.root / expanded(text)  # as whoever reads it takes it: ~root/x is an expression, too
        if is_file(named):
            return str(self.inside(str(named)))
        try:
            expression = ast.parse(text, mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise OutsideError(f"There is no file {self.inside(text).name!r:.120} to take items from.") from None
        functions, values = self._made_by_the_file_of(loop)
        here = {node.id for node in ast.walk(expression) if _is_bound(node)}
        for node in ast.walk(expression):
            if not _is_taken(node, _HARMLESS | functions, here | values):
                raise OutsideError(
                    f"{ast.unparse(node)!r:.80} is not taken as items: give a number, a range, a list, a list or a "
                    "function that the file itself makes, or a file of one item a line."
                )
        return text

    def _made_by_the_file_of(self, loop: str) -> tuple[frozenset[str], frozenset[str]]:
        """The functions and the values that the file defines itself; none of what it imports."""
        file, which = path_and_function(loop)
        outline = _outline(self.inside(file)) if which else None
        if outline is None:
            return frozenset(), frozenset()
        return frozenset(_top_level(outline)), frozenset(each.name for each in outline.collections)


def _outline(path: Path) -> Outline | None:
    """What the file holds; None where it can't be read, which whoever measures it says in its own words."""
    try:
        return read_outline(path)
    except (SourceError, OSError, ValueError):
        return None


def _top_level(outline: Outline) -> set[str]:
    return {each.name for each in outline.functions}


def _functions(path: Path) -> set[str]:
    """Those that a loop may be made of, methods among them."""
    outline = _outline(path)
    return set() if outline is None else _top_level(outline) | {each.name for each in outline.methods}


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _is_taken(node: ast.AST, callable_names: AbstractSet[str], other_names: AbstractSet[str]) -> bool:
    """Whether the node may stand in an expression: it names what is known, and calls what is known by name."""
    if isinstance(node, ast.Name):
        return node.id in callable_names or node.id in other_names
    if isinstance(node, ast.Call):  # never what the expression itself gave a name to
        return isinstance(node.func, ast.Name) and node.func.id in callable_names - other_names
    return not isinstance(node, _REFUSED)
