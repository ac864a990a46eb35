"""Spans in documents: small runs come along, broken ones are refused."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.kept_spans import MOST_TASKS
from parloop_gui.model.timeline.shown import has_spans, shown_run
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.comparisons.spans import make_spans, pool, write_spans


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A comparison with spans."""
    return with_spans(CPU.comparison(4), CPU, tmp_path_factory.mktemp("spans"))


def test_that_an_opened_document_shows_the_runs_that_were_shown(comparison: Comparison) -> None:
    again = decode(encode(to_document(comparison))).comparison
    for contestant in comparison.contestants:
        one, other = shown_run(comparison, contestant), shown_run(again, contestant)
        assert one is not None
        assert other is not None
        assert (one.words, one.sampled, len(one.lanes)) == (other.words, other.sampled, len(other.lanes))
        assert np.array_equal(one.spans.start_s, other.spans.start_s)
    assert to_document(again)["spans"] == to_document(comparison)["spans"]


def test_that_large_runs_and_running_comparisons_keep_none(tmp_path: Path) -> None:
    comparison = with_spans(CPU.comparison(4), CPU, tmp_path)
    assert "spans" not in to_document(replace(comparison, ended=None))
    for run in (*comparison.runs, *comparison.recorded):
        if run.spans_file:
            write_spans(pool(MOST_TASKS + 1, 2, 1e-4, 0.5), Path(run.spans_file))
    written = to_document(comparison)
    assert "spans" not in written
    assert not has_spans(decode(encode(written)).comparison, comparison.contestants[0])


@pytest.fixture(scope="module")
def document(comparison: Comparison) -> dict[str, Any]:
    """Its document."""
    return to_document(comparison)


def changed(document: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The document with other values in the first of its spans."""
    first, *others = document["spans"]
    return {**document, "spans": [{**first, **values}, *others]}


@pytest.mark.parametrize(
    "values",
    [
        {"file": None},
        {"file": "!"},
        {"file": base64.b64encode(b"{}\n").decode()},
        {"file": "A" * 2**21},
        {"round": -1},
        {"round": "1"},
        {"recorded": 1},
        {"python": "9.9"},
        {"strategy": None},
    ],
)
def test_that_broken_spans_are_refused_in_a_sentence(document: dict[str, Any], values: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match=r"^The document is .*\.$"):
        decode(encode(changed(document, **values)))


@pytest.mark.parametrize("tasks", [0, MOST_TASKS + 1])
def test_that_no_tasks_and_too_many_are_refused(document: dict[str, Any], tasks: int, tmp_path: Path) -> None:
    spans = pool(tasks, 1, 1e-4, 0.5) if tasks else make_spans([])
    file = base64.b64encode(write_spans(spans, tmp_path / "a").read_bytes()).decode()
    with pytest.raises(DocumentError, match=r"tasks\.$"):
        decode(encode(changed(document, file=file)))
