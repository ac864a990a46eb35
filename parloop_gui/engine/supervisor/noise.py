"""What else the machine does while a run is made: read before and after, so that a disturbed run is known."""

from __future__ import annotations

import time
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..host import machine_counters, processes
from ..host.control_groups import ControlGroups
from ..protocol.messages import Noise

# Some milliseconds of work: long beside the clock, short beside the start of a run, which it delays.
REFERENCE_TURNS = 30_000


def reference_loop_s() -> float:
    """Seconds for a fixed piece of work: how fast this machine happens to be now."""
    began = time.perf_counter()
    total = 0
    for turn in range(REFERENCE_TURNS):
        total += turn * turn
    return time.perf_counter() - began


@dataclass(frozen=True)
class Before:
    """The machine just before a run."""

    at: float
    own_cpu_s: float
    cpu: machine_counters.CpuTimes | None
    reference_loop_s: float
    helpers: frozenset[int]
    throttled_s: float | None

    @classmethod
    def now(cls, helpers: set[int]) -> Before:
        """Time the reference loop, then read the counters; `helpers` are processes of ours beside the run."""
        reference = reference_loop_s()
        return cls(
            time.perf_counter(),
            _own_cpu_s(helpers),
            machine_counters.cpu_times(),
            reference,
            frozenset(helpers),
            ControlGroups().throttled_s(),
        )


def _own_cpu_s(helpers: AbstractSet[int]) -> float:
    return time.process_time() + sum(map(processes.cpu_s, helpers))


def noise(
    before: Before, run_cpu_s: float, switches: int | None, run_delay_s: float | None, paused_s: float | None = None
) -> Noise:
    """What happened since, the run's own CPU time and this process's taken off."""
    elapsed = time.perf_counter() - before.at
    after = machine_counters.cpu_times()
    steal = foreign = None
    if after is not None and before.cpu is not None and after.total_s > before.cpu.total_s:
        steal = (after.steal_s - before.cpu.steal_s) / (after.total_s - before.cpu.total_s)
        ours = run_cpu_s + _own_cpu_s(before.helpers) - before.own_cpu_s
        foreign = max(0.0, (after.busy_s - before.cpu.busy_s - ours) / elapsed)
    throttled_s = ControlGroups().throttled_s() if before.throttled_s is not None else None
    return Noise(
        load_1min=machine_counters.load_1min(),
        steal_share=steal,
        foreign_cores=foreign,
        involuntary_switches=switches,
        run_delay_s=run_delay_s,
        reference_loop_s=before.reference_loop_s,
        paused_s=paused_s,
        throttled_s=max(0.0, throttled_s - (before.throttled_s or 0.0)) if throttled_s is not None else None,
    )
