"""How many cores were busy, and how the time of a run's lanes divides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parloop_gui.model.timeline.lanes import Lane
from parloop_gui.model.timeline.spans import Floats, RunSpans


@dataclass(frozen=True)
class LaneTimes:
    """Seconds of all lanes over a run's work: on a core, in a task but off the cores, and between tasks."""

    on_cpu_s: float
    waiting_s: float
    between_s: float

    @property
    def total_s(self) -> float:
        """Lanes × work time."""
        return self.on_cpu_s + self.waiting_s + self.between_s

    @property
    def cpu_share(self) -> float:
        """How much of the time inside tasks was on a core, 0 to 1."""
        inside_s = self.on_cpu_s + self.waiting_s
        return self.on_cpu_s / inside_s if inside_s > 0 else 0.0


def cores_busy(lanes: Sequence[Lane], edges_s: Floats) -> Floats:
    """The number of cores that the tasks kept busy, on average between each time and the next."""
    width_s = np.diff(edges_s)
    used_s = np.diff(sum((lane.cpu_until(edges_s) for lane in lanes), np.zeros(len(edges_s))))
    busy: Floats = np.divide(used_s, width_s, out=np.zeros(len(width_s)), where=width_s > 0)
    return busy


def lane_times(lanes: Sequence[Lane]) -> LaneTimes:
    """How the lanes' time divides, from the first start of a task to the last end."""
    from_s, to_s = work_of(lanes)
    edges = np.array([from_s, to_s])
    inside_s = sum(float(np.diff(lane.tasks.until(edges))[0]) for lane in lanes)
    on_cpu_s = min(sum(float(lane.cpu_sum_s[-1]) for lane in lanes), inside_s)
    return LaneTimes(on_cpu_s, inside_s - on_cpu_s, max(len(lanes) * (to_s - from_s) - inside_s, 0.0))


def work_of(lanes: Sequence[Lane]) -> tuple[float, float]:
    """The first start and the last end of a task; (0, 0) without any."""
    held = [lane for lane in lanes if len(lane.task)]
    if not held:
        return 0.0, 0.0
    return min(float(lane.tasks.start_s[0]) for lane in held), max(float(lane.tasks.end_s[-1]) for lane in held)


def mean_busy(lanes: Sequence[Lane]) -> float:
    """Cores busy on average while there was work."""
    from_s, to_s = work_of(lanes)
    return lane_times(lanes).on_cpu_s / (to_s - from_s) if to_s > from_s else 0.0


def mean_at_once(lanes: Sequence[Lane]) -> float:
    """Tasks under way on average while there was work."""
    from_s, to_s = work_of(lanes)
    times = lane_times(lanes)
    return (times.on_cpu_s + times.waiting_s) / (to_s - from_s) if to_s > from_s else 0.0


def mean_start_s(lanes: Sequence[Lane], spans: RunSpans) -> float | None:
    """How long a worker was born before its first task, on average; None where no birth is known."""
    known = [
        to_s - from_s
        for lane in lanes
        for from_s, to_s in lane.starting
        if any(spans.workers[worker].started_s is not None for worker in lane.workers)
    ]
    return sum(known) / len(known) if known else None


def mean_apart_s(spans: RunSpans) -> float | None:
    """How long after one worker began its first task the next one did, on average; None for a single worker."""
    first_s = np.full(len(spans.workers), np.inf)
    np.minimum.at(first_s, spans.worker, spans.start_s)
    began_s = first_s[np.isfinite(first_s)]
    return float(np.ptp(began_s)) / (len(began_s) - 1) if len(began_s) > 1 else None


def core_wait_share(spans: RunSpans) -> float | None:
    """How much of the time inside tasks the workers waited for a core; None where it was not recorded."""
    waits = [worker.core_wait_s for worker in spans.workers if worker.core_wait_s is not None]
    inside_s = float((spans.end_s - spans.start_s).sum())
    return min(sum(waits) / inside_s, 1.0) if waits and inside_s > 0 else None
