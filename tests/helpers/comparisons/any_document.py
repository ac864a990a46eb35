"""Documents of any kind: an honest one in which some values are others, of any type, or are missing.

There is one of each kind of loop: a built-in one, a function of the user's with its code, a loop of their program; and
one of a question of the lab, whose figures stand along an axis.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import strategies as some

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.document.read import from_document
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.source.parsed import parse
from parloop_gui.model.user_code.program_loop import Command, loop_at
from parloop_gui.model.what_if.answer import what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.keeping import with_what_if
from tests.helpers.comparisons.finished import a_document
from tests.helpers.comparisons.questions import scene

Document = dict[str, Any]
EVIL = "<img src='/nowhere/pipe'>\x1b]0;x\x07\u202e=cmd()|'/c calc'!A0"
ODD = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters()) | some.just(EVIL),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)
Change = tuple[tuple[Any, ...], Any]
PROGRAM = """import math


def main():
    for n in range(9):
        print(math.isqrt(n))


if __name__ == "__main__":
    main()
"""
CODE = "def task(n):\n    return n * 2\n"
FUNCTION = LoopSpec("user", "task", "range(9)", path="/there/mine.py", function="task", code=CODE)


def _of_loop(loop: LoopSpec) -> Document:
    document = a_document()
    document["plan"]["loop"] = json.loads(json.dumps(asdict(loop)))
    return document


def _supposing() -> Document:
    """One that keeps what was said of its loop if it were another."""
    comparison = from_document(a_document()).comparison
    kept = with_what_if(comparison, what_if(basis_of(comparison), Changes(items=600, cores=8)))
    document: Document = json.loads(encode(to_document(kept)))
    return document


DOCUMENT = a_document()
DOCUMENTS = (
    DOCUMENT,
    _supposing(),
    _of_loop(FUNCTION),
    _of_loop(loop_at(parse(PROGRAM, Path("/there/prices.py")), 5, command=Command(("--days", "3"), module="shop"))),
    json.loads(json.dumps(to_document(scene("workers")))),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in _places(child, (*path, key)))]


def _at(document: Document, path: tuple[Any, ...]) -> Any:
    place: Any = document
    for step in path:
        place = place[step]
    return place


def _changes(document: Document) -> some.SearchStrategy[list[Change]]:
    """Any value in any place, `...` for none at all: most of these are refused, for a value of another type is."""
    places = [place for place in _places(document) if place]
    return some.lists(some.tuples(some.sampled_from(places), ODD | some.just(...)), min_size=1, max_size=4)


def _other_texts(document: Document) -> some.SearchStrategy[list[Change]]:
    """Other texts in place of texts: most of these are read, whatever a text says."""
    places = [place for place in _places(document) if isinstance(_at(document, place), str)]
    texts = some.text(some.characters()) | some.just(EVIL)
    return some.lists(some.tuples(some.sampled_from(places), texts), min_size=1, max_size=12)


def changed(changes: list[Change], document: Document = DOCUMENT) -> Document:
    """The honest document with these values in their places; `...` stands for none at all."""
    made = copy.deepcopy(document)
    for path, value in changes:
        _change(made, path, value)
    return made


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


def _changed_by(
    changes: Callable[[Document], some.SearchStrategy[list[Change]]], document: Document
) -> some.SearchStrategy[Document]:
    return changes(document).map(lambda made: changed(made, document))


def any_like(document: Document) -> some.SearchStrategy[Document]:
    """That document with any values in any places, or with other texts alone."""
    return _changed_by(_changes, document) | _changed_by(_other_texts, document)


WITH_OTHER_TEXTS = some.one_of([_changed_by(_other_texts, each) for each in DOCUMENTS])
ANY_DOCUMENT = some.one_of([_changed_by(_changes, each) for each in DOCUMENTS]) | WITH_OTHER_TEXTS
