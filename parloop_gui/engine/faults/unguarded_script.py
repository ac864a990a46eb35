"""A script without a main guard: it starts a pool wherever it is imported, so in every worker of that pool too."""

from __future__ import annotations

import multiprocessing


def double(number: int) -> int:
    """The task."""
    return number * 2


with multiprocessing.get_context("spawn").Pool(2) as pool:
    pool.map(double, range(4))
