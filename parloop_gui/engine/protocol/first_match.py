"""How a loop that ends at its first match is run side by side: in chunks of its items, in order, until it is found.

What a chunk computes behind the match is in vain. So the first chunk is small; each is twice as long as the one before,
so that a late match costs few pools.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# A match in the first chunk leaves no worker with more than three tasks in vain.
EACH = 4
# Where it is not known how many workers there are.
_ALONE = 16


def first_chunk(workers: int | None) -> int:
    """How many items the first chunk has."""
    return EACH * workers if workers else _ALONE


def chunks(items: list[Any], many: int) -> Iterator[list[Any]]:
    """The items in order, the first so many in the first chunk."""
    first = 0
    while first < len(items):
        yield items[first : first + many]
        first, many = first + many, 2 * many
