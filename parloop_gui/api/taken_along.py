"""What a caller's function and items are in a process of their own, which imports the file that they stand in.

    function ─► the file of its module, its name there          items ─► an expression, or a name, of that file

Nothing of the caller's memory goes along: what is measured is what the file makes. What can't be had that way is
refused, and so is a script that would compare itself again as it is imported.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, FunctionType, ModuleType

from parloop_gui.api.cells import Cells, cells_of, shell_here
from parloop_gui.api.refusal import CannotCompareError
from parloop_gui.engine.protocol.messages import MARK
from parloop_gui.model.source.parsed import SourceError, is_main_guard, read

# Characters of items that are written out; a larger list is better made where the loop runs.
_MOST_WRITTEN = 100_000
_IN_A_FILE = "Write it with def at the top level of a module or a script."


def cells_with(function: object) -> Cells | None:
    """The cells of a notebook, or of IPython's prompt, where the function was made in them; raises CannotCompareError.

    None where it stands in a file, or can't be found by a name at all.
    """
    shell = shell_here()
    if shell is None or not isinstance(function, FunctionType) or function.__module__ != "__main__":
        return None
    name, module = function.__qualname__, sys.modules["__main__"]
    if not function.__name__.isidentifier() or "<locals>" in name:
        return None  # the reason is that of any file
    if _found(module, name) is not function:
        raise CannotCompareError(f"{name} in the notebook is another function than the one that was given.")
    return cells_of(shell)


def file_of(function: object) -> tuple[Path, str]:
    """The file that the function stands in, and its name there; raises CannotCompareError."""
    if not isinstance(function, FunctionType):
        raise CannotCompareError(f"A {type(function).__name__} is no function written in Python. {_IN_A_FILE}")
    name = function.__qualname__
    if function.__name__ == "<lambda>":
        raise CannotCompareError(f"A lambda has no name that another process could find it by. {_IN_A_FILE}")
    if "<locals>" in name:
        raise CannotCompareError(
            f"{function.__name__}() stands within another function, where no other process finds it. {_IN_A_FILE}"
        )
    module = sys.modules.get(function.__module__)
    place = getattr(module, "__file__", None)
    if module is None or place is None:
        raise CannotCompareError(
            f"{name}() was typed in, and lies in no file that another process could import. {_IN_A_FILE}"
        )
    if _found(module, name) is not function:
        raise CannotCompareError(f"{name} in {Path(place).name} is another function than the one that was given.")
    return Path(place).absolute(), name


def items_text(items: object, function: Callable[..., object]) -> str:
    """The items as they are written for a loop: an expression, or a name of the function's file.

    A text is that already. Raises CannotCompareError.
    """
    if isinstance(items, str):
        return items
    if isinstance(items, (int, range)):
        return repr(items)
    written = repr(items)
    if len(written) <= _MOST_WRITTEN and _is_literal(written, items):
        return written  # before any name: one may be bound, or filled, where an import does not come to
    held = vars(sys.modules[function.__module__]).items()
    # IPython's own names for what cells showed, `_` and `_3`, are made by no cell.
    named = next((name for name, value in held if value is items and not re.fullmatch(r"_+\d*", name)), None)
    if named is not None and named.isidentifier():
        return named
    raise CannotCompareError(
        "These items can't be written down for another process: give a name of the function's module, an expression "
        "in quotes, or a function there that makes them."
    )


def refuse_running_itself(file: Path, caller: FrameType | None) -> None:
    """Raise CannotCompareError where importing the file would come to this call again, or has."""
    if os.environ.get(MARK):
        raise CannotCompareError(
            "compare() was called by the loop that is being compared: what calls it belongs under "
            'if __name__ == "__main__":.'
        )
    for frame in _frames(caller):
        is_script = frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") == "__main__"
        if is_script and Path(frame.f_code.co_filename).absolute() == file and not _is_guarded(file, frame.f_lineno):
            raise CannotCompareError(
                f"Each process imports {file.name}, and would come to line {frame.f_lineno} again: put what calls "
                'compare() there under if __name__ == "__main__":.'
            )


def _found(module: ModuleType, name: str) -> object:
    found: object = module
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def _is_literal(written: str, items: object) -> bool:
    try:
        return bool(ast.literal_eval(written) == items)
    except Exception:  # also what comparing an object of the user's raises
        return False


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_guarded(file: Path, line: int) -> bool:
    try:
        body = read(file).tree.body
    except SourceError:
        return False
    return any(is_main_guard(node) and node.lineno <= line <= (node.end_lineno or 0) for node in body)
