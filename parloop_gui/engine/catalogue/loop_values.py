"""How many items the user wants of a loop, checked."""

from __future__ import annotations

from . import catalogue


def check_items(loop_slug: str | None, items: int | str) -> int:
    """How many items, checked against what the loop can do (None: a user's); raises ValueError with one sentence."""
    info = catalogue.loop(loop_slug) if loop_slug else None
    most = info.most_items if info else None
    try:
        count = int(items)
    except ValueError:
        raise ValueError(f"The number of items is a whole number, not {items!r}.") from None
    if count < 1 or (most is not None and count > most):
        wanted = "at least 1 item" if most is None else f"1 to {most:,} items"
        raise ValueError(f"{info.title if info else 'A loop'} takes {wanted}, not {count:,}.")
    return count
