"""The items of a user's loop: a count, an expression, a generator function's, or a file's lines."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import ModuleType
from typing import Any

from ..protocol.loop_spec import LoopSpec
from .user_errors import UserLoopError, user_error

MOST_ITEMS = 10_000_000
"""Where what never ends is given up."""


def make_items(module: ModuleType, spec: LoopSpec) -> list[Any]:
    """All items, made in the namespace of the user's file; raises UserLoopError."""
    items = spec.items
    try:
        value = _value(module, spec)
        made = list(itertools.islice(range(value) if isinstance(value, int) else value, MOST_ITEMS + 1))
    except OSError as error:
        if spec.items_kind == "file":
            reason = (error.strerror or "no such file").lower()
            raise UserLoopError(f"The items can't be read from {items}: {reason}.") from None
        raise user_error(f"The items {items!r} could not be made", error, module) from error
    except BaseException as error:
        raise user_error(f"The items {items!r} could not be made", error, module) from error
    if not 0 < len(made) <= MOST_ITEMS:
        found = "none" if not made else f"more than {MOST_ITEMS:,}"
        raise UserLoopError(f"A loop needs at least one item, and {items!r} makes {found}.")
    return made


def _value(module: ModuleType, spec: LoopSpec) -> Any:
    if isinstance(spec.items, int):
        return spec.items
    if spec.items_kind == "file":
        from .item_files import lines_of, rows_of

        suffix = Path(spec.items).suffix.lower()
        if suffix in (".csv", ".tsv"):
            return rows_of(spec.items, "\t" if suffix == ".tsv" else ",")
        return lines_of(spec.items)
    if spec.items_kind == "function":
        return getattr(module, spec.items)()
    return eval(spec.items.strip(), vars(module))  # noqa: S307 - the user's own expression, in their own file
