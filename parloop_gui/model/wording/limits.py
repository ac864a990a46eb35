"""Limits as people type them: a number of seconds, a time with its unit, a size of memory."""

from __future__ import annotations

import re
from numbers import Real

# A shorter run could not even start its workers; a longer one than a day is no comparison.
LEAST_S, LONGEST_S = 0.1, 86_400.0
# A plain loop by itself holds some 40 MB; no machine has more than the other.
LEAST_BYTES, LARGEST_BYTES = 50 * 10**6, 10**15
_TIME = r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(s|min)?"
# A shorter task is no task, and a longer one no loop's.
LEAST_TASK_S, LONGEST_TASK_S = 1e-7, 86_400.0
# Nothing larger goes through a pipe at once.
LARGEST_PAYLOAD_BYTES = 10**12
_TASK = r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(us|µs|ms|s|min)?"
_TASK_UNITS = {"us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0}
_SIZE = r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([kMGT]?)i?B?"


def checked_seconds(value: object, typed: str = "") -> float:
    """The seconds, typed like that or passed by a program; raises ValueError as `seconds` does."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"is a number of seconds, not {value!r:.40}")
    if not LEAST_S <= value <= LONGEST_S:  # type: ignore[operator]  # each Real compares with floats
        raise ValueError(f"is between {LEAST_S:g} and {LONGEST_S:,.0f} seconds, not {typed or str(value):.40}")
    return float(value)


def seconds(text: str) -> float:
    """The seconds that a text means; raises ValueError with what is wrong, to go on after a name."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"is a number of seconds, not {text!r:.40}") from None
    return checked_seconds(value, text)


def time(text: str) -> float:
    """The seconds that a text such as "45s", "1.5 min" or "45" means; raises ValueError as `seconds` does."""
    match = re.fullmatch(_TIME, text.strip(), re.ASCII)
    if match is None:
        raise ValueError(f"is a time such as 45s or 2min, not {text!r:.40}")
    value = float(match[1]) * (60 if match[2] == "min" else 1)
    return checked_seconds(value, text)


def size_bytes(text: str) -> int:
    """The bytes that a text such as "800M" or "2 GB" means; raises ValueError as `seconds` does."""
    match = re.fullmatch(_SIZE, text.strip(), re.IGNORECASE)
    if match is None:
        raise ValueError(f"is a size such as 800M or 2G, not {text!r:.40}")
    value = int(float(match[1]) * 1000 ** " kmgt".index(match[2].lower() or " "))
    if not LEAST_BYTES <= value <= LARGEST_BYTES:
        raise ValueError(f"is between 50M and 1000T, not {text:.40}")
    return value


def task_time(text: str) -> float:
    """The seconds that a text such as "50ms" or "2 s" means; raises ValueError as `seconds` does."""
    match = re.fullmatch(_TASK, text.strip())
    if match is None or not text.isprintable():
        raise ValueError(f"is a time such as 50ms or 2s, not {text!r:.40}")
    value = float(match[1]) * _TASK_UNITS[match[2] or "s"]
    if not LEAST_TASK_S <= value <= LONGEST_TASK_S:
        raise ValueError(f"is between 0.1 µs and a day, not {text:.40}")
    return value


def payload_bytes(text: str) -> int:
    """The bytes that a text such as "0", "200k" or "1 MB" means; raises ValueError as `seconds` does."""
    match = re.fullmatch(_SIZE, text.strip(), re.IGNORECASE)
    if match is None:
        raise ValueError(f"is a size such as 200k or 1M, not {text!r:.40}")
    value = int(float(match[1]) * 1000 ** " kmgt".index(match[2].lower() or " "))
    if value > LARGEST_PAYLOAD_BYTES:
        raise ValueError(f"is at most 1T, not {text:.40}")
    return value
