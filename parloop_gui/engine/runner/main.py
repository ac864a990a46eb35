"""Makes one run in a process of its own: loads the loop, runs the idiom against the clock, compares the results.

    assignment ─► load the loop ─► make the items ─► a fork, of the user's own ─► Started ───────┐
                                                                                                 │
    exit ◄─ Finished ◄─ compare ◄─ Stopped ◄─ Returned ◄─ second stamp ◄─ idiom ◄─ first stamp ◄─┘

The process has one thread until the idiom makes more, or the user's program does on its way to the loop. What happens
inside the idiom is watched from outside (`run_monitor.py`).
"""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

from ..protocol.pipe import EventPipe
from ..protocol.runner_messages import waits_for_clock
from . import readiness
from .handshake import await_clock, await_orders, begun, born
from .job import Job, load
from .one_run import OneRun
from .process_end import leave


def main() -> None:
    """Make the run whose folder and pipe the command line names."""
    pipe = int(sys.argv.pop())  # taken away: what is left is the user's own
    make_run(sys.argv.pop(), born(pipe))


def wait_for_run(pipe: EventPipe, orders_fd: int) -> NoReturn:
    """Make the run that this process is told of, in the folder that comes with it."""
    orders = socket.socket(fileno=orders_fd)
    (folder, directory, temporary), point, before_s = await_orders(orders, pipe)
    os.chdir(directory)
    make_run(folder, pipe, -before_s, (point[0], temporary) if point else None, orders)


def make_run(
    folder: str,
    pipe: EventPipe,
    counted_s: float = 0.0,
    point: tuple[int, str] | None = None,
    orders: socket.socket | None = None,
) -> NoReturn:
    """Make the run whose assignment lies in the folder, send what comes of it, and end this process.

    Where a `point` is given, its socket and a folder for temporary files, later runs are forks of the moment in which
    the user's code has come to the loop (`fork_point.py`). `counted_s` as OneRun has it. By `orders` a run that waits
    for it learns that its clock may start.
    """
    run = begun(folder, pipe, counted_s)
    if orders is not None and not waits_for_clock(run.assignment.run.loop):
        orders.close()  # before any code of the user's
        orders = None
    with run.told():
        readiness.before_the_users_code(run.assignment)
        kind = run.assignment.run.loop.kind
        if kind == "program":
            from . import program_run  # Parloop's own loops have no need of all that it takes to come to a user's

            program_run.go_to_the_loop(run, point)
        if kind == "user":
            from . import function_run

            run, job = function_run.imported(run, point)
        else:
            job = load(run.assignment)
        with run.told():  # it may be another by now
            _make(run, job, orders)
    leave()


def _make(run: OneRun, job: Job, orders: socket.socket | None) -> None:
    readiness.use_start_method(run.assignment)
    idiom = run.idiom(run.get_ready(job.of_sample(run.assignment.run.loop.sample)))
    if orders is not None:
        await_clock(orders)
        run.count_from_now()
    run.begin()
    results = idiom()
    finished = run.end()
    run.compare(results, finished)
