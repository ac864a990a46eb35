"""What an option's text means, or what speaks against it: an ArgumentTypeError that goes on after the option's name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from parloop_gui.model.plan import numbers
from parloop_gui.model.plan.plan import LARGEST_GATE, Workers
from parloop_gui.model.wording import limits

S = TypeVar("S")
T = TypeVar("T")

# Characters, separators included: what is longer is larger than the largest number, and need not be read.
LONGEST_NUMBER = 30


def whole_number(text: str) -> int:
    """The whole number that `text` is, `1_000` and `1,000` included; raises ArgumentTypeError."""
    try:
        if len(text) <= LONGEST_NUMBER:
            return int(text.replace(",", "").replace("_", ""))
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"is a whole number, not {text!r:.40}")


def at_least(least: int) -> Callable[[str], int]:
    """What reads a whole number that is no smaller than that."""
    return lambda text: _checked(partial(numbers.count, least=least), whole_number(text))


def workers(text: str) -> Workers:
    """How many workers: "auto", "python" or a number; raises ArgumentTypeError."""
    try:
        value: int | str = whole_number(text)
    except argparse.ArgumentTypeError:
        value = text
    return _checked(numbers.workers, value)


def seed(text: str) -> int:
    """A number to repeat a comparison by; raises ArgumentTypeError."""
    return _checked(numbers.seed, whole_number(text))


def seconds(text: str) -> float:
    """A limit of time; raises ArgumentTypeError."""
    return _checked(limits.seconds, text)


def budget(text: str) -> float:
    """Seconds for a comparison: "45s", "2min" or a number of seconds; raises ArgumentTypeError."""
    return _checked(limits.time, text)


def size_bytes(text: str) -> int:
    """A limit of memory; raises ArgumentTypeError."""
    return _checked(limits.size_bytes, text)


def payload_bytes(text: str) -> int:
    """How much is handed over: "0", "200k", "1M"; raises ArgumentTypeError."""
    return _checked(limits.payload_bytes, text)


def task_time(text: str) -> float:
    """Seconds that a task takes: "50ms", "2s"; raises ArgumentTypeError."""
    return _checked(limits.task_time, text)


def gate(text: str) -> float:
    """By which share the loop must not be slower: "slower:5%"; raises ArgumentTypeError."""
    what, colon, share = text.partition(":")
    try:
        found = float(share.strip().removesuffix("%")) / 100
    except ValueError:
        found = 0.0
    if what.strip() != "slower" or not colon or not share.strip().endswith("%") or not 0 < found <= LARGEST_GATE:
        raise argparse.ArgumentTypeError(f"is given as slower:5%, not {text!r:.40}")
    return found


def parameter(text: str) -> tuple[str, str]:
    """NAME=VALUE taken apart; raises ArgumentTypeError."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"is given as NAME=VALUE, not {text!r:.60}")
    return name.strip(), value.strip()


def _checked(check: Callable[[S], T], value: S) -> T:
    """What the check makes of it; its ValueError goes on after a name, as argparse's own does."""
    try:
        return check(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
