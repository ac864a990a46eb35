"""From the clock's stamps and the spans to what a run came to."""

from __future__ import annotations

import math
from itertools import chain

from ..protocol.messages import Measurement
from ..protocol.runner_messages import Finished
from .mapped_buffers import CPU_AT_START, DELAY_AT_START
from .reader import RecordBlock, Spans

# Times per task that a run keeps: all of them in a comparison of the usual size, and enough for a histogram.
QUANTILES = 60

# A thread that nobody waits for may end its task late; junk that reads as a time lies years away.
_SLACK_S = 60.0
# The clocks of threads count nanoseconds.
_S = 1e-9
# Words of a reading.
_CPU, _DELAY = 1, 2

Thread = tuple[int, int]


def measure(finished: Finished, spans: Spans, sampled_peak_bytes: int, runner_pid: int) -> Measurement:
    """The Measurement of a run that came through; call after the last `spans.look()`."""
    first_start, last_end = extent(spans, finished)
    # What a program's loop does with the results is work, as it is in the plain loop, and no winding down.
    folded_s = finished.ended_at - finished.returned_at if finished.returned_at else 0.0
    first_result = finished.first_result_at or last_end
    threads = by_thread(spans)
    cpu_s = {thread: _spent_s(blocks, CPU_AT_START, _CPU) for thread, blocks in threads.items()}
    children_cpu_s = max(finished.children_cpu_s, sum(cpu_s[thread] for thread in cpu_s if thread[0] != runner_pid))
    task_wall_s = sum(map(_wall_s, spans.blocks))
    task_cpu_s = min(sum(cpu_s.values()) + sum(map(_unread_s, threads.values())), task_wall_s)
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
        work_s=last_end - first_start + folded_s,
        winddown_s=finished.ended_at - last_end - folded_s,
        first_result_s=first_result - finished.began_at,
        cpu_s=finished.own_cpu_s + children_cpu_s,
        children_cpu_s=children_cpu_s,
        task_wall_s=task_wall_s,
        task_cpu_s=task_cpu_s,
        core_wait_s=_core_wait_s(threads, task_wall_s - task_cpu_s),
        peak_rss_bytes=max(sampled_peak_bytes, finished.own_peak_rss_bytes or 0) or None,
        results_match=finished.results_match,
        match_message=finished.match_message,
        probe=finished.probe,
        task_times_s=_task_times_s(spans),
        of_items=finished.of_items,
        gil=finished.gil,
        gil_by=finished.gil_by,
        kept_open_s=finished.kept_open_s,
    )


def is_believable(finished: Finished, spans: Spans) -> bool:
    """Whether all tasks lie about where the clock ran; the user's code may have written over the records."""
    first, last = finished.began_at - _SLACK_S, finished.ended_at + _SLACK_S
    for block in spans.blocks:
        if block.count():
            starts, ends = block.starts(), [abs(end) for end in block.ends()]
            if not (math.isfinite(sum(starts) + sum(ends)) and first <= min(starts) and max(ends) <= last):
                return False
    return True


def _task_times_s(spans: Spans) -> tuple[float, ...]:
    times = sorted(
        abs(end) - start for block in spans.blocks for start, end in zip(block.starts(), block.ends(), strict=True)
    )
    if len(times) <= QUANTILES:
        return tuple(times)
    return tuple(times[(2 * at + 1) * len(times) // (2 * QUANTILES)] for at in range(QUANTILES))


def extent(spans: Spans, finished: Finished | None) -> tuple[float, float]:
    """The first task's start and the last one's end, within the clock's stamps where there are any."""
    begun = [block for block in spans.blocks if block.count()]
    first = min((block.starts()[0] for block in begun), default=finished.began_at if finished else 0.0)
    last = max((abs(block.ends()[-1]) for block in begun), default=finished.ended_at if finished else 0.0)
    return (max(first, finished.began_at), min(last, finished.ended_at)) if finished else (first, last)


def by_thread(spans: Spans) -> dict[Thread, list[RecordBlock]]:
    """Each thread's blocks, in the order it filled them; blocks that nobody has used yet are left out."""
    threads: dict[Thread, list[RecordBlock]] = {}
    used = [block for block in spans.blocks if block.count()]
    for block in sorted(used, key=lambda block: int(block.words[2])):
        threads.setdefault(block.thread, []).append(block)
    return threads


def _spent_s(blocks: list[RecordBlock], at_start: int, now: int) -> float:
    """How far a cumulative clock of one thread went, from its first task to its last reading."""
    began = int(blocks[0].words[at_start])
    return (max((int(entry[now]) for block in blocks for entry in block.readings()), default=began) - began) * _S


def _wall_s(block: RecordBlock, first: int = 0) -> float:
    """Time inside the block's tasks from that one on."""
    return float(sum(map(abs, block.ends()[first:])) - sum(block.starts()[first:]))


def _unread_s(blocks: list[RecordBlock]) -> float:
    """Time in tasks that ended after their thread's last reading: some 0.1 ms a thread at most, taken for computing.

    Without it a thread whose tasks are all short would seem to have waited all the time.
    """
    read = max((int(entry[0]) for block in blocks for entry in block.readings()), default=0)
    return sum(_wall_s(block, max(0, read - int(block.words[2]))) for block in blocks)


def _core_wait_s(threads: dict[Thread, list[RecordBlock]], most_s: float) -> float | None:
    """Run delay over all threads; of workers that take a single task only a sample is read, and stands for all.

    It is read around tasks, so it may hold a little of what lay between them: never more than tasks were off a core.
    """
    sample = [blocks for blocks in threads.values() if blocks[0].words[DELAY_AT_START] >= 0]
    all_s, sampled_s = (sum(map(_wall_s, chain.from_iterable(part))) for part in (threads.values(), sample))
    if sampled_s <= 0:
        return None
    return min(most_s, sum(_spent_s(blocks, DELAY_AT_START, _DELAY) for blocks in sample) * all_s / sampled_s)
