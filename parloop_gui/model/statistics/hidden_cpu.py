"""Where tasks compute that their threads' own clocks don't see: in other programs, or in threads of their own."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.engine.protocol.messages import Measurement

_PROGRAMS, _PROGRAMS_ON_A_BUSY_MACHINE = 0.3, 0.1
_MOST_OF_THE_CPU = 0.5
_NATIVE = 1.2
_TOO_LITTLE_S = 0.05


def run_programs(plain: Sequence[Measurement]) -> bool:
    """Whether the tasks of these plain runs run other programs: a plain loop has no children of its own.

    On a busy machine programs wait for a core as well, so less of the wall time is theirs, yet most of the CPU time.
    """
    told = [each for each in plain if each.wall_s > 0 and each.cpu_s > 0]
    if not told:
        return False
    from statistics import median  # slow to import, and the first paint needs none

    of_wall = median([each.children_cpu_s / each.wall_s for each in told])
    of_cpu = median([each.children_cpu_s / each.cpu_s for each in told])
    return of_wall > _PROGRAMS or (of_wall > _PROGRAMS_ON_A_BUSY_MACHINE and of_cpu > _MOST_OF_THE_CPU)


def have_threads_of_their_own(plain: Sequence[Measurement]) -> bool:
    """Whether the tasks of these plain runs compute in threads of their own, as BLAS does: the process computed more.

    What the loop's one thread computed between tasks, or before them, is no other thread's.
    """
    told = [each for each in plain if each.task_cpu_s > _TOO_LITTLE_S]
    told = [each for each in told if each.task_cpu_s > 0.2 * (each.task_wall_s - (each.core_wait_s or 0.0))]
    from statistics import median

    return bool(told) and median([_inside_s(each) / each.task_cpu_s for each in told]) > _NATIVE


def _inside_s(run: Measurement) -> float:
    """The CPU time of the process while tasks were under way, at least."""
    return run.cpu_s - run.children_cpu_s - max(run.wall_s - run.task_wall_s, 0.0)


def compute_elsewhere(plain: Sequence[Measurement]) -> bool:
    """Whether the tasks of these plain runs do either."""
    return run_programs(plain) or have_threads_of_their_own(plain)
