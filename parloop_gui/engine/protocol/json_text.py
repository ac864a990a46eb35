"""JSON from a process or a caller that nobody vouches for: bounded in size and depth, and never more than refused."""

from __future__ import annotations

import json
from typing import Any

# The longest honest line holds the times of some thousand tasks, and is well under a megabyte.
MOST_BYTES = 16 * 2**20
# Ours hold 5 levels; whatever walks through a value calls itself at each, and Python allows some 1,000 calls.
DEEPEST = 40


def parsed(text: str | bytes, most_bytes: int = MOST_BYTES) -> Any:
    """The value that the text holds; raises ValueError where it is none, too long or too deep."""
    if len(text) > most_bytes:
        raise ValueError(f"The text is longer than {most_bytes:,} bytes.")
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("The text holds arrays in arrays without end.") from None
    if _depth(value) > DEEPEST:
        raise ValueError(f"The text holds more than {DEEPEST} arrays in arrays.")
    return value


def _depth(value: Any) -> int:
    """How many arrays and objects lie in each other, no further than is of interest; calls nothing for each level."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inner += each.values()
            elif isinstance(each, list):
                inner += each
        level = [each for each in inner if isinstance(each, (dict, list))]
        depth += 1
    return depth
