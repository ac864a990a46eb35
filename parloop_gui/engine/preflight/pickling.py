"""What can't be pickled, and so can't go to a worker process or come back from it, each as a sentence."""

from __future__ import annotations

import functools
import inspect
import pickle
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from types import FunctionType, ModuleType
from typing import Any

from ..loops.user_errors import reason_of, without_addresses
from ..protocol.preflight_facts import Problem
from ..user_program.bound_objects import held_by

# Items that are pickled to know their sizes, spread over all of them.
SAMPLE = 100
# Or fewer, where pickling them takes longer than this: somebody waits for the preflight.
ENOUGH_S = 0.5


def of_function(function: Callable[..., Any], name: str, line: int | None) -> Iterator[Problem]:
    """Why the function can't be pickled."""
    try:
        pickle.dumps(function)
    except Exception as error:
        where = f"{name} (line {line})" if line else name
        yield Problem("pickle-function", f"{where} can't be pickled: {_why_not(function, name, error)}.", line)


def _why_not(function: Callable[..., Any], name: str, error: Exception) -> str:
    if isinstance(function, functools.partial):
        return _why_not_partial(function, error)
    if isinstance(function, FunctionType) and (wrapped := _wrapped(function, name)):
        own, line = function.__name__, function.__code__.co_firstlineno
        return f"its decorator puts {own} in its place; add @functools.wraps({wrapped}) to {own}, line {line}"
    if getattr(function, "__name__", "") == "<lambda>":
        return "it is a lambda; what is defined with def at the top level of its file can be"
    if "<locals>" in getattr(function, "__qualname__", ""):
        return "it is defined within another function; at the top level of its file it could be"
    return reason_of(error)


def _why_not_partial(function: functools.partial[Any], error: Exception) -> str:
    """Which part of it: the function, or an argument by its name."""
    inner = function.func
    own = getattr(inner, "__name__", "function")
    for what, value in (("what it calls", inner), *((f"its `{each.name}`", each.value) for each in held_by(function))):
        try:
            pickle.dumps(value)
        except Exception as reason:
            return f"{what} can't be: {_why_not(value, own, reason)}"
    return reason_of(error)


def _wrapped(function: FunctionType, name: str) -> str:
    """By what name a wrapper knows the function of that name that it stands for; "" where it is no such wrapper."""
    held = inspect.getclosurevars(function).nonlocals.items()
    wrapped = [own for own, value in held if isinstance(value, FunctionType) and value.__name__ == name]
    return wrapped[0] if wrapped and function.__name__ != name else ""


def of_items(items: Sequence[Any]) -> tuple[list[int], list[Problem]]:
    """The sizes of an evenly spread sample of the items, and the first that can't be pickled."""
    sizes: list[int] = []
    give_up_at = perf_counter() + ENOUGH_S
    wanted = min(SAMPLE, len(items))
    for index in dict.fromkeys((2 * at + 1) * len(items) // (2 * wanted) for at in range(wanted)):
        try:
            sizes.append(len(pickle.dumps(items[index], pickle.HIGHEST_PROTOCOL)))
        except Exception as error:
            sentence = f"Item {index}, {short(items[index])}, can't be pickled: {reason_of(error)}."
            return sizes, [Problem("pickle-item", sentence)]
        if perf_counter() > give_up_at:
            break
    return sizes, []


def of_results(results: Sequence[Any], name: str, line: int | None) -> tuple[int | None, list[Problem]]:
    """The size of the largest result, and why one can't be pickled, or can't be read back."""
    largest = 0
    for result in results:
        try:
            data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
            pickle.loads(data)
        except Exception as error:
            where = f"{name} (line {line})" if line else name
            kind = type(result).__name__
            sentence = f"What {where} returns, of type {kind}, can't be pickled: {reason_of(error)}."
            return None, [Problem("pickle-result", sentence, line)]
        largest = max(largest, len(data))
    return largest, []


def of_error(error: BaseException, name: str, line: int | None) -> Iterator[Problem]:
    """Why what a task raised can't be handed back by a worker process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception as reason:
        raised = f"The {type(error).__name__} that {name} raised{f' (line {line})' if line else ''}"
        yield Problem("pickle-error", f"{raised} can't be pickled: {reason_of(reason)}.", line)


def of_exception_classes(module: ModuleType) -> Iterator[Problem]:
    """Exceptions of the user's own that pickle, but can't be read back: some pools wait for ever for such a one."""
    for name, found in list(vars(module).items()):
        if not (isinstance(found, type) and issubclass(found, Exception) and found.__module__ == module.__name__):
            continue
        try:
            error = found(*[""] * _required(found))
        except Exception:  # it wants arguments that can't be guessed
            continue
        try:
            pickle.loads(pickle.dumps(error))
        except Exception as reason:
            line = _line(found)
            at = f" (line {line})" if line else ""
            sentence = f"{name}{at} can't be handed back by a worker process once it is raised: {reason_of(reason)}."
            yield Problem("pickle-error", sentence, line)


def short(value: Any) -> str:
    """The value as a message shows it."""
    try:
        text = repr(value)
    except Exception:  # a `__repr__` of the user's may raise anything
        text = f"<{type(value).__name__}>"
    text = without_addresses(text)
    return text if len(text) <= 60 else text[:57] + "…"


def _required(found: type[Exception]) -> int:
    """How many arguments without a default its own __init__ takes."""
    if found.__init__ is Exception.__init__:
        return 1
    parameters = list(inspect.signature(found.__init__).parameters.values())[1:]
    by_place = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(each.kind in by_place and each.default is inspect.Parameter.empty for each in parameters)


def _line(found: type) -> int | None:
    try:
        return inspect.getsourcelines(found)[1]
    except (OSError, TypeError):
        return None
