"""Faults that change what belongs to the whole process: its streams, folder, signals, session and descriptors."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings

from .fault import BAD

MOST_DESCRIPTORS = 65_536
"""Above any that this process has open."""
JUNK = b'\x00\xff junk {"event": "run-ended"} \n'


def write_junk(number: int) -> int:
    """Write what is no text, and much of it, to both streams."""
    for fd in (1, 2):
        os.write(fd, JUNK)
    print("x" * 50_000)
    print("y" * 50_000, file=sys.stderr)
    return number


def close_streams(number: int) -> int:
    """Close standard output and its descriptors."""
    sys.stdout.close()
    os.closerange(0, 3)
    return number


def read_stdin(number: int) -> str:
    """Ask the user."""
    return sys.stdin.read()


def change_folder(number: int) -> int:
    """Go elsewhere."""
    os.chdir(os.sep)
    return number


def change_signals(number: int) -> int:
    """Ignore what asks a process to end, and let no file be read that is made from now on."""
    with contextlib.suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o777)
    return number


def change_session(number: int) -> int:
    """Leave the run's session and group: a signal to those does not reach this process any more."""
    with contextlib.suppress(OSError):  # who leads one can't leave it
        os.setsid()
    return number


def close_everything(number: int) -> int:
    """Close every descriptor, those of others too."""
    if number == BAD:
        os.closerange(0, MOST_DESCRIPTORS)
    return number


def warn_often(number: int) -> int:
    """Warn some thousand times."""
    warnings.simplefilter("always")
    for count in range(2_000):
        warnings.warn(f"warning {count} of a flood", stacklevel=1)
    return number
