"""What the chart of times per task shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TaskSpread:
    """One strategy's times: shares of its tasks in equal bins from zero, and their median.

    `short` is what it is called where there is no room for all names: its family, and its Python among several.
    """

    name: str
    short: str
    family: str
    shares: tuple[float, ...]
    median_s: float
