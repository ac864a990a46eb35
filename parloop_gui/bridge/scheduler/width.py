"""How many tasks may be under way at once: one number of workers for every pool, and the executor at a single's width.

`Thread` and `Process` make one worker per item, so on a waiting loop they win by width alone. Then the executor of the
same family is added at that width: it is the fair comparison, and the code to use.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS, MOST_FOR_WAITING, ONE_EACH_AHEAD, ONE_EACH_CLEARLY

Measured = Mapping[Contestant, Sequence[Measurement]]


def common_workers(plan: Plan, waits: bool, items: int, cores: int) -> int | None:
    """The workers of every pool: a core each when the loop computes, many when it waits; None for Python's own."""
    if plan.workers == "python":
        return None
    if plan.workers == "auto":
        return max(1, min(items, MOST_FOR_WAITING)) if waits else cores
    return plan.workers


def workers_of(contestant: Contestant, common: int | None) -> int | None:
    """The workers its run is asked for: its own, else the common ones; never more than a part of the items has."""
    own = contestant.arrangement
    if own.workers is not None or common is None:
        return own.workers
    return common if own.sample is None else min(common, own.sample)


def executor_to_add(measured: Measured, python: str, calls: Mapping[str, str]) -> tuple[Contestant, str] | None:
    """The executor at the width by which Thread or Process is ahead of every pool, and why; None if none is called for.

    `measured` holds the runs that count, of the contestants still in; `calls` the call by which to use an executor.
    """
    own = {each: runs for each, runs in measured.items() if each.python == python and runs}
    if any(each.arrangement.workers is not None for each in own):
        return None
    pools = [each for each in own if _width_of(each) == "workers"]
    singles = [each for each in own if _width_of(each) == "items"]
    if not pools or not singles:
        return None
    winner, best = min(singles, key=lambda each: _wall_s(own[each])), min(pools, key=lambda each: _wall_s(own[each]))
    width = own[winner][-1].width
    few = min(len(own[winner]), len(own[best])) < LEAST_ROUNDS
    is_ahead = _wall_s(own[winner]) * (ONE_EACH_CLEARLY if few else ONE_EACH_AHEAD) <= _wall_s(own[best])
    if not is_ahead or width <= max(own[each][-1].width for each in pools):
        return None
    return _executor(winner, width, calls)


def _executor(winner: Contestant, width: int, calls: Mapping[str, str]) -> tuple[Contestant, str] | None:
    single = catalogue.find(winner.strategy)
    slug = "process-pool-executor" if single.family == "processes" else "thread-pool-executor"
    if slug not in calls:
        return None
    title = catalogue.find(slug).title
    reason = f"{single.title} is ahead with {width} at once, so {title} runs with {width} workers too."
    return Contestant(slug, calls[slug], winner.python, replace(winner.arrangement, workers=width)), reason


def _wall_s(runs: Iterable[Measurement]) -> float:
    return statistics.median(run.wall_s for run in runs)


def _width_of(contestant: Contestant) -> str:
    return catalogue.find(contestant.strategy).width
