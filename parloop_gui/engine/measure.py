"""From the clock's stamps and the spans to what a run came to."""

from __future__ import annotations

from .handover import Finished
from .protocol import Measurement
from .spans import Block, Spans

_S = 1e-9


def measure(finished: Finished, spans: Spans, sampled_peak_bytes: int, runner_pid: int) -> Measurement:
    """The Measurement of a run that came through; call after the last `spans.look()`."""
    first_start, last_end = _extent(spans, finished)
    tasks_cpu_s = sum(_cpu_ns(blocks) for blocks in _threads(spans).values()) * _S
    elsewhere_s = sum(_cpu_ns(blocks) for (pid, _), blocks in _threads(spans).items() if pid != runner_pid) * _S
    children_cpu_s = max(finished.children_cpu_s, elsewhere_s)
    task_wall_s = sum(_wall_ns(block) for block in spans.blocks) * _S
    wall_s = (finished.ended_ns - finished.began_ns) * _S
    return Measurement(
        items=finished.items,
        tasks=sum(block.count() for block in spans.blocks),
        width=finished.width,
        workers=finished.workers,
        workers_started=len(_threads(spans)),
        chunksize=finished.chunksize,
        start_method=finished.start_method,
        wall_s=wall_s,
        startup_s=(first_start - finished.began_ns) * _S,
        work_s=(last_end - first_start) * _S,
        winddown_s=(finished.ended_ns - last_end) * _S,
        first_result_s=((finished.first_result_ns or last_end) - finished.began_ns) * _S,
        cpu_s=finished.own_cpu_s + children_cpu_s,
        children_cpu_s=children_cpu_s,
        task_wall_s=task_wall_s,
        task_cpu_s=min(tasks_cpu_s, task_wall_s),
        core_wait_s=_within(_core_wait_s(spans), task_wall_s - min(tasks_cpu_s, task_wall_s)),
        peak_rss_bytes=max(sampled_peak_bytes, finished.own_peak_rss_bytes or 0) or None,
        results_match=finished.results_match,
        match_message=finished.match_message,
        probe=finished.probe,
    )


def _extent(spans: Spans, finished: Finished) -> tuple[int, int]:
    """The first task's start and the last one's end, within the clock's stamps."""
    starts = [block.record(0)[0] for block in spans.blocks if block.count()]
    ends = [abs(block.record(block.count() - 1)[1]) for block in spans.blocks if block.count()]
    first = min(starts, default=finished.began_ns)
    last = max(ends, default=finished.ended_ns)
    return max(first, finished.began_ns), min(last, finished.ended_ns)


def _threads(spans: Spans) -> dict[tuple[int, int], list[Block]]:
    threads: dict[tuple[int, int], list[Block]] = {}
    for block in spans.blocks:
        threads.setdefault((block.pid, block.thread), []).append(block)
    return threads


def _wall_ns(block: Block) -> int:
    return sum(map(abs, block.column(1))) - sum(block.column(0))


def _cpu_ns(blocks: list[Block]) -> int:
    """CPU time of one thread's tasks: the last cumulative reading minus the one it began with, block by block."""
    return sum(max(0, _last_reading(block, 2) - block.view[block.at + 2]) for block in blocks)


def _core_wait_s(spans: Spans) -> float | None:
    """Run delay over all threads; None if any thread's could not be read."""
    waited = 0
    for block in spans.blocks:
        began = block.view[block.at + 3]
        if began < 0:
            return None
        waited += max(0, _last_reading(block, 3) - began)
    return waited * _S


def _within(seconds: float | None, most: float) -> float | None:
    """A worker's run delay is read around its tasks, so it may hold a little of what lay between them."""
    return None if seconds is None else min(seconds, most)


def _last_reading(block: Block, word: int) -> int:
    """The last cumulative reading in a block; where none was due, the block's own beginning."""
    for index in range(block.count() - 1, -1, -1):
        reading = block.record(index)[word]
        if reading > 0:
            return int(reading)
    return int(block.view[block.at + word])
