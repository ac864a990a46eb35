"""Plays a staged text within this process: the loop as it stands, all passes computed first, or each in a copy.

The program runs to its end, which the true one does not: what it prints and leaves tells whether it is the same.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import inspect
import io
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from parloop_gui.engine.protocol.first_match import chunks
from parloop_gui.model.source.parsed import parse
from parloop_gui.model.splitting.split import Split, split

Way = Literal["original", "ordered", "isolated"]
PATH = Path("/somewhere/mine.py")


@dataclass
class Ending:
    """What a program printed and left in its module, and the name of what it ended with."""

    printed: str
    left: dict[str, Any]
    raised: str = ""


class EndedError(Exception):
    """The loop has ended, and with it the run."""


class TwiceError(Exception):
    """An item came twice, though the split holds only where none does."""


@dataclass
class Loop:
    """What stands for the engine in a staged text."""

    way: Way
    names: dict[str, Any]
    distinct: bool = False
    ends_there: bool = False
    times_reached: int = 0
    results: list[Any] = field(default_factory=list)

    def at_the_loop(self) -> Self:
        """The loop is reached."""
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.ends_there and kind is None:
            raise EndedError

    @property
    def original(self) -> bool:
        """Whether it runs as it stands."""
        return self.way == "original"

    def originals(self, items: Iterable[Any]) -> Iterable[Any]:
        """The items, one by one."""
        return items

    def passes(
        self,
        items: Iterable[Any],
        task: Callable[[Any], Any],
        give: Callable[..., None] | None,
        values: tuple[Any, ...],
        until_found: bool = False,
    ) -> Iterator[tuple[Any, Any]]:
        """Each item with what its pass gave."""
        items = list(items)
        self.times_reached += 1
        if self.distinct and len({id(each) for each in items}) < len(items):
            raise TwiceError
        if give is not None:
            give(*values)
        for chunk in chunks(items, 2 if until_found else len(items)):
            if self.way == "ordered":
                results = [_awaited(task(item)) for item in chunk]
            else:
                results = [self._isolated(task, give, values, item) for item in reversed(chunk)][::-1]
            self.results += results
            yield from zip(chunk, results, strict=True)

    def _isolated(
        self, task: Callable[[Any], Any], give: Callable[..., None] | None, values: tuple[Any, ...], item: Any
    ) -> Any:
        """The pass in a world of its own: whatever it changes there stays there."""
        kept = dict(self.names)
        memo: dict[int, Any] = {}
        data = {name: value for name, value in kept.items() if not name.startswith("__") and _is_data(value)}
        try:
            self.names.update(copy.deepcopy(data, memo))
            if give is not None:
                give(*copy.deepcopy(values, memo))
            return copy.deepcopy(_awaited(task(copy.deepcopy(item))))
        finally:
            self.names.clear()
            self.names.update(kept)


def _awaited(given: Any) -> Any:
    """What a coroutine returns that waits for nothing; anything else as it is."""
    if not inspect.iscoroutine(given):
        return given
    while True:
        try:
            given.send(None)
        except StopIteration as ended:
            return ended.value


def _is_data(value: object) -> bool:
    return not isinstance(value, types.ModuleType | types.FunctionType | type | types.BuiltinFunctionType | Loop)


def splitted(text: str, line: int | None = None) -> Split:
    """The split of the loop at that line, else of the first one that is marked or stands in the text."""
    lines = text.splitlines()
    marked = [number for number, each in enumerate(lines, 1) if "# here" in each]
    first = [number for number, each in enumerate(lines, 1) if each.lstrip().startswith(("for ", "async for "))]
    return split(parse(text, PATH), line or (marked or first)[0])


def plain(text: str) -> Ending:
    """The program as it stands."""
    return _ending(compile(text, PATH, "exec"), {"__name__": "__main__"}, frozenset())


def played(found: Split, way: Way) -> Ending:
    """The staged program, in that way."""
    names: dict[str, Any] = {"__name__": "__main__"}
    loop = names["__parloop__"] = Loop(way, names, found.needs_distinct)
    ending = _ending(_compiled(found), names, frozenset(found.temporary + found.added))
    assert way == "original" or loop.times_reached, "the loop was never reached"
    return ending


@functools.lru_cache(maxsize=1)
def _compiled(found: Split) -> types.CodeType:
    code: types.CodeType = compile(found.staged_tree(), PATH, "exec")
    return code


def comparable(ending: Ending, found: Split) -> tuple[str, dict[str, Any], str]:
    """The ending without the names that a split need not leave alike."""
    unlike = {*found.temporary, *found.added}
    return ending.printed, {name: each for name, each in ending.left.items() if name not in unlike}, ending.raised


def _ending(code: types.CodeType, names: dict[str, Any], unlike: frozenset[str]) -> Ending:
    printed, raised = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(code, names)  # noqa: S102 - the tests' own programs
        except TwiceError:
            raise
        except Exception as error:
            raised = repr(error)
    hidden = {"__builtins__", "__parloop__", "__name__", "__annotations__", *unlike}
    left = {name: _plain_data(each) for name, each in names.items() if name not in hidden and _is_data(each)}
    return Ending(printed.getvalue(), left, raised)


def _plain_data(value: Any, depth: int = 0) -> Any:
    """The value as what can be compared: objects by their attributes."""
    if depth > 20:
        return "…"
    if isinstance(value, dict):
        return type(value).__name__, [(key, _plain_data(each, depth + 1)) for key, each in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return type(value).__name__, [_plain_data(each, depth + 1) for each in value]
    if hasattr(value, "__dict__"):
        return type(value).__name__, _plain_data(vars(value), depth + 1)
    return value if isinstance(value, str | int | float | bytes | bool | None) else type(value).__name__
