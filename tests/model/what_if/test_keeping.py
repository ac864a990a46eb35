"""What was supposed is kept with its comparison: in documents, reports and the history, once each, as said last."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.without_code import without_code
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.export import markdown
from parloop_gui.model.what_if.answer import what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.keeping import MOST_KEPT, changes_of, with_what_if
from tests.helpers.comparisons.histories import a_history, begun
from tests.helpers.comparisons.scenes import failed

CORES = Changes(cores=8, no_gil=True)
ITEMS = Changes(items=5_000, task_s=0.02, item_bytes=1_000)


def supposed(comparison: Comparison, *changes: Changes) -> Comparison:
    """The comparison with those kept, one after the other."""
    for each in changes:
        comparison = with_what_if(comparison, what_if(basis_of(comparison), each))
    return comparison


def test_that_a_document_brings_back_what_was_kept_to_the_last_figure() -> None:
    comparison = supposed(begun(0, 8), CORES, ITEMS)
    again = decode(encode(to_document(comparison))).comparison
    assert again.what_ifs == comparison.what_ifs
    assert [changes_of(each) for each in again.what_ifs] == [CORES, ITEMS]
    assert len(again.what_ifs[0].expected) == len([row for row in comparison.rows if row.wall_s is not None])
    assert "what_ifs" not in to_document(begun(0, 8))


def test_that_a_supposition_is_kept_once_and_the_oldest_gives_way() -> None:
    comparison = supposed(begun(0, 8), CORES, ITEMS, CORES)
    assert [changes_of(each) for each in comparison.what_ifs] == [ITEMS, CORES]
    many = supposed(comparison, *(Changes(items=100 + at) for at in range(MOST_KEPT)))
    assert [each.items for each in many.what_ifs] == [100 + at for at in range(MOST_KEPT)]


def test_that_nothing_is_kept_where_too_little_was_measured() -> None:
    comparison = failed()
    assert with_what_if(comparison, what_if(basis_of(comparison), CORES)) is comparison


@pytest.mark.parametrize(
    "wrong", [{"items": 0}, {"task_s": -1.0}, {"cores": 10**7}, {"item_bytes": -1}, {"task_s": 1e300}]
)
def test_that_a_document_that_supposes_what_can_t_be_is_refused(wrong: dict[str, Any]) -> None:
    document = to_document(supposed(begun(0, 8), CORES))
    document["what_ifs"][0].update(wrong)
    with pytest.raises(DocumentError, match="suppose what can’t be"):
        decode(encode(document))
    comparison = begun(0, 8)
    found = what_if(basis_of(comparison), CORES)
    assert with_what_if(comparison, replace(found, changes=replace(CORES, **wrong))) is comparison


def test_that_reports_say_what_was_supposed_also_without_the_code() -> None:
    comparison = supposed(begun(0, 8), CORES)
    sentence = comparison.what_ifs[0].sentence
    for each in (comparison, without_code(comparison)):
        said = markdown.render(each).decode()
        assert "## What if" in said
        assert sentence in said.replace("\\", "")
    assert "ProcessPoolExecutor " in said and "in 80% of cases" in said


@pytest.mark.slow
def test_that_the_history_has_it_in_the_same_row_also_of_one_that_was_kept_before(tmp_path: Path) -> None:
    with closing(a_history(tmp_path)) as history:
        history.keep(begun(0, 8))
        history.keep(supposed(begun(0, 8), CORES))
        assert history.has(begun(0, 8)), "a window that knows of less has nothing to lose"
    with closing(a_history(tmp_path)) as history:
        (entry,) = history.page()
        loaded = history.load(entry.id)
        assert history.knows(loaded)
        assert [changes_of(each) for each in loaded.what_ifs] == [CORES]
        history.keep(supposed(loaded, ITEMS))
        (entry,) = history.page()
        again = history.load(entry.id)
        assert [changes_of(each) for each in again.what_ifs] == [CORES, ITEMS]
        assert (len(again.runs), again.rows) == (len(loaded.runs), loaded.rows)
        assert not history.knows(replace(loaded, created="2020-01-02T03:04:05+01:00"))
