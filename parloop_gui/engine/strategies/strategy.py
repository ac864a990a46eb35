"""What a strategy is: its name, family and notes, and the calls it can be made by; functions stand by reference."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..host.lazy_function import NO_FUNCTION, Deferred, loaded
from ..protocol.kinds import Chunking, CountedCores, Family, Package, Situation, StartMethod, Width
from ..protocol.unknown_name import UnknownNameError

_LAST = 1_000
"""The preference of a strategy that is not known: any other is named first."""
_CHUNKS_EACH: dict[Chunking | None, int] = {"four-each": 4, "64-each": 64}
"""Chunks for each worker made of the items when no chunk size is given: by `Pool.map` (`Pool._map_async`), by mpire."""


class Note(NamedTuple):
    """One "keep in mind": two or three bold words, then a sentence or two, and when it fits best.

    `counted` says the same in the loop's own numbers, where they are known: {items}, {workers}, and {chunk}, how many
    items a worker was handed at a time.
    """

    title: str
    text: str
    when: tuple[Situation, ...] = ()
    counted: str = ""

    def about(self, items: int | None, workers: int | None = None, chunk: int | None = None) -> str:
        """The text for a loop of these numbers (None: not known, as the number of workers before a run)."""
        known = {"items": items, "workers": workers, "chunk": chunk}
        wanted = [name for name in known if f"{{{name}}}" in self.counted]
        if not wanted or not all(known[name] for name in wanted) or 1 in (items, workers):
            return self.text
        return self.counted.format(**{name: f"{number:,}" for name, number in known.items() if number})


Idiom = Callable[..., list[Any]]
Items = Sequence[Any]
SetUp = Callable[[], object] | None
"""What each worker calls once before its first task."""


class Call(NamedTuple):
    """One way of calling a strategy: an idiom and what is to know about it.

    The idiom is an ordinary function that `code` refers to. It is run, shown and exported from its own source. Its
    parameters are a subset of: `task` (one argument), `items` (a list), `workers`, `chunksize`, `set_up` (what each
    worker calls once, or None), `start_method` (where the class takes that itself), `results` (an empty list that it
    fills as results come; the runner passes one that stamps the first), and the names bound by the strategy's `names`
    (the class a shared idiom is for). It returns the list of results, in one return that is its last
    statement; what it calls stands at the top level of its file.
    `spreads`: the task is called with the parts of each item, where items are tuples.
    """

    slug: str
    code: Deferred
    summary: str
    ordered: bool = True
    lazy: bool = False
    """Results come one by one while others are worked on."""
    takes_chunksize: bool = False
    chunking: Chunking | None = None
    """What Python itself takes when no chunk size is given; None: nothing is chunked."""
    one_at_a_time: bool = False
    """The caller waits for each task before it hands over the next, however many workers there are."""
    awaits: bool = False
    """It awaits `task(item)`, so the task is an async function; without a number of workers all are under way at once.
    """
    needs_python: tuple[int, int] = (3, 10)
    code_of_tuples: Deferred | None = None
    """The idiom where each item is a tuple of the task's arguments, if that is another one."""
    spreads: bool = False
    instead: str | None = None
    """The call that stands in for it before `needs_python`."""
    does: str = ""
    """What it does, in two or three words: how the results come, as a rule."""

    def for_loop(self, unpack: bool) -> Call:
        """The call as it is made where each item is a tuple of the task's arguments (`unpack`), or not."""
        if not unpack or self.code_of_tuples is None:
            return self
        return self._replace(code=self.code_of_tuples, code_of_tuples=None, spreads=True)

    @property
    def idiom(self) -> Idiom:
        """The function itself; its module is imported now."""
        return loaded(self.code)


class Effective(NamedTuple):
    """What a run comes to: workers, how many tasks can be under way at once, chunk size (None: no chunks)."""

    workers: int
    width: int
    chunksize: int | None


