"""When a comparison does not fit its budget: what that means in figures, and what to offer instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TooLong:
    """Why no round was scored: `least_rounds` rounds of about `round_s` would end after `total_s`, past the budget.

    What to offer instead: `rounds_that_fit` (3 even if fewer fit: no less says anything) and `sample_suggestion`, a
    number of items (None where no sample would do), with `sample_rounds` where no sample is small enough for the least
    rounds; it then takes `sample_s` in all.
    """

    round_s: float
    least_rounds: int
    budget_s: float
    rounds_that_fit: int
    sample_suggestion: int | None
    total_s: float = 0.0
    sample_rounds: int | None = None
    sample_s: float | None = None
