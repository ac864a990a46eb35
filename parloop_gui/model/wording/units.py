"""How figures are written, everywhere: three significant digits, ×, –, thousands with a comma, s, ms or µs."""

from __future__ import annotations

import math
from collections.abc import Sequence


def number(value: float, digits: int = 3) -> str:
    """`value` with that many significant digits and commas between thousands: "1.93", "0.970", "12,300"."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "∞" if value > 0 else "–"
    decimals = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, decimals)
    if abs(rounded) >= 10 ** (digits - decimals):
        decimals -= 1
    return f"{rounded:,.{max(decimals, 0)}f}"


def times(value: float, digits: int = 3) -> str:
    """A ratio: "1.93×"."""
    return f"{number(value, digits)}×"


def interval(low: float, high: float, digits: int = 3) -> str:
    """The two ends of an interval: "1.88–1.98"."""
    return f"{number(low, digits)}–{number(high, digits)}"


def duration(value_s: float, digits: int = 3) -> str:
    """A duration: "12.3 ms", "1.20 s", from 100 s on "2 min 22 s", from 100 min on "5 h 33 min"."""
    if value_s >= 5970:
        hours, minutes = divmod(round(value_s / 60), 60)
        return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"
    if value_s >= 99.5:
        minutes, rest_s = divmod(round(value_s), 60)
        return f"{minutes:,} min {rest_s} s" if rest_s else f"{minutes:,} min"
    scale, unit = time_unit(value_s)
    return f"{number(value_s * scale, digits)} {unit}"


def time_unit(value_s: float) -> tuple[float, str]:
    """What to multiply seconds by for a duration of that size, and the unit it is then in."""
    size_s = abs(value_s)
    if size_s >= 0.1:
        return 1.0, "s"
    return (1e3, "ms") if size_s >= 1e-3 else (1e6, "µs")


def rate(per_s: float) -> str:
    """A throughput: "1,230/s"."""
    return f"{number(per_s)}/s"


def thousands(value: int) -> str:
    """A whole number, every digit: "12,345"."""
    return f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    """A number of things: "1 round", "12 rounds", "1,000 items"."""
    return f"{thousands(value)} {one if value == 1 else many or one + 's'}"


def size(size_bytes: int) -> str:
    """A size as people say it: "85 bytes", "12 kB", "50 MB"."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= scale:
            return f"{size_bytes / scale:.3g} {unit}"
    return count(size_bytes, "byte")


def rough(number_of: float) -> str:
    """A number of things on average, as exact as it may be called: "2.3", "39"."""
    return f"{number_of:,.0f}" if number_of >= 9.5 else f"{number_of:.2g}"


def percent(share: float) -> str:
    """A share of 1: "99%"."""
    return f"{share * 100:.0f}%"


def about(left_s: float) -> str:
    """Time left, never more exact than it is; goes after the word "about": "4 s", "40 s", "3 min"."""
    if left_s < 10:
        return f"{max(math.ceil(left_s), 1)} s"
    if left_s <= 95:
        return f"{math.ceil(left_s / 5) * 5} s"
    return f"{math.ceil(left_s / 60):,} min"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
