"""The user's own loop: a function of their file, and the items it runs over.

LoopSpec ─► user_module.py: import it ─► find_function ─► user_items.py: make the items ─► function, items
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..protocol import LoopSpec
from .user_errors import UserLoopError, told
from .user_items import make_items
from .user_module import import_module


def load(spec: LoopSpec, folder: str) -> tuple[Callable[[Any], Any], list[Any]]:
    """The function and the items of a user's loop, their set-up called between; raises UserLoopError.

    `folder` is the run's own, for code that lies in no file of the user's.
    """
    module = import_module(spec, folder)
    function = find_function(module, spec.function or "")
    if spec.setup:
        set_up = find_function(module, spec.setup, arguments=0)
        try:
            set_up()
        except BaseException as error:
            raise told(f"{spec.setup}() failed", error, module) from error
    return function, make_items(module, spec)


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
