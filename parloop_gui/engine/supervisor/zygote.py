"""A process that has imported all that a run needs and forks a runner for each: fresh every time, and at once.

    supervisor ── folders, loop, two descriptors ─► zygote ─── forks ─► (in between, ends) ── forks ─► runner

Starting Python and importing what the strategies need takes some 100 ms, more than many a run. The zygote does that
once for each interpreter. It never runs a loop and has one thread, so what a runner inherits is what it would have
imported itself. The process in between ends at once, which makes the runner the supervisor's child. Built-in loops'
modules are imported here too; the user's files never are. A third descriptor makes of the runner a fork point
(`fork_point.py`), whose program has its temporary files in the folder that is named last.
"""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys

from ..host.copy_on_write import own_pages
from ..loops.registry import find as find_loop
from ..protocol.runner_messages import MOST_REQUEST_BYTES, RUN_DESCRIPTORS
from ..runner import main as runner
from ..runner.preload import preload


def main() -> None:
    """Fork a runner for every request until the supervisor closes the socket that the command line names."""
    control = socket.socket(fileno=int(sys.argv.pop()))
    preload()
    # Each runner collects garbage before its clock starts. What was imported here is none of the loop's: looking
    # through it takes 7 of the 40 ms that a run costs beside its wall, and touching it copies its pages.
    gc.collect()
    gc.freeze()
    while True:
        request, fds, _, _ = socket.recv_fds(control, MOST_REQUEST_BYTES, RUN_DESCRIPTORS + 1)
        if not request:
            return
        folder, directory, loop, temporary = os.fsdecode(request).split("\0")
        if loop:
            with contextlib.suppress(Exception):  # the runner reports what is wrong with it
                _ = find_loop(loop).task  # imports what only its functions need
        between = os.fork()
        if between == 0:
            _fork_runner(control, folder, directory, temporary, fds)
        os.waitpid(between, 0)
        for fd in fds:
            os.close(fd)


def _fork_runner(control: socket.socket, folder: str, directory: str, temporary: str, fds: list[int]) -> None:
    control.close()
    if os.fork() != 0:
        os._exit(0)
    pipe, output, *point = fds
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for fd, standard in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(fd, standard)
    for fd in (nothing, output):
        os.close(fd)
    os.chdir(directory)
    own_pages()
    sys.argv[:] = [""]
    runner.make_run(folder, pipe, (point[0], temporary) if point else None)
