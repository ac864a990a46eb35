"""What the chart of times per task shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TaskSpread:
    """One strategy's times: shares of its tasks in equal bins from zero, and their median."""

    name: str
    family: str
    shares: tuple[float, ...]
    median_s: float
