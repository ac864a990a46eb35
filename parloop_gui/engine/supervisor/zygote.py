"""A process that has imported all that a run needs and forks a runner for each: fresh every time, and at once.

    supervisor ── loop, three descriptors ─► zygote ── forks ─► (in between, ends) ── forks ─► runner, which waits
        └──────── its run's folders ──────────────────────────────────────────────────────────────►┘

Starting Python and importing what the strategies need takes some 100 ms, more than many a run. The zygote does that
once for each interpreter. It never runs a loop and has one thread, so what a runner inherits is what it would have
imported itself. The process in between ends at once, which makes the runner the supervisor's child. Built-in loops'
modules are imported here too; the user's files never are.
"""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys
from typing import NoReturn

from ..host.copy_on_write import Pages, own_pages, pages_there
from ..loops.registry import find as find_loop
from ..protocol.runner_messages import MOST_REQUEST_BYTES, RUN_DESCRIPTORS, know_assignments
from ..runner import main as runner
from ..runner.handshake import born
from ..runner.preload import preload


def main() -> None:
    """Fork a runner for every request until the supervisor closes the socket that the command line names."""
    control = socket.socket(fileno=int(sys.argv.pop()))
    preload()
    know_assignments()
    # Each runner collects garbage before its clock starts. What was imported here is none of the loop's: looking
    # through it takes 7 of the 40 ms that a run costs beside its wall, and touching it copies its pages.
    gc.collect()
    gc.freeze()
    pages = pages_there()
    while True:
        request, fds, _, _ = socket.recv_fds(control, MOST_REQUEST_BYTES, RUN_DESCRIPTORS)
        if not request:
            return
        loop = os.fsdecode(request).rstrip("\0")
        if loop:
            modules = len(sys.modules)
            with contextlib.suppress(Exception):  # the runner reports what is wrong with it
                _ = find_loop(loop).task  # imports what only its functions need
            if len(sys.modules) > modules:
                pages = pages_there()
        # Twice: the one in between ends, and the supervisor, a subreaper, becomes the runner's parent and collects it.
        between = os.fork()
        if between == 0:
            _fork_runner(control, fds, pages)
        os.waitpid(between, 0)
        for fd in fds:
            os.close(fd)


def _fork_runner(control: socket.socket, fds: list[int], pages: list[Pages]) -> NoReturn:
    control.close()
    if os.fork() != 0:
        os._exit(0)
    pipe, output, orders = fds
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for fd, standard in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(fd, standard)
    for fd in (nothing, output):
        os.close(fd)
    told = born(pipe)
    own_pages(pages)
    sys.argv[:] = [""]
    runner.wait_for_run(told, orders)
