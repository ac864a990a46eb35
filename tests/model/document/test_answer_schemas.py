"""The published schemas of brief answers, maps and what if: they are what is written, and know every part of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from parloop_gui.cli.what_if import encoded
from parloop_gui.model.break_even.cells import Spot
from parloop_gui.model.break_even.map_files import to_json
from parloop_gui.model.plan.plan import Against
from parloop_gui.model.report.brief import brief
from parloop_gui.model.what_if.answer import what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from tests.helpers.answer_schemas import schemas, text
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.comparisons.histories import begun
from tests.helpers.comparisons.maps import made
from tests.helpers.document_schema import FILE, faults, strangers
from tests.model.document.test_schema import versions

BRIEF, MAP, WHAT_IF = schemas()
KINDS: dict[str, tuple[str, Callable[[], bytes | str]]] = {
    "brief": (BRIEF, lambda: brief(a_comparison(), 3)),
    "brief of one that goes on": (BRIEF, lambda: brief(begun(1, ended=None))),
    "brief of two versions": (BRIEF, lambda: brief(versions(Against("git:main", "git", slower=0.05)))),
    "map": (MAP, lambda: to_json(made(2))),
    "map with a loop": (MAP, lambda: to_json(made(dot=Spot(1e-3, 1_000), dot_name="Primes"))),
    "what if": (WHAT_IF, lambda: encoded(what_if(basis_of(a_comparison()), Changes(items=600, no_gil=True)))),
    "what if of nothing": (WHAT_IF, lambda: encoded(what_if(None, Changes(items=600)))),
}


@pytest.mark.parametrize("name", schemas())
def test_that_the_published_one_is_made_from_the_types(name: str) -> None:
    found = (FILE.parent / name).read_text(encoding="utf-8")
    assert found == text(schemas()[name]), "python -m tests.helpers.answer_schemas writes it anew"


@pytest.mark.parametrize("kind", KINDS)
def test_that_it_holds_for_all_parts_of(kind: str) -> None:
    name, write = KINDS[kind]
    value: dict[str, Any] = json.loads(write())
    assert list(faults(value, schemas()[name])) == []
    assert list(strangers(value, schemas()[name])) == []
    assert list(faults({**value, "version": 2}, schemas()[name]))
