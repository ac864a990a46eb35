"""How many cases a property is tried with: a few, always the same; in `make check-fuzz` 10,000, always others."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hypothesis import HealthCheck, settings

LONG = os.environ.get("PARLOOP_CHECK") == "fuzz"


def cases(few: int, suppress: Sequence[HealthCheck] = ()) -> settings:
    """The settings of a property that is tried with so many cases in `make test`."""
    count = 10_000 if LONG else few
    return settings(max_examples=count, derandomize=not LONG, deadline=None, suppress_health_check=suppress)
