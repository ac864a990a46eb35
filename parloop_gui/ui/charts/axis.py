"""Round values for the ticks of an axis. Plain arithmetic."""

from __future__ import annotations

import math

# Pixels that a tick's figure needs, such as "10,000".
_TICK_ROOM = 36.0
# The least factor between neighbours at these times each power of ten.
_NEAREST: dict[tuple[int, ...], float] = {(1, 2, 5): 2.0, (1, 3): 3.0, (1,): 10.0}


def ticks(high: float, room: float, about: int = 5) -> tuple[float, ...]:
    """Round values from zero to about `high`, none beyond `room`, about five of them."""
    raw = high / about
    magnitude = 10 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    last = max(1, round(high / step))
    if last * step > room:
        last -= 1
    return tuple(round(index * step, 12) for index in range(last + 1))


def log_low(least: float) -> float:
    """Where a logarithmic axis begins for a least value: at 1, 2 or 5 times a power of ten, somewhat below it."""
    magnitude = math.pow(10.0, math.floor(math.log10(least * 0.9)))
    return round(max(factor * magnitude for factor in (1, 2, 5) if factor * magnitude <= least * 0.9), 12)


def log_ticks(low: float, high: float, per_e: float) -> tuple[float, ...]:
    """Round values of a logarithmic axis on which a factor of e is `per_e` pixels: as many as can be written."""
    steps = ((1, 2, 5), (1, 3), (1,))
    factors = next((each for each in steps if math.log(_NEAREST[each]) * per_e >= _TICK_ROOM), (1,))
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    made = (round(factor * math.pow(10.0, power), 12) for power in range(first, last + 1) for factor in factors)
    return tuple(value for value in made if low * 0.999 <= value <= high)
