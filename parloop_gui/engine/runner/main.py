"""Makes one run in a process of its own: loads the loop, runs the idiom against the clock, compares the results.

    assignment ─► load the loop ─► make the items ─► import what strategies import lazily ─► Started
                                                                                               │
    exit ◄─ Finished ◄─ compare the results ◄─ Returned ◄─ second stamp ◄─ idiom ◄─ first stamp ◄─┘

The process has one thread until the idiom makes more. What happens inside the idiom is watched from outside
(`run_monitor.py`).
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, cast

from ..host import environment
from ..host.usage import Usage
from ..protocol.kinds import RunStage, StartMethod
from ..protocol.pipe import EventPipe
from ..protocol.runner_messages import (
    KEYS_FILE,
    Assignment,
    Born,
    CannotRun,
    Failed,
    Finished,
    Returned,
    Started,
    read_assignment,
)
from ..strategies.idiom_use import arguments_for, sets_up
from ..strategies.kept_open import kept_open
from ..strategies.registry import find as find_strategy
from ..strategies.strategy import Call, Effective, Strategy
from ..tracing import coroutine_tasks, fresh_worker, one_task, recorder
from ..tracing.exception_notes import described
from ..tracing.pickling_watch import watch_pickling
from ..tracing.worker_records import key_of
from . import result_check
from .gil_probe import GilProbe
from .job import CannotRunError, Job, fitting, load, refuse_unless_pickled
from .preload import preload
from .worker_exits import note_exits

LEAST_TO_SAMPLE = 16
"""Workers of a single task from which on the run delay of some stands for all; see `one_task.py`."""


class _Results(list[Any]):
    """The list that lazy idioms fill: stamps its first result, and is a plain list from then on."""

    def __init__(self) -> None:
        super().__init__()
        self.first_at = 0.0
        self.append = self._append_first  # type: ignore[method-assign]

    def _append_first(self, result: Any) -> None:
        self.first_at = time.perf_counter()
        del self.append
        self.append(result)


def main() -> None:
    """Make the run whose folder and pipe the command line names."""
    pipe = int(sys.argv.pop())
    make_run(sys.argv.pop(), pipe)


def make_run(folder: str, pipe_fd: int) -> NoReturn:
    """Make the run whose assignment lies in the folder, send what comes of it, and end this process."""
    pipe = EventPipe(pipe_fd)
    pipe.send(Born(os.getpid()))
    stage: RunStage = "loading"
    try:
        assignment = read_assignment(folder)
        strategy = find_strategy(assignment.run.strategy)
        call = _call(assignment, strategy)
        job = _prepare(assignment, strategy, call)
        effective = _effective(assignment, strategy, call, len(job.items))
        _expect_workers(strategy, call, effective)
        pipe.send(Started(len(job.items), effective.chunksize))
        stage = "running"
        finished, results = _run(assignment, strategy, call, job, effective)
        pipe.send(Returned())
        stage = "comparing"
        pipe.send(_compared(assignment, call, results, finished))
    except CannotRunError as refusal:
        pipe.send(CannotRun(str(refusal)))
    except BaseException as error:
        pipe.send(Failed(stage=stage, **described(error)))
    _leave()


def _call(assignment: Assignment, strategy: Strategy) -> Call:
    """The call as this run makes it; raises CannotRunError where it is to keep a pool open and has none."""
    call = strategy.call(assignment.run.call).for_loop(assignment.run.loop.unpack)
    if not assignment.run.kept_open:
        return call
    twice = kept_open(call)
    if twice is None:
        raise CannotRunError(f"{strategy.title}'s {call.slug} has no pool that could be kept open.")
    return twice


def _leave() -> NoReturn:
    """End without what the user's code registered for the end: the outcome is sent, and it might hang."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(0)


def _prepare(assignment: Assignment, strategy: Strategy, call: Call) -> Job:
    run = assignment.run
    sys.argv[:] = [run.loop.path or ""]
    os.environ[fresh_worker.RUN_VARIABLE] = assignment.folder
    preload()
    if run.start_method is not None:
        multiprocessing.set_start_method(run.start_method, force=True)
    watch_pickling(recorder.note_unpicklable)
    _keep_leftovers_together(assignment)
    job = fitting(load(assignment), strategy, call)
    if strategy.pickles and not _forks_for_each(strategy):
        refuse_unless_pickled(job.function, strategy)
    _leave_for_workers(assignment, job)
    note_exits(assignment.folder)
    return job


