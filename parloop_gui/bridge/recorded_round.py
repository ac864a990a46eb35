"""One more run after the last round of each strategy whose threads take turns, so that the turns can be seen.

Such a run is never timed: the supervisor looks at each thread a thousand times a second meanwhile. It shows something
only where threads waited for the GIL.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from parloop_gui.bridge.bounds import EndError
from parloop_gui.bridge.pace import Pace
from parloop_gui.bridge.run_maker import CancelledError, Turn
from parloop_gui.model.comparison import Comparison
from parloop_gui.model.plan import Contestant

_TAKES_TURNS = 0.05
"""From this share of its time waiting for the GIL on, a task's turns can be seen."""


def record(comparison: Comparison, pace: Pace, workers: int | None, make: Callable[[Turn], object]) -> None:
    """Make those runs; stopping them, or a limit that they reach, takes nothing from what is known already."""
    with contextlib.suppress(CancelledError, EndError):
        for contestant in _worth_recording(comparison, pace):
            asked = workers if contestant.workers is None else contestant.workers
            make(Turn(contestant, 0, asked, pace.limit_s(), recorded=True))


def _worth_recording(comparison: Comparison, pace: Pace) -> Iterator[Contestant]:
    """The contestants whose threads take turns, as long as their runs fit the little time that is allowed for this."""
    left_s = pace.recorded_s
    for row in comparison.rows:
        if row.outcome != "finished" or row.tag is None or row.tag.gil_wait_share < _TAKES_TURNS:
            continue
        run_s = pace.run_s(row.contestant)
        if run_s <= left_s:
            left_s -= run_s
            yield row.contestant
