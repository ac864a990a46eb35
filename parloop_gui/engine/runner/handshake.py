"""The first thing that a process of a run does: it says that it is there, and reads what it is to do."""

from __future__ import annotations

import os
import socket

from ..host.usage import Usage
from ..protocol.pipe import EventPipe
from ..protocol.runner_messages import CLOCK_STARTS, MOST_REQUEST_BYTES, Born, Failed, Waiting, read_assignment
from ..tracing.exception_notes import described
from .one_run import OneRun
from .process_end import leave


def born(pipe_fd: int) -> EventPipe:
    """The pipe that the supervisor reads, once this process has told by it that it is there."""
    pipe = EventPipe(pipe_fd)
    pipe.send(Born(os.getpid()))
    return pipe


def await_orders(orders: socket.socket, pipe: EventPipe) -> tuple[list[str], list[int], float]:
    """The folders of the run that this process is to make, descriptors, and what it has computed before, in seconds.

    It ends where there is no run for it.
    """
    pipe.send(Waiting())
    request, fds, _, _ = socket.recv_fds(orders, MOST_REQUEST_BYTES, 1)
    if not request:
        os._exit(0)
    return os.fsdecode(request).split("\0"), list(fds), Usage.now().cpu_s


def await_clock(orders: socket.socket) -> None:
    """Return once this run's clock may start; this process ends where it never will."""
    with orders:  # no worker is to inherit it
        if orders.recv(len(CLOCK_STARTS)) != CLOCK_STARTS:
            os._exit(0)


def begun(folder: str, pipe: EventPipe, counted_s: float) -> OneRun:
    """The run whose assignment lies in that folder; what is wrong with that is sent, and ends this process.

    `counted_s` as OneRun has it.
    """
    try:
        return OneRun(read_assignment(folder), pipe, counted_s)
    except BaseException as error:  # the user's code may raise anything, and nobody else would tell of it
        pipe.send(Failed(stage="loading", **described(error)))
        leave()
