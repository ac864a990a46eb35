"""What a break-even map is made of: places of a task's length and an item's size, and what was measured there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import Literal

from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.forecast.costs import Cost
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.statistics.thresholds import AHEAD

Side = Literal["baseline", "threads", "processes"]
SIDES: tuple[Side, ...] = ("baseline", "threads", "processes")
# Who stands for a family on the map: the plain loop, and the executors of threads and of processes.
STRATEGY_OF: dict[Side, tuple[str, str]] = {
    "baseline": (PLAIN, "for"),
    "threads": ("thread-pool-executor", "map"),
    "processes": ("process-pool-executor", "map"),
}

# As many as let a pool's start of some 20 ms matter for tasks of 0.1 ms, and not for tasks of 10 ms.
ITEMS = 100

# The ends of the map. Below 10 µs the plain loop wins whatever is handed over, above 10 ms nothing changes but by the
# size, and 10 MB an item are a gigabyte in all.
LEAST_TASK_S, MOST_TASK_S = 1e-5, 1e-2
LEAST_BYTES, MOST_BYTES = 100, 10_000_000


@dataclass(frozen=True)
class Spot:
    """A place on the map: how long a task takes in seconds, how many bytes its item has."""

    task_s: float
    item_bytes: int

    @cached_property
    def across(self) -> tuple[float, float]:
        """Where it lies, in decades from the map's lower left corner."""
        return math.log10(self.task_s / LEAST_TASK_S), math.log10(max(self.item_bytes, 1) / LEAST_BYTES)

    def apart(self, other: Spot) -> float:
        """How far from the other one, in decades."""
        return math.dist(self.across, other.across)


@dataclass(frozen=True)
class Cell:
    """A place that was measured: each side's wall times in seconds, a round each."""

    spot: Spot
    walls_s: Mapping[Side, Sequence[float]]

    def log_wall(self, side: Side) -> float:
        """The logarithm of its median."""
        return math.log(self.wall_s(side))

    def wall_s(self, side: Side) -> float:
        """The median wall time of its runs, in seconds."""
        return median(self.walls_s[side])

    @property
    def winner(self) -> Side:
        """The fastest side; the plain loop where nobody is ahead of it by anything worth a change."""
        return winner_of({side: self.log_wall(side) for side in self.walls_s})

    @property
    def margin(self) -> float:
        """How far ahead the winner is of the next one, as a logarithm."""
        return margin_of({side: self.log_wall(side) for side in self.walls_s})


def winner_of(logs: Mapping[Side, float]) -> Side:
    """Whose wall time is the least; the first in the order of `SIDES` of those that are as good."""
    best = min(logs.values())
    return next(side for side in SIDES if side in logs and logs[side] <= best + AHEAD)


def margin_of(logs: Mapping[Side, float]) -> float:
    """How far apart the two best are, as a logarithm."""
    first, second, *_ = sorted(logs.values())
    return second - first


@dataclass(frozen=True)
class Map:
    """The break-even map of one machine and Python, for tasks that compute for `cpu_share` percent of their time.

    `costs` are what the executors cost there beside their tasks, by side, as the model between the cells wants them;
    `bytes_per_s` how fast items go to processes. `dot` is where the user's own loop lies, by its `dot_name`.
    """

    python: Interpreter
    cpu_share: int
    cells: tuple[Cell, ...]
    costs: Mapping[Side, Cost] = field(default_factory=dict)
    bytes_per_s: float | None = None
    created: str = ""
    dot: Spot | None = None
    dot_name: str = ""
    items: int = ITEMS


def loop_of(spot: Spot, cpu_share: int) -> LoopSpec:
    """The loop whose tasks are of that length, over items of that size: the same object, pickled for each anew."""
    compute_s = spot.task_s * cpu_share / 100
    code = _CODE.format(compute_s=compute_s, wait_s=spot.task_s - compute_s)
    return LoopSpec("user", "work", f"[bytes({spot.item_bytes})] * {ITEMS}", function="work", code=code)


# Time on a core is counted, so that who waits for the GIL or for a core computes as much as before.
_CODE = """import time


def work(item):
    end_s = time.thread_time() + {compute_s!r}
    while time.thread_time() < end_s:
        pass
    if {wait_s!r} > 0:
        time.sleep({wait_s!r})
    return len(item)
"""
