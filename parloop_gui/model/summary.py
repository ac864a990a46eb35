"""Medians, simultaneous intervals, ranks and ties over the rounds of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.plan import Contestant
from parloop_gui.model.tags import Tag


@dataclass(frozen=True)
class Figure:
    """A median with its 95% interval."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """What all scored rounds of one contestant say.

    `outcome` is "finished" or how the contestant's bad run ended; then the figures may be None. `rank` counts
    from 1 among the contestants that may be ranked. `speedup` is against the plain loop of the same
    interpreter (None for the plain loop's own row is not used: it is exactly 1).
    """

    contestant: Contestant
    rounds: int
    outcome: str = "finished"
    message: str = ""
    width: int | None = None
    workers: int | None = None
    chunksize: int | None = None
    start_method: str | None = None
    wall_s: Figure | None = None
    throughput_per_s: Figure | None = None
    speedup: Figure | None = None
    round_walls_s: tuple[float, ...] = ()
    rank: int | None = None
    level_with_best: bool = False
    tag: Tag | None = None
    startup_s: float | None = None
    work_s: float | None = None
    winddown_s: float | None = None
    first_result_s: float | None = None
    cpu_s: float | None = None
    peak_rss_bytes: int | None = None
