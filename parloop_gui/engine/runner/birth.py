"""The first thing that a process of a run does: it says that it is there, and reads what it is to do."""

from __future__ import annotations

import os

from ..protocol.pipe import EventPipe
from ..protocol.runner_messages import Born, Failed, read_assignment
from ..tracing.exception_notes import described
from .leave import leave
from .one_run import OneRun


def begun(folder: str, pipe_fd: int) -> OneRun:
    """The run whose assignment lies in that folder; what is wrong with that is sent, and ends this process."""
    pipe = EventPipe(pipe_fd)
    pipe.send(Born(os.getpid()))
    try:
        return OneRun(read_assignment(folder), pipe)
    except BaseException as error:
        pipe.send(Failed(stage="loading", **described(error)))
        leave()
