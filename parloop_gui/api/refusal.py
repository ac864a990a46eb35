"""Why nothing is compared."""

from __future__ import annotations


class CannotCompareError(ValueError):
    """The function or its items can't be taken into the processes that measure; the message says why, in a sentence."""


class RepeatsEffectsError(CannotCompareError):
    """It would repeat what it does outside, and nobody said that it may; `asked` says what that is, as a clause.

    How leave is given depends on where one asks from: the message is for `compare()`.
    """

    def __init__(self, asked: str) -> None:
        super().__init__(f"{asked}, and comparing repeats that: repeat_effects=True if it may.")
        self.asked = asked
