"""The one folder that a server may look into and write to: every path that a client names goes through here."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

from parloop_gui.engine.protocol.presence import expanded, is_file, is_folder
from parloop_gui.model.document.fields import shown_path
from parloop_gui.model.user_code.user_loop import SOURCES, path_and_function

# What an expression for items may call besides what the file itself has: it makes values, and reaches nothing.
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
            return f"{self.inside(file)}:{which}"
        if "/" in name or ":" in name:
            raise OutsideError(f"{name!r:.120} is no loop: name FILE.py:FUNCTION, FILE.py:LINE or a built-in one.")
        return name

    def items(self, text: str) -> str:
        """What a function is called with: a file of the folder, or an expression that reaches nothing by itself.

        The file's own code runs anyhow; an expression is the client's, and would else be a way to run anything.
        Raises OutsideError.
        """
        text = text.strip()
        named = self.root / expanded(text)  # as whoever reads it takes it: ~root/x is an expression, too
        if is_file(named):
            return str(self.inside(str(named)))
        try:
            expression = ast.parse(text, mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise OutsideError(f"There is no file {self.inside(text).name!r:.120} to take items from.") from None
        for node in ast.walk(expression):
            if isinstance(node, _REFUSED) or (isinstance(node, ast.Call) and not _is_harmless(node)):
                raise OutsideError(
                    f"{ast.unparse(node)!r:.80} is not taken as items: give a number, a range, a list, a name or a "
                    "function of the file, or a file of one item a line."
                )
        return text


def _is_harmless(call: ast.Call) -> bool:
    """Whether it calls a name of the file, or one of Python's own that makes values alone."""
    if not isinstance(call.func, ast.Name):
        return False
    return call.func.id in _HARMLESS or not hasattr(builtins, call.func.id)
