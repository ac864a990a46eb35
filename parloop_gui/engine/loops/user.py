"""The user's own loop: a function of their file, and items from a count or an expression.

The file is imported by its name with its folder first on `sys.path`, as any module that they import is: never as
`__main__`, so that what stands under the main guard does not run, and workers find the function by its name.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from ..protocol import LoopSpec

MOST_ITEMS = 10_000_000
"""Where an expression that never ends is given up."""


class UserLoopError(Exception):
    """The user's loop can't be used; the message is one sentence. `line` is where in their file, if that is known."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


def load(spec: LoopSpec) -> tuple[Callable[[Any], Any], list[Any]]:
    """The function and the items of a user's loop, their set-up called between; raises UserLoopError."""
    module = import_file(Path(spec.path or ""))
    function = find_function(module, spec.function or "")
    if spec.setup:
        set_up = find_function(module, spec.setup, arguments=0)
        try:
            set_up()
        except BaseException as error:
            raise _told(f"{spec.setup}() failed", error, module) from error
    return function, make_items(module, spec.items)


def import_file(path: Path) -> ModuleType:
    """The file as a module, imported by its name; raises UserLoopError."""
    path = path.absolute()
    if not path.is_file():
        raise UserLoopError(f"There is no file {path}.")
    name = path.stem
    if path.suffix != ".py" or "." in name:
        raise UserLoopError(f"{path.name} can't be imported: a module's file is called NAME.py.")
    if sys.path[:1] != [str(path.parent)]:
        sys.path.insert(0, str(path.parent))
    importlib.invalidate_caches()
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        raise _told(f"{path.name} could not be imported", error, path) from error
    if not _stands_in(module, path):
        raise UserLoopError(f"{path.name} has the name of another module that Python already uses; rename the file.")
    return module


def find_function(module: ModuleType, name: str, arguments: int = 1) -> Callable[..., Any]:
    """The module's function of that name, which must take so many arguments; raises UserLoopError."""
    function = vars(module).get(name)
    if function is None:
        close = difflib.get_close_matches(name, [key for key, value in vars(module).items() if callable(value)], n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "."
        raise UserLoopError(f"{module.__name__}.py has no function {name!r}{hint}")
    line = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
    if not callable(function):
        raise UserLoopError(f"{name} in {module.__name__}.py is no function but {type(function).__name__}.")
    if inspect.iscoroutinefunction(function):
        raise UserLoopError(f"{name} (line {line}) is an async function; a task is an ordinary one.", line)
    try:
        inspect.signature(function).bind(*range(arguments))
    except TypeError as error:
        where = f" (line {line})" if line else ""
        called = "with one item" if arguments else "without arguments"
        raise UserLoopError(f"{name}{where} can't be called {called}: {error}.", line) from None
    except ValueError:
        pass  # some functions written in C don't tell their arguments
    chosen: Callable[..., Any] = function
    return chosen


def make_items(module: ModuleType, items: int | str) -> list[Any]:
    """0 … N−1 for a count; else what the expression, evaluated in the file's namespace, goes over.

    Raises UserLoopError.
    """
    try:
        value = _evaluated(items, module) if isinstance(items, str) else items
        made = list(itertools.islice(range(value) if isinstance(value, int) else value, MOST_ITEMS + 1))
    except BaseException as error:
        raise _told(f"The items {items!r} could not be made", error, module) from error
    if not 0 < len(made) <= MOST_ITEMS:
        found = "none" if not made else f"more than {MOST_ITEMS:,}"
        raise UserLoopError(f"A loop needs at least one item, and {items!r} makes {found}.")
    return made


def _evaluated(expression: str, module: ModuleType) -> Any:
    return eval(expression.strip(), vars(module))  # noqa: S307 - the user's own expression, in their own file


def _stands_in(module: ModuleType, path: Path) -> bool:
    return bool(module.__dict__.get("__file__")) and Path(str(module.__file__)).resolve() == path.resolve()


def _told(what: str, error: BaseException, where: ModuleType | Path) -> UserLoopError:
    """One sentence about what the user's code raised, with the last line of their file that had a part in it."""
    path = where if isinstance(where, Path) else Path(str(where.__file__))
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    line = _line_in(path, error)
    at = f", line {line}" if line else ""
    reason = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return UserLoopError(f"{what}{at}: {' '.join(reason.split())[:500].rstrip('.')}.", line)


def _line_in(path: Path, error: BaseException) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    found = None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(path):
            found = step.tb_lineno
        step = step.tb_next
    return found
