"""A comparison so far: folds what the conductor tells into runs, rows and a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.events import ComparisonEnded, ComparisonEvent, EstimateMade, RunBegan, RunFinished
from parloop_gui.model.plan import Contestant, Plan
from parloop_gui.model.summary import Row
from parloop_gui.model.verdict import Verdict


@dataclass(frozen=True)
class Comparison:
    """All runs of all rounds, and what they say. Never changed in place: `fold` gives the next one."""

    plan: Plan
    created: str
    machine: dict[str, str | int | float | None]
    contestants: tuple[Contestant, ...]
    unavailable: tuple[tuple[Contestant, str], ...] = ()
    runs: tuple[RunFinished, ...] = ()
    rounds_finished: int = 0
    estimate: EstimateMade | None = None
    under_way: RunBegan | None = None
    done: int = 0
    total: int = 0
    left_s: float | None = None
    ended: ComparisonEnded | None = None
    rows: tuple[Row, ...] = ()
    verdict: Verdict | None = None


def fold(comparison: Comparison | None, event: ComparisonEvent) -> Comparison:
    """The comparison after one more event; the first event is a ComparisonStarted."""
    raise NotImplementedError
