"""Why nothing is compared."""

from __future__ import annotations


class CannotCompareError(ValueError):
    """The function or its items can't be taken into the processes that measure; the message says why, in a sentence."""
