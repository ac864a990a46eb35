"""The items of a loop of the user's program: what it goes over, made once, where it stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..loops.user_errors import UserLoopError, user_error
from ..loops.user_items import MOST_ITEMS
from ..protocol.loop_spec import LoopSpec
from .program import program_of


def made_items(items: Iterable[Any], spec: LoopSpec) -> list[Any]:
    """All that the loop goes over; raises UserLoopError where that fails, is nothing, never ends, or won't do."""
    try:
        made = list(itertools.islice(items, MOST_ITEMS + 1))
    except BaseException as error:  # the user's generator may raise anything
        raise user_error("What the loop goes over could not be made", error, Path(spec.path or "")) from error
    if not made:
        raise UserLoopError("The loop goes over nothing here.")
    if len(made) > MOST_ITEMS:
        raise UserLoopError(f"The loop goes over more than {MOST_ITEMS:,} items.")
    if program_of(spec).needs_distinct and _comes_twice(made):
        raise UserLoopError("An item comes twice here, and the second pass needs what the first has left of it.")
    return made


def _comes_twice(items: list[Any]) -> bool:
    try:
        return len(set(items)) < len(items)
    except TypeError:  # some can't be compared so
        return len(set(map(id, items))) < len(items)
