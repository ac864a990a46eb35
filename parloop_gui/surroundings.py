"""What a process is started with, made as usual: three open streams, signals that do what they should.

Parloop may be started by a service without streams, by a shell that ignores Ctrl-C for what runs in the background, or
by a program that ignores SIGCHLD: what it starts inherits all of it, and what is measured would be another thing.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

# ExitStatus.STOPPED: to import that takes as long as what Ctrl-C is to be heeded in.
STOPPED = 130


def make_usual() -> None:
    """Put right what can be; called first of all, before any file is opened."""
    _open_streams()
    own = os.umask(0o077)
    os.umask(own & 0o077)  # the user's own rights stay: what may not be read again can't be handed to a worker
    if hasattr(signal, "SIGCHLD") and signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # else no child tells how it ended
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, leave)


def leave(number: int, frame: FrameType | None) -> None:
    """Ctrl-C where nothing is to be kept: leave at once, wherever Python is; what was started ends with this process.

    A KeyboardInterrupt would come up in the middle of an import, or where Python only reports exceptions.
    """
    os._exit(STOPPED)


def _open_streams() -> None:
    """Whatever is opened next would else become standard output, and be written to."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115
