"""How a process ended, in words: the same in every sentence that speaks of one."""

from __future__ import annotations

import signal


def how_it_ended(status: int | None) -> str:
    """Such as "ended with exit status 3", "was killed by SIGKILL"; None: nobody could collect its status.

    A status below 0 is a signal's number, as `subprocess` and `os.waitstatus_to_exitcode` tell it.
    """
    if status is None:
        return "ended unexpectedly"
    if status >= 0:
        return f"ended with exit status {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:  # a number that this system has no name for, such as a real-time signal's
        return f"was killed by signal {-status}"