class Strategy(NamedTuple):
    """A way of running the loop.

    `names` binds the free names of shared idioms to (import line, expression), for instance
    (("pool_class", "from multiprocessing.pool import ThreadPool", "ThreadPool"),). `preference` orders level
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
    extra_workers: int = 0
    """How many more workers than cores Python itself starts when no number is given, and how many at most."""
    most_workers: int | None = None
    on_raise: str = ""
    """What Python's own class does when a task raises, as a sentence."""
    on_death: str = ""
    """What it does when a worker dies."""
    needs_python: tuple[int, int] = (3, 10)
    sets_up_workers: bool = True
    """Whether a set-up function can be called in its workers."""
    comes_to_loops: bool = True
    """Whether its workers can run the user's program up to its loop."""
    follows: Family | None = None
    """The family whose rules a further strategy follows: its workers share one GIL as threads do, or have one each."""
    package: Package | None = None
    """What has to be installed for it; None: it comes with Python."""
    own_start_method: StartMethod | None = None
    """How its class starts processes where nothing is said, and it is what has to be told; None: as Python does."""
    all_cores: str | None = None
    """What is written for one worker per core where its class takes no number for one worker in all; None: nothing."""
    counts: CountedCores = "python"
    """Which cores its class counts."""
    one_is_caller: bool = False
    """Whether a single worker is the one who calls: its class then starts none, and calls no set-up function."""
    breaks_with: tuple[str, ...] = ()
    """The types of what it raises when a worker died. Where there are some, it ends its workers after any other."""
    before: Deferred | None = None
    """Called with the run's folder before the clock starts, so that whatever its package leaves lies there."""
    after: Deferred | None = None
    """Called once the clock has stopped: what its package keeps for the next loop would outlive the run."""
    is_known: bool = True
    """Whether this version of Parloop knows it: a newer one's document may name others."""

    @property
    def default_call(self) -> str:
        """The slug of the call that is taken where nothing speaks for another; "" where it is not known."""
        return self.calls[0].slug if self.calls else ""

    @property
    def behaves_like(self) -> Family:
        """The family whose rules it follows: its own, but for the further ones."""
        return self.follows or self.family

    def call(self, slug: str) -> Call:
        """The call of that slug; raises UnknownNameError."""
        calls = {call.slug: call for call in self.calls}
        if slug not in calls:
            raise UnknownNameError(f"call of {self.slug}", slug, calls)
        return calls[slug]

    def find_call(self, slug: str) -> Call:
        """The call of that slug; one that has no idiom where there is none, as in a newer Parloop's document."""
        return next((call for call in self.calls if call.slug == slug), Call(slug, NO_FUNCTION, ""))

    def effective(
        self, call: Call, items: int, workers: int | None, chunksize: int | None, cores: int, version: tuple[int, int]
    ) -> Effective:
        """What None, or a chunk size where none is taken, comes to under that Python on so many cores."""
        if self.width == "items":
            return Effective(items, items, None)
        if self.width == "one":
            workers = 1
        elif workers is None:
            workers = items if call.awaits else self._own_workers(cores, version)
        if not call.takes_chunksize:
            return Effective(workers, 1 if call.one_at_a_time else min(workers, items), None)
        if chunksize is None:
            chunksize = _own_chunksize(call, items, workers)
        chunks = math.ceil(items / chunksize) if chunksize else items
        return Effective(workers, min(workers, chunks), chunksize)

    def _own_workers(self, cores: int, version: tuple[int, int]) -> int:
        workers = _counted_cores(self.counts, cores, version) + self.extra_workers
        return workers if self.most_workers is None else min(workers, self.most_workers)


def unknown_strategy(slug: str) -> Strategy:
    """What stands for a strategy that this version does not know."""
    return Strategy(
        slug=slug,
        title=slug,
        family="further",
        module="not known to this version",
        width="workers",
        calls=(),
        notes=(),
        preference=_LAST,
        classic=False,
        is_known=False,
    )


def _own_chunksize(call: Call, items: int, workers: int) -> int | None:
    if call.chunking in _CHUNKS_EACH:
        return math.ceil(items / (workers * _CHUNKS_EACH[call.chunking]))
    return 1 if call.chunking == "single" else None


def _counted_cores(counts: CountedCores, cores: int, version: tuple[int, int]) -> int:
    """How many cores are counted; Python's own pools count those this process may use from 3.13 on, before that all.

    `os.process_cpu_count` and `os.cpu_count`; see "What's New In Python 3.13".
    """
    if counts == "allowed" or (counts == "python" and version >= (3, 13)):
        return cores
    return max(cores, os.cpu_count() or 1)
