"""The stop that stands in place of the loop: `__parloop__`, as the staged text knows it.

    with __parloop__.at_the_loop() as place:
        if place.original:
            for item in place.originals(ITER):            the loop as it stands
                BODY
        else:
            for item, _value in place.passes(ITER, task, give, (values, …)):
                FOLD                                      what is done in order with the results

The first time that the program itself comes to it counts. Any other time (a task that comes to the same loop, a
process that the program has forked, a worker) the loop runs as it stands, and the program goes on behind it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any, Protocol

# By which the staged text finds the stop, among the program's globals.
NAME = "__parloop__"

Task = Callable[[Any], Any]
Give = Callable[..., object] | None


class Place(Protocol):
    """What is done at the loop; leaving it may end the process."""

    original: bool

    def __enter__(self) -> Place:  # noqa: PYI034 - Self is new in Python 3.11
        """The loop is about to begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """The loop is over, by that error or without one."""

    def originals(self, items: Iterable[Any]) -> Iterable[Any]:
        """What the loop as it stands goes over."""

    def passes(
        self, items: Iterable[Any], task: Task, give: Give, values: tuple[Any, ...], until_found: bool = False
    ) -> Iterator[tuple[Any, Any]]:
        """Each item with the task's result, in order; `give(*values)` is called once in each worker before.

        `until_found`: the loop may end at any of them, at its first match.
        """


class AsItStands:
    """The loop is no one's business here: it runs as the user wrote it."""

    original = True

    def __enter__(self) -> AsItStands:  # noqa: PYI034 - Self is new in Python 3.11
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def originals(self, items: Iterable[Any]) -> Iterable[Any]:
        """The items themselves."""
        return items

    def passes(
        self, items: Iterable[Any], task: Task, give: Give, values: tuple[Any, ...], until_found: bool = False
    ) -> Iterator[tuple[Any, Any]]:
        """Never asked for: the loop runs as it stands."""
        raise NotImplementedError


class Stop:
    """What the program finds as `__parloop__`. `arrived` makes the place where the loop is first come to.

    It is given the frame that the loop stands in.
    """

    def __init__(self, arrived: Callable[[FrameType], Place]) -> None:
        self._arrived = arrived
        self._pid = os.getpid()
        self._is_reached = False

    def dismiss(self) -> None:
        """From now on the loop runs as it stands."""
        self._is_reached = True

    def at_the_loop(self) -> Place:
        """The program has come to the loop."""
        if self._is_reached or os.getpid() != self._pid:
            return AsItStands()
        self._is_reached = True
        return self._arrived(sys._getframe(1))
