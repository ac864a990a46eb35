"""Figures that can't be what they seem: found from the spans, told beside the figure with a kind and its numbers.

CPU and wall time of a task, beside the plain loop's ─┬─ less CPU, as long by the clock ─► tasks run for a fixed time
├─ less of both ─► part of the work was not done again
├─ more CPU ─► workers get in each other's way
└─ faster than the cores allow, and none of these
the first run of all, beside later ones ─► a first use that is cold
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.explain.verdict import Numbers
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.summary import Row, row_of
from parloop_gui.model.statistics.thresholds import (
    BEYOND_CORES,
    COLD_FROM_S,
    COLD_TIMES,
    CPU_DIFFERS,
    CPU_ENOUGH_S,
    LEAST_ROUNDS,
    MIXED_TO,
    SAME_BY_THE_CLOCK,
)
from parloop_gui.model.statistics.wall_times import scored
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, duration, times

OddityKind = Literal["fixed-time", "less-work", "more-cpu", "beyond-cores", "cold-first"]


@dataclass(frozen=True)
class Oddity:
    """What is odd about a contestant's figure: a sentence or two, and the figures in it."""

    contestant: Contestant
    kind: OddityKind
    text: str
    numbers: Numbers = field(default_factory=dict)


def oddities(plan: Plan, rows: Sequence[Row], runs: Sequence[RunFinished]) -> tuple[Oddity, ...]:
    """Those of all rows, in their order; the first run of all comes first."""
    cores = {python.id: python.cores for python in plan.pythons}
    among = [row.contestant for row in rows]
    found = [_cold(runs, among)]
    for row in rows:
        plain = row_of(rows, row.contestant.plain)
        if plain is not None and plain is not row:
            found.append(_of_row(row, plain, cores.get(row.contestant.python, 1), among))
    return tuple(each for each in found if each is not None)


def _of_row(row: Row, plain: Row, cores: int, among: Iterable[Contestant]) -> Oddity | None:
    if plain.tag is None or plain.tag.unsure or not _comparable(row, plain):
        return None
    cpu_s, plain_cpu_s = row.task_cpu_s or 0.0, plain.task_cpu_s or 0.0
    cpu, wall = cpu_s / plain_cpu_s, (row.task_s or 0.0) / (plain.task_s or 1.0)
    named, numbers = name(row.contestant, among), _numbers(row, plain)
    if cpu < 1 / CPU_DIFFERS and 1 / SAME_BY_THE_CLOCK < wall < SAME_BY_THE_CLOCK:
        text = (
            f"{named}: a task takes {duration(row.task_s or 0.0)} as in the plain loop, but computes "
            f"{duration(cpu_s, 2)} of it instead of {duration(plain_cpu_s, 2)}. Tasks seem to run for a fixed time by "
            "the clock: more of them at once look faster and do less."
        )
        return Oddity(row.contestant, "fixed-time", text, numbers)
    if cpu < 1 / CPU_DIFFERS:
        text = (
            f"{named}: a task computes {duration(cpu_s, 2)} instead of the plain loop’s {duration(plain_cpu_s, 2)}: "
            "part of the work was not done again, as where a cache is kept."
        )
        return Oddity(row.contestant, "less-work", text, numbers)
    if cpu > CPU_DIFFERS:
        text = (
            f"{named}: a task computes {duration(cpu_s, 2)}, {times(cpu, 2)} as long as in the plain loop: workers get "
            "in each other’s way (memory, caches), or each does what the plain loop does once."
        )
        return Oddity(row.contestant, "more-cpu", text, numbers)
    return _beyond_cores(row, plain, cores, named)


def _beyond_cores(row: Row, plain: Row, cores: int, named: str) -> Oddity | None:
    most = min(row.width or 1, cores)
    computes = plain.tag is not None and plain.tag.corrected_share > MIXED_TO
    if not computes or row.speedup is None or row.speedup.low <= most * BEYOND_CORES:
        return None
    text = (
        f"{named}: {times(row.speedup.median)} is more than {count(most, 'core')} can give a loop that computes. "
        "Nothing that was measured explains it."
    )
    return Oddity(row.contestant, "beyond-cores", text, {"speedup": row.speedup.median, "cores": most})


def _comparable(row: Row, plain: Row) -> bool:
    """Whether both computed enough for their clocks to tell a difference, in tasks that both have."""
    each = (row, plain)
    if not all(one.task_s and one.task_cpu_s is not None and one.items for one in each):
        return False
    most_s = max((one.task_cpu_s or 0.0) * (one.items or 0) for one in each)
    return (plain.task_cpu_s or 0.0) > 0 and most_s >= CPU_ENOUGH_S


def _numbers(row: Row, plain: Row) -> Numbers:
    return {
        "task_s": row.task_s,
        "task_cpu_s": row.task_cpu_s,
        "plain_task_s": plain.task_s,
        "plain_task_cpu_s": plain.task_cpu_s,
    }


def _cold(runs: Sequence[RunFinished], among: Iterable[Contestant]) -> Oddity | None:
    """The very first run of all took far longer than the later ones of its contestant over as many items."""
    first = next((run for run in runs if run.ended.measurement is not None), None)
    measured = first.ended.measurement if first is not None else None
    if first is None or measured is None:
        return None
    own = [run for run in runs if run.contestant == first.contestant and run is not first]
    later = [found.wall_s for run in own if (found := scored(run)) is not None and found.items == measured.items]
    if len(later) < LEAST_ROUNDS:
        return None
    later_s = median(later)
    if measured.wall_s < COLD_TIMES * later_s or measured.wall_s - later_s < COLD_FROM_S:
        return None
    named = "the plain loop" if first.contestant.is_plain else name(first.contestant, among)
    text = (
        f"The very first run took {duration(measured.wall_s)}, later ones of {named} {duration(later_s)}: "
        "a first use is cold (files, caches, connections). Where a loop runs once, that is what it takes."
    )
    return Oddity(first.contestant, "cold-first", text, {"first_s": measured.wall_s, "later_s": later_s})
