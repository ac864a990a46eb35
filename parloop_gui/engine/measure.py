"""From the clock's stamps and the spans to what a run came to."""

from __future__ import annotations

from .handover import Finished
from .protocol import Measurement
from .spans import Block, Spans

QUANTILES = 60

_S = 1e-9
_CPU, _DELAY = 1, 2
_CPU_AT_START, _DELAY_AT_START = 3, 4

Thread = tuple[int, int]


def measure(finished: Finished, spans: Spans, sampled_peak_bytes: int, runner_pid: int) -> Measurement:
    """The Measurement of a run that came through; call after the last `spans.look()`."""
    first_start, last_end = _extent(spans, finished)
    first_result = finished.first_result_at or last_end
    cpu_s = _spent_s(spans, _CPU_AT_START, _CPU)
    children_cpu_s = max(finished.children_cpu_s, sum(cpu_s[thread] for thread in cpu_s if thread[0] != runner_pid))
    task_wall_s = sum(sum(map(abs, block.ends())) - sum(block.starts()) for block in spans.blocks)
    task_cpu_s = min(sum(cpu_s.values()) + _unread_s(spans), task_wall_s)
    return Measurement(
        items=finished.items,
        tasks=sum(block.count() for block in spans.blocks),
        width=finished.width,
        workers=finished.workers,
        workers_started=len(cpu_s),
        chunksize=finished.chunksize,
        start_method=finished.start_method,
        wall_s=finished.ended_at - finished.began_at,
        startup_s=first_start - finished.began_at,
        work_s=last_end - first_start,
        winddown_s=finished.ended_at - last_end,
        first_result_s=first_result - finished.began_at,
        cpu_s=finished.own_cpu_s + children_cpu_s,
        children_cpu_s=children_cpu_s,
        task_wall_s=task_wall_s,
        task_cpu_s=task_cpu_s,
        core_wait_s=_core_wait_s(spans, task_wall_s - task_cpu_s),
        peak_rss_bytes=max(sampled_peak_bytes, finished.own_peak_rss_bytes or 0) or None,
        results_match=finished.results_match,
        match_message=finished.match_message,
        probe=finished.probe,
        task_times_s=_task_times_s(spans),
    )


def _task_times_s(spans: Spans) -> tuple[float, ...]:
    times = sorted(
        abs(end) - start for block in spans.blocks for start, end in zip(block.starts(), block.ends(), strict=True)
    )
    if len(times) <= QUANTILES:
        return tuple(times)
    return tuple(times[(2 * at + 1) * len(times) // (2 * QUANTILES)] for at in range(QUANTILES))


def _extent(spans: Spans, finished: Finished) -> tuple[float, float]:
    """The first task's start and the last one's end, within the clock's stamps."""
    begun = [block for block in spans.blocks if block.count()]
    first = min((block.starts()[0] for block in begun), default=finished.began_at)
    last = max((abs(block.ends()[-1]) for block in begun), default=finished.ended_at)
    return max(first, finished.began_at), min(last, finished.ended_at)


def _first_blocks(spans: Spans) -> dict[Thread, Block]:
    firsts: dict[Thread, Block] = {}
    for block in spans.blocks:
        if block.thread not in firsts or block.header[2] < firsts[block.thread].header[2]:
            firsts[block.thread] = block
    return firsts


def _spent_s(spans: Spans, at_start: int, now: int) -> dict[Thread, float]:
    """How far a cumulative clock of each thread went, from its first task to its last reading."""
    began = {thread: int(block.header[at_start]) for thread, block in _first_blocks(spans).items()}
    latest = dict(began)
    for readings in spans.readings:
        for entry in readings.entries():
            latest[readings.thread] = max(latest.get(readings.thread, 0), int(entry[now]))
    return {thread: (latest[thread] - began[thread]) * _S for thread in began}


def _unread_s(spans: Spans) -> float:
    """Time in tasks that ended after their thread's last reading: some 0.1 ms a thread at most, taken for computing.

    Without it a thread whose tasks are all short would seem to have waited all the time.
    """
    read: dict[Thread, int] = {}
    for readings in spans.readings:
        for entry in readings.entries():
            read[readings.thread] = max(read.get(readings.thread, 0), int(entry[0]))
    return sum(
        sum(map(abs, block.ends()[at:])) - sum(block.starts()[at:])
        for block in spans.blocks
        for at in [max(0, read.get(block.thread, 0) - int(block.header[2]))]
    )


def _core_wait_s(spans: Spans, most_s: float) -> float | None:
    """Run delay over all threads, None if any thread's could not be read.

    It is read around tasks, so it may hold a little of what lay between them: never more than tasks were off a core.
    """
    if any(block.header[_DELAY_AT_START] < 0 for block in spans.blocks):
        return None
    return min(most_s, sum(_spent_s(spans, _DELAY_AT_START, _DELAY).values()))
