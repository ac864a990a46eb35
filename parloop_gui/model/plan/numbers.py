"""Which numbers a plan may hold: what is typed and what a program passes is checked here, in the same words.

Each check returns the number, or raises ValueError with what is wrong, to go on after a name: "is at least 1, not 0".
"""

from __future__ import annotations

import operator

from parloop_gui.model.plan.plan import Workers

# Loops add the numbers of their items to it, and documents hold it: JSON is exact up to 2**53 in every reader.
LARGEST_SEED = 2**32 - 1
# Python's own calls refuse counts beyond 2**63, in their own words; this is less, and more than anybody needs.
LARGEST_NUMBER = 10**12


def count(value: object, least: int = 1) -> int:
    """A whole number that is no smaller than `least`; of any type that is one, such as numpy's, but no truth value."""
    number = _whole(value)
    if number is None:
        raise ValueError(f"is a whole number, not {value!r:.40}")
    if number < least:
        raise ValueError(f"is at least {least}, not {number}")
    if number > LARGEST_NUMBER:
        raise ValueError(f"is at most {LARGEST_NUMBER:,}, not {number:,}")
    return number


def workers(value: object) -> Workers:
    """How many workers: "auto", "python" or a number."""
    if isinstance(value, str) and value == "auto":  # an array compares each of its own
        return "auto"
    if isinstance(value, str) and value == "python":
        return "python"
    number = _whole(value)
    if number is None:
        raise ValueError(f"is auto, python or a number, not {value!r:.40}")
    if number < 1:
        raise ValueError(f"is at least 1 worker, not {number}")
    return count(number)


def seed(value: object) -> int:
    """A number to repeat a comparison by."""
    number = count(value, least=0)
    if number > LARGEST_SEED:
        raise ValueError(f"is at most {LARGEST_SEED}, not {number}")
    return number


def _whole(value: object) -> int | None:
    """The whole number that a value is, of any type; None for a truth value and for what is none, such as an array."""
    if isinstance(value, bool):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]  # what has no `__index__` is refused right here
    except TypeError:  # arrays have one that refuses
        return None
