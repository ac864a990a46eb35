"""Documents of any kind: an honest one in which some values are others, of any type, or are missing."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as some

from tests.helpers.comparisons.finished import a_document

DOCUMENT = a_document()
EVIL = "<img src='/nowhere/pipe'>\x1b]0;x\x07\u202e=cmd()|'/c calc'!A0"
ODD = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters()) | some.just(EVIL),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)
Change = tuple[tuple[Any, ...], Any]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in _places(child, (*path, key)))]


PLACES = [place for place in _places(DOCUMENT) if place]


def _at(path: tuple[Any, ...]) -> Any:
    place = DOCUMENT
    for step in path:
        place = place[step]
    return place


# Most of these are refused: a value of another type is.
TEXTS = [place for place in PLACES if isinstance(_at(place), str)]
CHANGES = some.lists(some.tuples(some.sampled_from(PLACES), ODD | some.just(...)), min_size=1, max_size=4)
# Most of these are read: whatever a text says.
OTHER_TEXTS = some.lists(
    some.tuples(some.sampled_from(TEXTS), some.text(some.characters()) | some.just(EVIL)), min_size=1, max_size=12
)


def changed(changes: list[Change]) -> dict[str, Any]:
    """The honest document with these values in their places; `...` stands for none at all."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in changes:
        _change(document, path, value)
    return document


def _change(place: Any, path: tuple[Any, ...], value: Any) -> None:
    try:
        for step in path[:-1]:
            place = place[step]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return  # an earlier change took this place away
