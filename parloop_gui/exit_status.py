"""What the process ends with, for scripts that ask."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class ExitStatus(IntEnum):
    """Each with its meaning in a few words; scripts rely on the numbers."""

    meaning: str

    def __new__(cls, number: int, meaning: str) -> Self:
        """The number alone is the value."""
        status = int.__new__(cls, number)
        status._value_ = number
        status.meaning = meaning
        return status

    DONE = 0, "done"
    SOME_FAILED = 1, "some strategy failed, or nothing was measured"
    WRONG_USE = 2, "wrong use"
    SLOWER = 3, "slower than --fail-if allows"
    NOT_TOLD_APART = 4, "--fail-if can't be told"
    MISTAKE = 70, "a mistake in Parloop"  # EX_SOFTWARE of sysexits.h
    STOPPED = 130, "stopped"  # as shells say of what Ctrl-C ended: 128 + SIGINT
