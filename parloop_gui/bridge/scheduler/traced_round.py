"""One more run after the last round of each strategy whose threads take turns, so that the turns can be seen.

Such a run is never timed: the supervisor looks at each thread a thousand times a second meanwhile. It shows something
only where threads waited for the GIL.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from parloop_gui.bridge.scheduler.budget import Budget
from parloop_gui.bridge.scheduler.limits import EndError
from parloop_gui.bridge.scheduler.run_maker import CancelledError, Turn
from parloop_gui.bridge.scheduler.width import workers_of
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.thresholds import RECORDED_FROM

# How often at most the same strategy: the sampler may lose sight of its threads where it has to wait for a core.
TRIES = 3


def record(
    comparison: Comparison,
    budget: Budget,
    workers: int | None,
    elapsed_s: Callable[[], float],
    make: Callable[[Turn], RunFinished],
) -> None:
    """Make those runs; stopping them, or a limit that they reach, takes nothing from what is known already."""
    # It loads numpy, which nothing before the last round needs.
    from parloop_gui.model.timeline.shown import misses_turns

    wanted = list(_turn_takers(comparison))
    left_s = budget.traced_s(elapsed_s())
    with contextlib.suppress(CancelledError, EndError):
        for contestant in wanted:  # grows: who is wanted once more comes after all others
            run_s = budget.run_s(contestant)
            if run_s > left_s:
                continue
            left_s -= run_s
            asked = workers_of(contestant, workers)
            run = make(Turn(contestant, 0, asked, budget.limit_s(elapsed_s()), recorded=True))
            if misses_turns(run) and wanted.count(contestant) < TRIES:
                wanted.append(contestant)


def _turn_takers(comparison: Comparison) -> Iterator[Contestant]:
    for row in comparison.rows:
        if row.outcome == "finished" and row.tag is not None and row.tag.gil_wait_share >= RECORDED_FROM:
            yield row.contestant
