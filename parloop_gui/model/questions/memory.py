"""What so many workers hold in memory together, and how many of them fit.

    weighed in the pass that is not scored ─► bytes by workers ─► a line: what is there anyway, what each one adds

Weighed is the proportional set size: a page that several processes share counts once among them, as it lies in memory
once. Where the system does not tell that, what each holds by itself is added up, and the figure is about that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.questions.curves import Curves
from parloop_gui.model.wording.units import count, size

# Times as many workers as were measured: farther out than that the line is no more than a guess.
FARTHEST = 4


@dataclass(frozen=True)
class Memory:
    """Bytes that a strategy's processes held together, by its workers; `is_about`: shared pages count in each."""

    by_workers: Mapping[int, int]
    is_about: bool

    @property
    def each_bytes(self) -> float:
        """What one more worker takes: the slope of the nearest line."""
        workers, held = list(self.by_workers), list(self.by_workers.values())
        middle, mean = fmean(workers), fmean(held)
        over = sum((one - middle) ** 2 for one in workers)
        return max(0.0, sum((a - middle) * (b - mean) for a, b in zip(workers, held, strict=True)) / over)

    def at(self, workers: float) -> float:
        """What so many take, by that line."""
        return fmean(self.by_workers.values()) + self.each_bytes * (workers - fmean(self.by_workers))

    def most_within(self, limit_bytes: int) -> int | None:
        """How many fit; None where each takes nothing that could be measured."""
        if self.each_bytes <= 0:
            return None
        return max(0, math.floor((limit_bytes - self.at(0)) / self.each_bytes))


def memory_of(contestants: Iterable[Contestant], curves: Curves) -> Memory | None:
    """What the rows of one strategy tell; None of fewer than two numbers of workers, of which there is no line."""
    rows = [row for each in contestants if (row := curves.row(each)) is not None and row.workers]
    weighed = {row.workers: row.held_bytes for row in rows if row.workers and row.held_bytes}
    if len(weighed) > 1:
        return Memory(weighed, is_about=False)
    about = {row.workers: row.peak_rss_bytes for row in rows if row.workers and row.peak_rss_bytes}
    return Memory(about, is_about=True) if len(about) > 1 else None


@dataclass(frozen=True)
class Room:
    """What there is for them: asked for, or what was free on the machine."""

    limit_bytes: int
    is_free: bool

    @property
    def words(self) -> str:
        """Such as "2 GB", "the 1.4 GB that were free"."""
        return f"the {size(self.limit_bytes)} that were free" if self.is_free else size(self.limit_bytes)


def room_of(curves: Curves) -> Room | None:
    """The memory that was asked for with the question, else what was free; None where neither is known."""
    asked = curves.plan.asked
    if asked is not None and asked.memory_bytes is not None:
        return Room(asked.memory_bytes, is_free=False)
    return Room(curves.free_bytes, is_free=True) if curves.free_bytes else None


def fitting_words(memory: Memory | None, room: Room | None, workers: int) -> str:
    """For the sentence: "6 fit into 2 GB" where so many workers don't; "" where they do, or nobody knows."""
    if memory is None or room is None:
        return ""
    most = memory.most_within(room.limit_bytes)
    if most is None or most >= workers:
        return ""
    return _fit(most, room)


def _fit(most: int, room: Room) -> str:
    return f"{'none' if most == 0 else f'{most:,}'} fit{'s' * (most < 2)} into {room.words}"


def memory_words(who: str, memory: Memory, room: Room | None, workers: int) -> str:
    """What so many hold together, what each further one adds, and how many fit, as far as that was measured."""
    about, shared = ("about ", "") if memory.is_about else ("", ", shared pages counted once")
    held = f"{who} with {count(workers, 'worker')} holds {about}{size(round(memory.at(workers)))} of memory{shared}"
    most, measured = memory.most_within(room.limit_bytes) if room is not None else None, max(memory.by_workers)
    fit = ""
    if room is not None and most is not None:
        fits = _fit(most, room) if most <= FARTHEST * measured else f"all that were measured fit into {room.words}"
        fit = f"; {fits}"
    each = size(round(memory.each_bytes)) if round(memory.each_bytes) > 0 else "hardly any"
    return f"{held}, and {each} for each one more{fit}."
