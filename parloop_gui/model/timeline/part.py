"""The part of the time axis that is in view: zooming, panning, and round times to write on the axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

# No closer: recording a task takes a fraction of a microsecond, so what lies in less is its own.
LEAST_S = 2e-6
# Steps of 100 ms are written in seconds, steps of 1 ms in ms; a little less, for binary fractions.
_SECONDS_FROM_S, _MS_FROM_S = 0.099, 0.99e-3


@dataclass(frozen=True)
class Part:
    """From one time to another, both in seconds since the clock's start; never outside 0 to `whole_s`."""

    from_s: float
    to_s: float
    whole_s: float

    @property
    def width_s(self) -> float:
        """How much time is in view."""
        return self.to_s - self.from_s

    @property
    def is_whole(self) -> bool:
        """Whether all of it is in view."""
        return self.from_s <= 0 and self.to_s >= self.whole_s

    def zoomed(self, factor: float, at_s: float) -> Part:
        """So many times closer (below 1: farther away), `at_s` staying in its place."""
        width_s = min(max(self.width_s / factor, min(LEAST_S, self.whole_s)), self.whole_s)
        share = (at_s - self.from_s) / self.width_s if self.width_s > 0 else 0.5
        return self._at(at_s - share * width_s, width_s)

    def panned(self, by_s: float) -> Part:
        """Moved, as far as there is anything."""
        return self._at(self.from_s + by_s, self.width_s)

    def centred(self, at_s: float) -> Part:
        """Moved so that this time is in the middle."""
        return self._at(at_s - self.width_s / 2, self.width_s)

    def fitted(self) -> Part:
        """All of it."""
        return Part(0.0, self.whole_s, self.whole_s)

    def _at(self, from_s: float, width_s: float) -> Part:
        start_s = min(max(from_s, 0.0), max(self.whole_s - width_s, 0.0))
        return Part(start_s, start_s + width_s, self.whole_s)


def whole(whole_s: float) -> Part:
    """All of an axis so long."""
    length_s = whole_s if whole_s > 0 else 1e-3
    return Part(0.0, length_s, length_s)


def axis_ticks(part: Part, about: int = 8) -> tuple[tuple[float, str], ...]:
    """Round times in view with what stands beside them; the last one names the unit."""
    raw = part.width_s / about
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= raw * 0.999)
    scale, unit = (1.0, "s") if step >= _SECONDS_FROM_S else (1e3, "ms") if step >= _MS_FROM_S else (1e6, "µs")
    decimals = max(0, -math.floor(math.log10(step * scale) + 1e-9))
    first = math.ceil(part.from_s / step - 1e-6)
    last = math.floor(part.to_s / step + 1e-6)
    return tuple(
        (at * step, f"{at * step * scale:,.{decimals}f}{f' {unit}' if at == last else ''}")
        for at in range(first, last + 1)
    )
