"""Round values for the ticks of an axis. Plain arithmetic."""

from __future__ import annotations

import math


def ticks(high: float, room: float, about: int = 5) -> tuple[float, ...]:
    """Round values from zero to about `high`, none beyond `room`, about five of them."""
    raw = high / about
    magnitude = 10 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    last = max(1, round(high / step))
    if last * step > room:
        last -= 1
    return tuple(round(index * step, 12) for index in range(last + 1))
