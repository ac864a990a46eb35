"""How many cases a property is tried with.

`make test`: a few, always the same. `make fast`: the first of those few. `make check-fuzz`: 10,000, always others, or
as many as PARLOOP_FUZZ_CASES says: four runs of 2,500 try as much as one of 10,000, each in a quarter of the time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from hypothesis import HealthCheck, settings

CHECK = os.environ.get("PARLOOP_CHECK")
# Hypothesis's own choice, for properties that ask for no number.
USUAL = 100
# A case takes 0.2 to 10 ms: with 15 each, all properties of `make fast` are tried within half a second.
FIRST = 15


def cases(few: int = USUAL, suppress: Sequence[HealthCheck] = ()) -> settings:
    """The settings of a property that is tried with so many cases in `make test`."""
    many = int(os.environ.get("PARLOOP_FUZZ_CASES", "10000"))
    count = {"fuzz": many, "fast": min(few, FIRST)}.get(CHECK or "", few)
    return settings(
        max_examples=count, derandomize=CHECK != "fuzz", database=None, deadline=None, suppress_health_check=suppress
    )
