"""Makes a process ready for one run: whatever would cost time under the clock is done here, before it starts."""

from __future__ import annotations

import multiprocessing
import os
import struct
import sys
from pathlib import Path
from typing import cast

from ..host import environment
from ..protocol.kinds import StartMethod
from ..protocol.runner_messages import KEYS_FILE, Assignment
from ..strategies.strategy import Call, Effective, Strategy
from ..tracing import coroutine_tasks, fresh_worker, one_task, recorder
from ..tracing.new_programs import watch_new_programs
from ..tracing.pickling_watch import watch_pickling
from ..tracing.worker_records import key_of
from ..versions import own_tree
from .job import Job, fitting, refuse_unless_given, refuse_unless_pickled
from .preload import preload
from .worker_exits import note_exits

# Workers of a single task from which on the run delay of some stands for all; see `one_task.py`.
LEAST_TO_SAMPLE = 16


def before_the_users_code(assignment: Assignment) -> None:
    """What has to be so before anything of the user's runs: imports, names of what could be left behind."""
    sys.argv[:] = [assignment.run.loop.path or ""]
    preload()
    belong_to(assignment)


def belong_to(assignment: Assignment) -> None:
    """Bear the run's name from now on."""
    os.environ[fresh_worker.RUN_VARIABLE] = assignment.folder
    config = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    # Semaphores and temporary folders bear the run's name, so that a killed run's can be found and removed.
    config["semprefix"] = "/" + Path(assignment.folder).parent.name
    config["tempdir"] = assignment.folder


def use_start_method(assignment: Assignment) -> None:
    """Start processes as the run says from now on; where it says nothing, as Python or the user's program does."""
    if assignment.run.start_method is not None:  # by force: the user's program may have set another one on its way
        multiprocessing.set_start_method(assignment.run.start_method, force=True)
    watch_pickling(recorder.note_unpicklable)
    watch_new_programs(recorder.note_program)


def start_method() -> StartMethod:
    """How processes are started now."""
    return cast("StartMethod", multiprocessing.get_start_method())  # types for it know any text


def forks_for_each(strategy: Strategy) -> bool:
    """Whether each item gets a forked process of its own."""
    forks = strategy.uses_start_method and start_method() == "fork"
    return forks and strategy.width == "items"


def made_ready(assignment: Assignment, job: Job, strategy: Strategy, call: Call) -> Job:
    """The job as the call wants it, its workers' needs left in the run's folder; raises CannotRunError."""
    job = fitting(job, strategy, call)
    if strategy.pickles and not forks_for_each(strategy):
        refuse_unless_pickled(job.function, strategy)
    if strategy.uses_start_method and start_method() != "fork":
        refuse_unless_given(job, assignment.run.loop, strategy, start_method())
    _leave_for_workers(assignment, job)
    note_exits(assignment.folder)
    return job


def _leave_for_workers(assignment: Assignment, job: Job) -> None:
    """Leave what a worker started afresh needs, and each item's key, beside the spans."""
    loop, set_up, arguments = assignment.run.loop, job.set_up, job.arguments
    if loop.version is not None:  # a user's loop: it has no set-up of this kind
        set_up, arguments = own_tree.prefer, (loop,)
    fresh_worker.leave(assignment.folder, job.function, assignment.reads_schedstat, set_up, arguments)
    # Which record is whose item is told by these: to hand over a number with each item would be another idiom.
    keys = [key_of(item) for item in job.items]
    (Path(assignment.folder) / KEYS_FILE).write_bytes(struct.pack(f"={len(keys)}q", *keys))
    recorder.use(job.function, assignment.folder, assignment.reads_schedstat)


def effective(assignment: Assignment, strategy: Strategy, call: Call, items: int) -> Effective:
    """What the run's settings come to for so many items."""
    run = assignment.run
    version = (sys.version_info[0], sys.version_info[1])
    return strategy.effective(call, items, run.workers, run.chunksize, environment.cores(), version)


def expect_workers(strategy: Strategy, call: Call, effective: Effective, tasks: int) -> None:
    """Whatever the recorder can make ready for workers and so many tasks to come, it makes ready before the clock."""
    if call.awaits:
        coroutine_tasks.expect(effective.width)
        return
    if strategy.width == "items" and effective.width >= LEAST_TO_SAMPLE:
        one_task.expect(effective.width)
    if not strategy.uses_start_method:
        recorder.expect_threads(effective.width, tasks)
        if strategy.width == "items":
            one_task.expect_threads(effective.width)
    elif start_method() == "fork":
        recorder.expect_forks()
        one_task.expect_forks()
