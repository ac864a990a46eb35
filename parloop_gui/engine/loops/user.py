"""The user's own loop: a function of their file, and the items it runs over.

LoopSpec ─► user_module.py: import it ─► find_function ─► user_items.py: make the items ─► function, items
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, NamedTuple

from ..protocol.loop_spec import LoopSpec
from .user_errors import UserLoopError
from .user_items import make_items
from .user_module import import_module


class UserLoop(NamedTuple):
    """A user's loop made ready: what is called with an item, all items, and what each worker calls once."""

    function: Callable[[Any], Any]
    items: list[Any]
    set_up: Callable[[], object] | None


def load(spec: LoopSpec, folder: str) -> UserLoop:
    """The user's loop; raises UserLoopError. `folder` is the run's own, for code that lies in no file of the user's."""
    module = import_module(spec, folder)
    function = find_function(module, spec.function or "", None if spec.unpack else 1)
    set_up = find_function(module, spec.setup, arguments=0) if spec.setup else None
    items = make_items(module, spec)
    check_arguments(spec, function, items)
    return UserLoop(called_with_an_item(spec, function), items, set_up)


class SetUpFirst:
    """A function whose every call is the first in its worker: calls the set-up before it. Pickled as both are."""

    __slots__ = ("function", "set_up")

    def __init__(self, set_up: Callable[[], object], function: Callable[[Any], Any]) -> None:
        self.set_up, self.function = set_up, function

    def __call__(self, item: Any) -> Any:
        """The function's result for the item."""
        self.set_up()
        return self.function(item)

    def __reduce__(self) -> tuple[type[SetUpFirst], tuple[Callable[[], object], Callable[[Any], Any]]]:
        return SetUpFirst, (self.set_up, self.function)


class Unpacked:
    """A function of several arguments, to be called with one item: a tuple of them. Pickled as the function is."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, item: Any) -> Any:
        """The function's result for the parts of the item."""
        return self.function(*item)

    def __reduce__(self) -> tuple[type[Unpacked], tuple[Callable[..., Any]]]:
        return Unpacked, (self.function,)


def called_with_an_item(spec: LoopSpec, function: Callable[..., Any]) -> Callable[[Any], Any]:
    """What is called with an item: the function itself, or what hands it the item's parts."""
    return Unpacked(function) if spec.unpack else function


def check_arguments(spec: LoopSpec, function: Callable[..., Any], items: list[Any]) -> None:
    """Whether a function of several arguments can be called with the first item's parts; raises UserLoopError."""
    if not spec.unpack:
        return
    line = _line(function)
    where = f" (line {line})" if line else ""
    first = items[0]
    if not isinstance(first, (tuple, list)):
        kind = type(first).__name__
        raise UserLoopError(
            f"{spec.function}{where} takes several arguments, so each item is a tuple of them; the first is a {kind}.",
            line,
        )
    _check_call(function, spec.function or "", first, f"the {len(first)} parts of the first item")


def find_function(module: ModuleType, name: str, arguments: int | None = 1) -> Callable[..., Any]:
    """The module's function of that name, which must take so many arguments, if a number is given.

    A method goes by its class, "Shop.price": then an item is an object and the other arguments. Raises UserLoopError.
    """
    first, *inner = name.split(".")
    function = vars(module).get(first)
    for part in inner:
        function = getattr(function, part, None)
    if function is None:
        close = difflib.get_close_matches(name, [key for key, value in vars(module).items() if callable(value)], n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "."
        raise UserLoopError(f"{module.__name__}.py has no function {name!r}{hint}")
    line = _line(function)
    if not callable(function):
        raise UserLoopError(f"{name} in {module.__name__}.py is no function but {type(function).__name__}.")
    if inspect.isasyncgenfunction(function):
        raise UserLoopError(f"{name} (line {line}) is an async generator; a task returns its result.", line)
    if arguments is not None:
        _check_call(function, name, range(arguments), "one item" if arguments else "no arguments")
    chosen: Callable[..., Any] = function
    return chosen


def _check_call(function: Callable[..., Any], name: str, arguments: Iterable[Any], called_with: str) -> None:
    line = _line(function)
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError as error:
        where = f" (line {line})" if line else ""
        raise UserLoopError(f"{name}{where} can't be called with {called_with}: {error}.", line) from None
    except ValueError:
        pass  # some functions written in C don't reveal their arguments


def _line(function: Any) -> int | None:
    return getattr(getattr(function, "__code__", None), "co_firstlineno", None)
