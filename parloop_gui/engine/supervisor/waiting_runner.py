"""A process that is to become a runner: it is there, has the memory of whatever it was forked from, and waits.

    zygote, or a process at the user's loop ── forks ─► waiting ── its run's folder ─► runner

One is asked for as soon as a run's clock has stopped: it is forked, and owns its pages, while that run's results are
compared, its records read and the next run made ready. While a run is measured those that wait compute nothing.
"""

from __future__ import annotations

import os
import select
import socket

from ..host import process_trees, processes
from ..protocol.messages import ProtocolError
from ..protocol.runner_messages import CLOCK_STARTS, Born, Message, Waiting, decode_message


class WaitingRunner:
    """`source` is who forks it, by its socket `control`; raises OSError where nobody is there to do so."""

    def __init__(self, source: object, control: socket.socket, request: bytes) -> None:
        self.source = source
        self.pid = 0
        self._is_at_rest = False
        self.pipe_fd, pipe = os.pipe()
        self.output_fd, output = os.pipe()
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            socket.send_fds(control, [request], [pipe, output, theirs.fileno()])
        except OSError:
            self.close()
            raise
        finally:
            theirs.close()
            os.close(pipe)
            os.close(output)

    def await_birth(self, until_closed: int, patience_s: float) -> None:
        """Learn its process id, which is its first message; raises ProtocolError where that never comes.

        Nobody waits for it any more once the other end of `until_closed` is closed.
        """
        if not self.pid:
            self.pid = await_birth(self.pipe_fd, until_closed, patience_s)

    def await_rest(self, until_closed: int, patience_s: float) -> None:
        """Wait, once it is born, until it computes no more; raises ProtocolError as above."""
        if not self._is_at_rest:
            self._is_at_rest = isinstance(_next_message(self.pipe_fd, until_closed, patience_s), Waiting)

    @property
    def is_gone(self) -> bool:
        """Whether somebody ended it, since it was born."""
        return processes.is_gone(self.pid)

    def go(self, request: str, fds: list[int]) -> None:
        """Have it make the run that the request names; raises OSError where it is gone."""
        socket.send_fds(self._orders, [os.fsencode(request)], fds)
        for fd in (self.pipe_fd, self.output_fd):
            os.set_blocking(fd, False)

    def start_clock(self) -> None:
        """The run's clock may start, where it waits for that; raises OSError where nobody does any more."""
        with self._orders:
            self._orders.send(CLOCK_STARTS)

    def let_go(self) -> None:
        """It has all its orders; one that waits for more of them ends."""
        self._orders.close()

    def close(self) -> None:
        """There is no run for it, or none any more: it ends, be it still copying its memory."""
        self._orders.close()
        os.close(self.pipe_fd)
        os.close(self.output_fd)
        if self.pid:
            process_trees.end_child(self.pid)


def await_birth(pipe: int, until_closed: int, patience_s: float) -> int:
    """The id of the process that writes to the pipe; raises ProtocolError where it never says it."""
    born = _next_message(pipe, until_closed, patience_s)
    if not isinstance(born, Born):
        raise ProtocolError("The runner's first message is another one.")
    return born.pid


def _next_message(pipe: int, until_closed: int, patience_s: float) -> Message:
    """No more than that is taken out of the pipe."""
    line = b""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    waiting.register(until_closed, 0)
    while not line.endswith(b"\n"):
        ready = dict(waiting.poll(patience_s * 1000))
        # Letter by letter: what comes behind this line is for whoever reads the pipe later.
        data = os.read(pipe, 1) if pipe in ready else b""
        if not data:
            raise ProtocolError("The runner sent nothing.")
        line += data
    return decode_message(line)
