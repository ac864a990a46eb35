"""Makes one run in a process of its own: loads the loop, runs the idiom against the clock, compares the results.

    assignment ─► load the loop ─► make the items ─► a fork, of the user's own ─► Started
                                                                                     │
    exit ◄─ Finished ◄─ compare the results ◄─ Returned ◄─ second stamp ◄─ idiom ◄─ first stamp ◄─┘

The process has one thread until the idiom makes more, or the user's program does on its way to the loop. What happens
inside the idiom is watched from outside (`run_monitor.py`).
"""

from __future__ import annotations

import sys
from typing import NoReturn

from ..reach.program import put_temporary_files
from . import program_run, readiness
from .birth import begun
from .fork_point import ForkPoint
from .job import Job, load
from .leave import leave
from .one_run import OneRun


def main() -> None:
    """Make the run whose folder and pipe the command line names."""
    pipe = int(sys.argv.pop())
    make_run(sys.argv.pop(), pipe)


def make_run(folder: str, pipe_fd: int, point: tuple[int, str] | None = None) -> NoReturn:
    """Make the run whose assignment lies in the folder, send what comes of it, and end this process.

    Where a `point` is given, later runs are forks of the moment in which the user's code has come to the loop.
    """
    run = begun(folder, pipe_fd)
    with run.told():
        readiness.before_the_users_code(run.assignment)
        if run.assignment.run.loop.kind == "program":
            program_run.go_to_the_loop(run, point)
        fork_point = ForkPoint(*point) if point is not None else None
        if run.assignment.run.loop.kind == "user":
            put_temporary_files(fork_point.temporary if fork_point is not None else run.assignment.work)
        job = load(run.assignment)
        if fork_point is not None:
            run = fork_point.run_of(run)
        with run.told():
            _make(run, job)
    leave()


def _make(run: OneRun, job: Job) -> None:
    readiness.use_start_method(run.assignment)
    idiom = run.idiom(run.get_ready(job.of_sample(run.assignment.run.loop.sample)))
    run.begin()
    results = idiom()
    finished = run.end()
    run.announce_results()
    run.compare(results, finished)
