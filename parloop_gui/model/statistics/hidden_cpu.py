"""Where tasks compute that their threads' own clocks don't see: in other programs, or in threads of their own."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.statistics.thresholds import (
    MIXED_FROM,
    NATIVE_THREADS,
    NATIVE_THREADS_FROM_S,
    PROGRAMS_OF_CPU,
    PROGRAMS_OF_WALL,
    PROGRAMS_OF_WALL_WHEN_BUSY,
)


def run_programs(plain: Sequence[Measurement]) -> bool:
    """Whether the tasks of these plain runs run other programs: a plain loop has no children of its own."""
    known = [each for each in plain if each.wall_s > 0 and each.cpu_s > 0]
    if not known:
        return False
    from statistics import median  # slow to import, and the first paint needs none

    of_wall = median([each.children_cpu_s / each.wall_s for each in known])
    of_cpu = median([each.children_cpu_s / each.cpu_s for each in known])
    return of_wall > PROGRAMS_OF_WALL or (of_wall > PROGRAMS_OF_WALL_WHEN_BUSY and of_cpu > PROGRAMS_OF_CPU)


def have_threads_of_their_own(plain: Sequence[Measurement]) -> bool:
    """Whether the tasks of these plain runs compute in threads of their own, as BLAS does: the process computed more.

    What the loop's one thread computed between tasks, or before them, is no other thread's.
    """
    enough = [each for each in plain if each.task_cpu_s > NATIVE_THREADS_FROM_S]
    compute = [each for each in enough if each.task_cpu_s > MIXED_FROM * (each.task_wall_s - (each.core_wait_s or 0.0))]
    from statistics import median

    return bool(compute) and median([_inside_s(each) / each.task_cpu_s for each in compute]) > NATIVE_THREADS


def _inside_s(run: Measurement) -> float:
    """The CPU time of the process while tasks were under way, at least."""
    return run.cpu_s - run.children_cpu_s - max(run.wall_s - run.task_wall_s, 0.0)


def compute_elsewhere(plain: Sequence[Measurement]) -> bool:
    """Whether the tasks of these plain runs do either."""
    return run_programs(plain) or have_threads_of_their_own(plain)
