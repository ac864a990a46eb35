"""What a contestant is expected to take before its first run, as plain data; `model/forecast` makes it."""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.plan.plan import Contestant


@dataclass(frozen=True)
class Forecast:
    """The wall time of a run over what is measured, in seconds, and the gain over the plain loop for all items.

    Each has the ends of an interval that holds in 80% of cases. `high_s` is None where nothing bounds the time: of a
    task that was cut only how long it takes at least is known; the gain, a ratio, holds all the same. The plain loop's
    own gain is exactly 1. `workers` is how many its pool would have, `whole_s` the wall time over all items (None: all
    are measured).
    """

    contestant: Contestant
    wall_s: float
    low_s: float
    high_s: float | None
    gain: float = 1.0
    gain_low: float = 1.0
    gain_high: float = 1.0
    workers: int | None = None
    whole_s: float | None = None

    @property
    def counted_s(self) -> float:
        """What contestants are compared by: the time over all items, or a sample would let a pool's start decide."""
        return self.wall_s if self.whole_s is None else self.whole_s
