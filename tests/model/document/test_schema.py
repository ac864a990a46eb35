"""The published schema of documents: it is what documents are written as, and it holds for every kind of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from parloop_gui.engine.protocol.messages import PreflightFacts
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.without_code import without_code
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.plan.plan import Against
from parloop_gui.model.questions.asking import QUESTIONS
from parloop_gui.model.what_if.answer import what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.keeping import with_what_if
from tests.helpers.comparisons.crowded import crowded
from tests.helpers.comparisons.finished import a_comparison
from tests.helpers.comparisons.histories import begun
from tests.helpers.comparisons.own_scenes import tried
from tests.helpers.comparisons.questions import scene
from tests.helpers.document_schema import FILE, faults, schema, strangers, text

KINDS: dict[str, Callable[[], Comparison]] = {
    "finished": a_comparison,
    "crowded": crowded,
    "begun": lambda: begun(1, ended=None),
    "tried": lambda: tried(PreflightFacts()),
    "supposing": lambda: with_what_if(
        a_comparison(), what_if(basis_of(a_comparison()), Changes(items=600, no_gil=True))
    ),
    "against": lambda: versions(Against("git:main", "git", slower=0.05)),
    "against-recorded": lambda: versions(Against("old.parloop", "document", recorded_walls_s=(1.0, 1.1, 0.9))),
    "shared": lambda: without_code(begun(1)),
    **{slug: lambda slug=slug: scene(slug) for slug in QUESTIONS},  # type: ignore[misc]
}


def versions(against: Against) -> Comparison:
    """A comparison of a loop with itself as it was."""
    known = a_comparison()
    return replace(known, plan=replace(known.plan, against=against))


def written(comparison: Comparison) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode(to_document(comparison)))
    return document


def test_that_the_published_one_is_made_from_the_types() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "python -m tests.helpers.document_schema writes it anew"


@pytest.mark.parametrize("kind", KINDS)
def test_that_it_holds_for(kind: str) -> None:
    assert list(faults(written(KINDS[kind]()), schema())) == []


@pytest.mark.parametrize("kind", KINDS)
def test_that_it_knows_every_part_of(kind: str) -> None:
    # What it does not name may stand in a document, so a part that was forgotten would fit whatever it held.
    assert list(strangers(written(KINDS[kind]()), schema())) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("version",), 2),
        (("runs", 0, "outcome"), "odd"),
        (("summary", 0, "wall_s"), "1 s"),
        (("plan", "loop", "items"), None),
        (("contestants", 0, "strategy"), 7),
        (("verdict", "headline"), ["Use Pool"]),
    ],
)
def test_that_what_is_broken_does_not_fit(place: tuple[Any, ...], value: object) -> None:
    document = written(a_comparison())
    inner: Any = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    assert list(faults(document, schema()))
