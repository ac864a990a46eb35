"""The wall times that count: one per contestant and round, and their ratios within a round.

Rounds are paired because machines change speed in spells that no counter shows: only runs of the same round are
compared with each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, Literal

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.thresholds import MOST_PAUSED_S

EVENT_LOOP: Final = "event-loop"

# By what a strategy's workers wait: as its family does (threads for the GIL), or all for the one thread they share.
Rules = Literal[Family, "event-loop"]

# The logarithm of the wall time in seconds, by contestant and round.
WallTimes = dict[Contestant, dict[int, float]]


def is_event_loop(contestant: Contestant) -> bool:
    """Whether its tasks are coroutines that one thread runs in turns."""
    return catalogue.find(contestant.strategy).find_call(contestant.call).awaits


def rules_of(contestant: Contestant) -> Rules:
    """By whose rules its workers wait."""
    if is_event_loop(contestant):
        return EVENT_LOOP
    return catalogue.find(contestant.strategy).behaves_like


def scored(run: RunFinished) -> Measurement | None:
    """The run's measurement if it counts: not of the warm-up pass, not probed, undisturbed, without a pause.

    A run whose results differ was measured to its end; whether it may be ranked is another question.
    """
    measurement = run.ended.measurement
    if measurement is None or run.round < 1 or run.ended.outcome not in ("finished", "wrong-result"):
        return None
    if run.disturbed or (run.ended.noise.paused_s or 0.0) > MOST_PAUSED_S:
        return None
    return measurement if measurement.probe is None and measurement.wall_s > 0 else None


def whole_loop_s(measurement: Measurement) -> float:
    """What the run would have taken over all of the loop's items; its wall time where it went over all of them.

    Starting and ending the workers is not longer for more items, work is: so that a small sample does not let the
    start of a pool decide about a loop of an hour. One worker per item starts as many as there are items, within the
    work.
    """
    if measurement.items < 1 or measurement.of_items is None or measurement.of_items <= measurement.items:
        return measurement.wall_s
    once_s = measurement.startup_s + measurement.winddown_s
    return once_s + max(measurement.wall_s - once_s, 0.0) * measurement.of_items / measurement.items


def scored_wall_times(runs: Iterable[RunFinished]) -> WallTimes:
    """The wall times of all runs that count, for the whole loop."""
    wall_times: WallTimes = {}
    for run in runs:
        measurement = scored(run)
        if measurement is not None:
            # One with a sample of its own is about so many items, not about the whole loop.
            is_part = run.contestant.arrangement.sample is not None
            wall_s = measurement.wall_s if is_part else whole_loop_s(measurement)
            wall_times.setdefault(run.contestant, {})[run.round] = math.log(wall_s)
    return wall_times


def log_ratios(wall_times: WallTimes, of: Contestant, to: Contestant) -> list[float]:
    """ln(wall of `of` ÷ wall of `to`) for every round that both share, in order."""
    ours, theirs = wall_times.get(of, {}), wall_times.get(to, {})
    return [ours[round_] - theirs[round_] for round_ in sorted(ours.keys() & theirs.keys())]
