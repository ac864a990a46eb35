"""The items of a loop of the user's program: what it goes over, made once, where it stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..loops.user_errors import UserLoopError, user_error
from ..loops.user_items import MOST_ITEMS


def made_items(items: Iterable[Any], path: Path) -> list[Any]:
    """All that the loop goes over; raises UserLoopError where that fails, is nothing, or never ends."""
    try:
        made = list(itertools.islice(items, MOST_ITEMS + 1))
    except BaseException as error:
        raise user_error("What the loop goes over could not be made", error, path) from error
    if not made:
        raise UserLoopError("The loop goes over nothing here.")
    if len(made) > MOST_ITEMS:
        raise UserLoopError(f"The loop goes over more than {MOST_ITEMS:,} items.")
    return made