def _forks_for_each(strategy: Strategy) -> bool:
    """Whether each item gets a forked process of its own."""
    forks = strategy.uses_start_method and _start_method() == "fork"
    return forks and strategy.width == "items"


def _start_method() -> StartMethod:
    return cast("StartMethod", multiprocessing.get_start_method())  # types for it know any text


def _expect_workers(strategy: Strategy, call: Call, effective: Effective) -> None:
    """Whatever the recorder can make ready for the workers to come, it makes ready before the clock."""
    if call.awaits:
        coroutine_tasks.expect(effective.width)
        return
    if strategy.width == "items" and effective.width >= LEAST_TO_SAMPLE:
        one_task.expect(effective.width)
    if not strategy.uses_start_method:
        recorder.expect_threads(effective.width)
        if strategy.width == "items":
            one_task.expect_threads(effective.width)
    elif _start_method() == "fork":
        recorder.expect_forks()
        one_task.expect_forks()


def _keep_leftovers_together(assignment: Assignment) -> None:
    """Name semaphores and temporary folders after the run, so that a killed run's can be found and removed."""
    config = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    config["semprefix"] = "/" + Path(assignment.folder).parent.name
    config["tempdir"] = assignment.folder


def _leave_for_workers(assignment: Assignment, job: Job) -> None:
    """Leave what a worker started afresh needs, and each item's key, beside the spans."""
    fresh_worker.leave(assignment.folder, job.function, assignment.reads_schedstat, job.set_up, job.arguments)
    keys = [key_of(item) for item in job.items]
    (Path(assignment.folder) / KEYS_FILE).write_bytes(struct.pack(f"={len(keys)}q", *keys))
    recorder.use(job.function, assignment.folder, assignment.reads_schedstat)


def _effective(assignment: Assignment, strategy: Strategy, call: Call, items: int) -> Effective:
    run = assignment.run
    version = (sys.version_info[0], sys.version_info[1])
    return strategy.effective(call, items, run.workers, run.chunksize, environment.cores(), version)


def _run(
    assignment: Assignment, strategy: Strategy, call: Call, job: Job, effective: Effective
) -> tuple[Finished, list[Any]]:
    results = _Results()
    arguments = arguments_for(strategy, call, _task(strategy, call), job.items, results, effective, job.initializer)
    set_up_first = job.initializer if sets_up(strategy, call) == "first" else None
    idiom = call.idiom
    gc.collect()
    prober = GilProbe(assignment.run.probe, reads_schedstat=assignment.reads_schedstat)
    with prober:
        before = Usage.now()
        began_at = time.perf_counter()
        if set_up_first is not None:
            set_up_first()
        returned = idiom(**arguments)
        ended_at = time.perf_counter()
        used = Usage.now() - before
    finished = Finished(
        items=len(job.items),
        began_at=began_at,
        ended_at=ended_at,
        first_result_at=results.first_at,
        own_cpu_s=used.own_cpu_s,
        children_cpu_s=used.children_cpu_s,
        involuntary_switches=used.involuntary_switches,
        own_peak_rss_bytes=used.peak_rss_bytes,
        width=effective.width,
        workers=effective.workers,
        chunksize=effective.chunksize,
        start_method=_start_method() if strategy.uses_start_method else None,
        results_match=None,
        match_message="",
        probe=prober.result(),
        of_items=job.of_items,
        gil=environment.gil_on(),
        kept_open_s=results[1] - results[0] if assignment.run.kept_open else None,
    )
    return finished, returned


def _task(strategy: Strategy, call: Call) -> Callable[..., Any]:
    """What records the tasks, as the idiom calls it."""
    if call.awaits:
        return coroutine_tasks.task
    if _forks_for_each(strategy):
        return one_task.task_in_fork
    if strategy.width == "items" and not strategy.uses_start_method:
        return one_task.task_in_thread
    return recorder.task_of_parts if call.spreads else recorder.task


def _compared(assignment: Assignment, call: Call, results: list[Any], finished: Finished) -> Finished:
    folder = Path(assignment.comparison)
    if assignment.run.reference:
        match = result_check.keep(results, folder)
    else:
        match = result_check.check(results, folder, call.ordered)
    return replace(finished, results_match=match.matches, match_message=match.message)
