"""What else the machine does while a run is made: read before it and when its clock has stopped."""

from __future__ import annotations

import time
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from ..host import machine_counters, processes
from ..host.control_groups import ControlGroups
from ..protocol.messages import Noise

# Some milliseconds of work: long beside the clock.
REFERENCE_TURNS = 30_000
# A reading of the reference loop stands for so long: machines change speed in spells of a tenth of a second and more.
FRESH_S = 0.1


def reference_loop_s() -> float:
    """Seconds for a fixed piece of work: how fast this machine happens to be now."""
    began = time.perf_counter()
    total = 0
    for turn in range(REFERENCE_TURNS):
        total += turn * turn
    return time.perf_counter() - began


class ReferenceLoop:
    """The reference loop, timed while nothing else is to be done: no run waits for it that follows at once."""

    def __init__(self) -> None:
        self._took_s = 0.0
        self._fresh_until = 0.0

    def time(self) -> None:
        """Time it now, so that a run that follows at once need not wait for it."""
        self._took_s = reference_loop_s()
        self._fresh_until = time.monotonic() + FRESH_S

    def took_s(self) -> float:
        """What it takes now, or has taken just now."""
        if time.monotonic() > self._fresh_until:
            self.time()
        return self._took_s


@dataclass(frozen=True)
class Reading:
    """What all cores have done so far, of that our own processes beside the run, what a limit held back; in seconds."""

    at: float
    own_cpu_s: float
    cpu: machine_counters.CpuTimes | None
    throttled_s: float | None

    @classmethod
    def now(cls, helpers: AbstractSet[int]) -> Reading:
        """At this moment; `helpers` are processes of ours beside the run."""
        own_cpu_s = time.process_time() + sum(map(processes.cpu_s, helpers))
        return cls(time.perf_counter(), own_cpu_s, machine_counters.cpu_times(), _own_groups().throttled_s())


@dataclass(frozen=True)
class Before:
    """The machine just before a run."""

    reading: Reading
    reference_loop_s: float
    helpers: frozenset[int]

    @classmethod
    def now(cls, helpers: set[int], reference: ReferenceLoop) -> Before:
        """Time the reference loop, then read the counters; `helpers` are processes of ours beside the run."""
        took_s = reference.took_s()
        return cls(Reading.now(helpers), took_s, frozenset(helpers))


@cache
def _own_groups() -> ControlGroups:
    """Those of this process, which enters its own before the first run; to find them takes as long as the rest."""
    return ControlGroups()


def noise(
    before: Before,
    after: Reading | None,
    run_cpu_s: float,
    switches: int | None,
    run_delay_s: float | None,
    paused_s: float | None = None,
) -> Noise:
    """What happened between the two readings (the second: now, where there is none).

    The run's own CPU time until then and this process's are taken off.
    """
    after = after or Reading.now(before.helpers)
    elapsed = after.at - before.reading.at
    steal = foreign = None
    cpu, cpu_before = after.cpu, before.reading.cpu
    if cpu is not None and cpu_before is not None and cpu.total_s > cpu_before.total_s:
        steal = (cpu.steal_s - cpu_before.steal_s) / (cpu.total_s - cpu_before.total_s)
        ours = run_cpu_s + after.own_cpu_s - before.reading.own_cpu_s
        # The counters are kept in hundredths of a second, so that a short run may seem to have had more than all.
        foreign = max(0.0, (cpu.busy_s - cpu_before.busy_s - ours) / elapsed)
    throttled_s, throttled_before_s = after.throttled_s, before.reading.throttled_s
    return Noise(
        load_1min=machine_counters.load_1min(),
        steal_share=steal,
        foreign_cores=foreign,
        involuntary_switches=switches,
        run_delay_s=run_delay_s,
        reference_loop_s=before.reference_loop_s,
        paused_s=paused_s,
        throttled_s=(
            None if throttled_s is None or throttled_before_s is None else max(0.0, throttled_s - throttled_before_s)
        ),
    )
