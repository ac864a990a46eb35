"""How a process ended, in words: the same in every sentence that speaks of one."""

from __future__ import annotations

import signal


def how_it_ended(status: int | None) -> str:
    """Such as "ended with exit status 3", "was killed by SIGKILL"; None: nobody could collect its status.

    A status below 0 is a signal's number, as `subprocess` and `os.waitstatus_to_exitcode` tell it.
    """
    if status is None:
        return "ended unexpectedly"
    return f"ended with exit status {status}" if status >= 0 else f"was {killed_by(-status)}"


def killed_by(number: int) -> str:
    """As "killed by SIGKILL", of the signal of that number."""
    try:
        return f"killed by {signal.Signals(number).name}"
    except ValueError:  # a number that this system has no name for, such as a real-time signal's
        return f"killed by signal {number}"
