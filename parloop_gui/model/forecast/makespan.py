"""How long so many tasks take on so many workers: what the longest-working one has to do."""

from __future__ import annotations

import heapq
import math

# With more chunks than these the last one is too small to matter: then the work is shared out evenly.
MOST_CHUNKS = 4_000


def makespan_s(items: int, width: int, chunksize: int | None, task_s: float, longest_s: float) -> float:
    """Seconds until the last task has ended, without what handing over costs.

    Chunks go to whoever is free first (list scheduling). Equal tasks come to whole rounds of `task_s`; where some are
    longer, the longest may be begun last: by Graham's bound (1969, "Bounds on multiprocessing timing anomalies") the
    end is then at most `longest_s` · (1 − 1 ÷ width) behind an even share. Half of that is taken: where in the loop
    the long ones stand is not known.
    """
    if items <= 0 or width <= 0:
        return 0.0
    even_s = items * task_s / width
    uneven_s = even_s + (1 - 1 / width) * max(0.0, longest_s - task_s) / 2
    return max(uneven_s, task_s * _most_of_one(items, width, chunksize or 1))


def _most_of_one(items: int, width: int, chunksize: int) -> float:
    """The most tasks that one worker does, of equal ones."""
    chunks = math.ceil(items / chunksize)
    if chunks > MOST_CHUNKS:
        return items / width
    if chunks <= width:
        return min(items, chunksize)
    done = [0] * width
    for at in range(chunks):
        heapq.heapreplace(done, done[0] + min(chunksize, items - at * chunksize))
    return max(done)
