"""What a strategy is: its name, family and notes, and the idioms it can be called by."""

from __future__ import annotations

import inspect
import math
import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..host.lazy_function import Deferred, loaded
from ..protocol.kinds import Family, SetUpPlace, Situation, Width


class Note(NamedTuple):
    """One "keep in mind": two or three bold words, then a sentence or two, and when it fits best."""

    title: str
    text: str
    when: tuple[Situation, ...] = ()


Idiom = Callable[..., list[Any]]
SetUp = Callable[[], object] | None
"""What each worker calls once before its first task."""


class Call(NamedTuple):
    """One way of calling a strategy: an idiom and what is to know about it.

    `idiom` is an ordinary function (`code`, or what stands for it until it is needed). It is run, shown and exported
    from its own source. Its parameters are a subset of: `task` (one argument), `items` (a list), `workers`,
    `chunksize`, `set_up` (what each worker calls once, or None), `results` (an empty list that it fills as results
    come; the runner passes one that stamps the first), and the names bound by `names` (the class a shared idiom is
    for). It returns the list of results, in one return that is its last statement; what it calls stands at the top
    level of its file. `spreads`: the task is called with the parts of each item, where items are tuples.
    """

    slug: str
    code: Idiom | Deferred
    summary: str
    ordered: bool = True
    lazy: bool = False
    takes_chunksize: bool = False
    default_chunksize: Callable[[int, int], int | None] | None = None
    """(items, workers) → what Python itself takes when no chunk size is given; None: not chunked."""
    one_at_a_time: bool = False
    """The caller waits for each task before it hands over the next, however many workers there are."""
    awaits: bool = False
    """It awaits `task(item)`, so the task is an async function; without a number of workers all are under way at once.
    """
    needs_python: tuple[int, int] = (3, 10)
    code_of_tuples: Idiom | None = None
    """The idiom where each item is a tuple of the task's arguments, if that is another one."""
    spreads: bool = False
    instead: str | None = None
    """The call that stands in for it under older Pythons."""

    def for_loop(self, unpack: bool) -> Call:
        """The call as it is made where each item is a tuple of the task's arguments (`unpack`), or not."""
        if not unpack or self.code_of_tuples is None:
            return self
        return self._replace(code=self.code_of_tuples, code_of_tuples=None, spreads=True)

    @property
    def idiom(self) -> Idiom:
        """The function itself; a deferred one's module is imported now."""
        return loaded(self.code)


class Effective(NamedTuple):
    """What a run comes to: workers, how many tasks can be under way at once, chunk size (None: no chunks)."""

    workers: int
    width: int
    chunksize: int | None


class Strategy(NamedTuple):
    """A way of running the loop.

    `names` binds the free names of shared idioms to (import line, expression), for instance
    (("pool_class", "from multiprocessing.pool import ThreadPool", "ThreadPool"),). `default_workers` is what
    Python itself starts when no number is given, for (cores, version). `preference` orders level
    strategies in the verdict: lower is named first.
    """

    slug: str
    title: str
    family: Family
    module: str
    width: Width
    calls: tuple[Call, ...]
    notes: tuple[Note, ...]
    preference: int
    classic: bool = True
    pickles: bool = False
    uses_start_method: bool = False
    names: tuple[tuple[str, str, str], ...] = ()
    """Each: name in the idiom, import line, expression shown in its place."""
    default_workers: Callable[[int, tuple[int, int]], int] | None = None
    on_raise: str = ""
    """What Python's own class does when a task raises, as a sentence."""
    on_death: str = ""
    """What it does when a worker dies."""
    needs_python: tuple[int, int] = (3, 10)
    sets_up_workers: bool = True
    """Whether a set-up function can be called in its workers."""
    behaves_like: Family | None = None
    """The family whose rules a further strategy follows: its workers share one GIL as threads do, or have one each."""

    def call(self, slug: str) -> Call:
        """The call of that slug; raises KeyError."""
        return {call.slug: call for call in self.calls}[slug]

    def effective(
        self, call: Call, items: int, workers: int | None, chunksize: int | None, cores: int, version: tuple[int, int]
    ) -> Effective:
        """What None, or a chunk size where none is taken, comes to under that Python on so many cores."""
        if self.width == "items":
            return Effective(items, items, None)
        if workers is None and call.awaits:
            workers = items
        elif workers is None or self.width == "one":
            workers = self.default_workers(cores, version) if self.default_workers else cores
        if not call.takes_chunksize:
            return Effective(workers, 1 if call.one_at_a_time else min(workers, items), None)
        if chunksize is None and call.default_chunksize:
            chunksize = call.default_chunksize(items, workers)
        chunks = math.ceil(items / chunksize) if chunksize else items
        return Effective(workers, min(workers, chunks), chunksize)

    def sets_up(self, call: Call) -> SetUpPlace:
        """How a set-up function is called once in each worker.

        As the pools' "initializer"; before the "task" where each task has a worker of its own; else "first", before
        the loop.
        """
        if "set_up" in inspect.signature(call.idiom).parameters:
            return "initializer"
        return "task" if self.width == "items" else "first"

    def arguments(
        self,
        call: Call,
        task: Callable[[Any], Any],
        items: Items,
        results: list[Any],
        effective: Effective,
        set_up: SetUp = None,
    ) -> dict[str, Any]:
        """What to call the idiom with: exactly the parameters it names, the bound ones imported.

        The effective numbers stand for Python's own defaults, which not every function takes as None.
        """
        known = {
            "task": task,
            "items": items,
            "results": results,
            "workers": effective.workers,
            "chunksize": effective.chunksize or 1,
            "set_up": set_up,
            **self.bindings(),
        }
        return {name: known[name] for name in inspect.signature(call.idiom).parameters}

    def bindings(self) -> dict[str, Any]:
        """The objects behind `names`, imported now (before the clock)."""
        bound: dict[str, Any] = {}
        for name, import_line, expression in self.names:
            scope: dict[str, Any] = {}
            exec(import_line, scope)  # noqa: S102 - the line is this package's own
            bound[name] = eval(expression, scope)  # noqa: S307
        return bound


def counted_cores(cores: int, version: tuple[int, int]) -> int:
    """What Python's pools count: the cores this process may use from 3.13 on, before that all there are.

    `os.process_cpu_count` and `os.cpu_count`; see "What's New In Python 3.13".
    """
    return cores if version >= (3, 13) else max(cores, os.cpu_count() or 1)


Items = Sequence[Any]
