"""What a comparison of a user's loop is said to take before anything is timed, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """Seconds, by what a few tasks took.

    `whole_s` is the plain loop over all its items, `plain_s` over those that are measured (`items` of `all_items`).
    `round_s` is every strategy once; `total_s` the whole comparison, at most `budget_s` unless a number of rounds was
    asked for. `runs` is how many that are.
    """

    items: int
    all_items: int
    whole_s: float
    plain_s: float
    round_s: float
    total_s: float
    budget_s: float
    runs: int
