"""What an option's text means, or what speaks against it: an ArgumentTypeError that goes on after the option's name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeVar

from parloop_gui.model.plan.plan import LARGEST_GATE, Workers
from parloop_gui.model.wording import limits

T = TypeVar("T")

# Loops add the numbers of their items to it, and documents hold it: JSON is exact up to 2**53 in every reader.
LARGEST_SEED = 2**32 - 1
# Python's own calls refuse counts beyond 2**63, in their own words; this is less, and more than anybody needs.
LARGEST_NUMBER = 10**12
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

    def number(text: str) -> int:
        value = whole_number(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"is at least {least}, not {value}")
        if value > LARGEST_NUMBER:
            raise argparse.ArgumentTypeError(f"is at most {LARGEST_NUMBER:,}, not {value:,}")
        return value

    return number


def workers(text: str) -> Workers:
    """How many workers: "auto", "python" or a number; raises ArgumentTypeError."""
    if text == "auto":
        return "auto"
    if text == "python":
        return "python"
    try:
        value = whole_number(text)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"is auto, python or a number, not {text!r:.40}") from None
    if value < 1:
        raise argparse.ArgumentTypeError(f"is at least 1 worker, not {value}")
    return value


def seed(text: str) -> int:
    """A number to repeat a comparison by; raises ArgumentTypeError."""
    value = at_least(0)(text)
    if value > LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"is at most {LARGEST_SEED}, not {value}")
    return value


def seconds(text: str) -> float:
    """A limit of time; raises ArgumentTypeError."""
    return _limit(limits.seconds, text)


def budget(text: str) -> float:
    """Seconds for a comparison: "45s", "2min" or a number of seconds; raises ArgumentTypeError."""
    return _limit(limits.time, text)


def size_bytes(text: str) -> int:
    """A limit of memory; raises ArgumentTypeError."""
    return _limit(limits.size_bytes, text)


def payload_bytes(text: str) -> int:
    """How much is handed over: "0", "200k", "1M"; raises ArgumentTypeError."""
    return _limit(limits.payload_bytes, text)


def task_time(text: str) -> float:
    """Seconds that a task takes: "50ms", "2s"; raises ArgumentTypeError."""
    return _limit(limits.task_time, text)


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


def _limit(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
