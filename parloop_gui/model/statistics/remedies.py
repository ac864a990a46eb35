"""What ways out came to that were tried behind the last round: less handed over, or more of it at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from parloop_gui.engine.protocol.kinds import RemedyKind
from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant


@dataclass(frozen=True)
class Remedied:
    """What one way out came to: the middle of a few runs, and the chunk size in force there."""

    kind: RemedyKind
    wall_s: float
    chunksize: int | None = None


def remedied(runs: Iterable[RunFinished]) -> Mapping[Contestant, tuple[Remedied, ...]]:
    """By contestant, each way that was tried and gave the plain loop's results."""
    found: dict[Contestant, dict[RemedyKind, list[Measurement]]] = {}
    for run in runs:
        measurement = run.ended.measurement
        if run.remedy is not None and run.ended.outcome == "finished" and measurement is not None:
            found.setdefault(run.contestant, {}).setdefault(run.remedy, []).append(measurement)
    return {each: tuple(_middle(kind, made) for kind, made in own.items()) for each, own in found.items()}


def _middle(kind: RemedyKind, made: Sequence[Measurement]) -> Remedied:
    return Remedied(kind, median([each.wall_s for each in made]), made[-1].chunksize)
