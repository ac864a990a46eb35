"""The document: never a door for a broken or hostile file."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import MOST_BYTES, decode, from_document, read
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS
from parloop_gui.model.report.caption import caption
from parloop_gui.model.report.report import finish, report
from tests.helpers.comparisons.any_document import ANY_DOCUMENT, DOCUMENT, DOCUMENTS, changed
from tests.helpers.comparisons.finished import a_document
from tests.helpers.fuzz import cases
from tests.helpers.harmless import is_harmless
from tests.helpers.untouched import nothing_touched


def test_that_a_newer_document_is_refused_in_one_sentence() -> None:
    with pytest.raises(DocumentError, match="newer Parloop") as caught:
        from_document({**a_document(), "version": 2})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"not json",
        b"[]",
        b"{}",
        b'{"format": "other"}',
        b'{"format": "parloop-comparison"}',
        b'{"format": "parloop-comparison", "version": "1"}',
        b'{"format": "parloop-comparison", "version": 0}',
        b'{"format": "parloop-comparison", "version": 1}',
        b'{"format": "parloop-comparison", "version": NaN}',
        b'{"format": "parloop-comparison", "version": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"format": "parloop-comparison", "version": 1, "machine": ' + b'{"a":' * 50_000,
    ],
)
def test_that_what_is_no_document_gives_a_sentence(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("plan", "start_method"), 'spawn"); print(); ("'),
        (("contestants", 0, "own_start_method"), "thread"),
        (("plan", "loop", "setup"), "lambda"),
        (("plan", "loop", "kind"), "user"),
        (("plan", "budget_s"), 0),
        (("plan", "budget_s"), -5.0),
        (("plan", "budget_s"), "45s"),
        (("plan", "even"), 1),
        (("plan", "against"), {"title": "old.py", "kind": "document", "recorded_walls_s": [0.0]}),
        (("plan", "against"), {"title": "old.py", "kind": "document", "recorded_walls_s": [1e300]}),
        (("plan", "against"), {"title": "old.py", "kind": "file", "slower": -1.0}),
        (("runs", 0, "censored_s"), "3"),
        (("runs", 0, "outcome"), "forgotten"),
        (("runs", 0, "wall_s"), "1.0"),
        (("runs", 0, "wall_s"), True),
        (("runs", 0, "round"), 1.5),
        (("runs", 0, "round"), 10**30),
        (("runs", 0, "outcome"), "exploded"),
        (("runs", 0, "noise"), []),
        (("runs",), {"a": 1}),
        (("runs", 0), None),
        (("summary", 0, "wall_s"), {"median": None, "low": 0, "high": 1}),
        (("summary", 0, "speedup"), 3),
        (("plan", "effort"), "heroic"),
        (("plan", "workers"), "many"),
        (("plan", "strategies"), "serial"),
        (("plan", "loop"), None),
        (("verdict", "advice"), [{"kind": "x"}]),
        (("machine", "cores"), [2]),
        (("created",), 5),
        (("contestants", 0, "python"), "9.9"),
        (("verdict", "contestant", "python"), "9.9"),
        (("runs", 0, "round"), -1),
        (("pythons", 0, "version"), "three"),
        (("plan", "loop", "kind"), "magic"),
        (("plan", "loop", "items"), "__import__('os')"),
        (("plan", "loop", "function"), "f()\nimport os"),
    ],
)
def test_that_a_wrong_type_is_refused(path: tuple[Any, ...], value: Any) -> None:
    document = a_document()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(DocumentError) as caught:
        from_document(document)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["strategy", "python", "outcome", "round", "id", "items", "task_wall_s"])
def test_that_a_run_without_what_it_needs_is_refused_or_defaulted(name: str) -> None:
    document = a_document()
    del document["runs"][0][name]
    if name == "outcome":
        assert from_document(document).comparison.runs[0].ended.outcome == "finished"
    else:
        with pytest.raises(DocumentError):
            from_document(document)


DATA = encode(DOCUMENT)


@pytest.mark.slow
@pytest.mark.fuzz
@cases(100)
@given(ANY_DOCUMENT)
def test_that_a_mutated_document_is_read_or_refused_and_nothing_else(document: dict[str, Any]) -> None:
    try:
        again = from_document(document)
    except DocumentError as error:
        assert is_harmless(str(error))
    else:
        assert from_document(json.loads(encode(to_document(again.comparison)))).comparison == again.comparison


def made_of(document: dict[str, Any]) -> list[bytes]:
    """All that is made of a document without a painter: its exports, the report and what the terminal says."""
    try:
        comparison = from_document(document).comparison
    except DocumentError:
        return []
    made = [repr(report(comparison)).encode(), caption(comparison).encode(), finish(comparison).encode()]
    for render in FORMATS.values():
        with contextlib.suppress(ExportError):
            made.append(render(comparison))
    return made


@pytest.fixture(scope="module")
def used_exporters() -> None:
    """What making anything of a document imports has been imported."""
    assert all(map(made_of, DOCUMENTS))


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.usefixtures("used_exporters")
@cases(10)
@given(ANY_DOCUMENT)
def test_that_nothing_is_touched_by_what_is_made_of_any_document(document: dict[str, Any]) -> None:
    with nothing_touched():
        made_of(document)


def test_that_a_file_that_is_opened_and_code_that_runs_are_seen() -> None:
    with pytest.raises(AssertionError, match=r"open .*test_refused"), nothing_touched(), open(__file__):
        pass
    with pytest.raises(AssertionError, match="exec"), nothing_touched():
        eval("1")  # noqa: S307


@pytest.mark.fuzz
@cases(200)
@given(st.binary(max_size=200), st.integers(0, 4000))
def test_that_bytes_written_into_a_document_raise_nothing_but_a_document_error(junk: bytes, at: int) -> None:
    with contextlib.suppress(DocumentError):
        decode(DATA[:at] + junk + DATA[at + len(junk) :])


def test_that_a_document_without_end_is_refused() -> None:
    for name in ("contestants", "unavailable", "summary", "pythons"):
        document = a_document()
        document[name] = [(document.get(name) or [{**document["contestants"][0], "message": ""}])[0]] * 1_001
        with pytest.raises(DocumentError, match="more than 1,000 entries"):
            from_document(document)
    for place, value in ((("plan", "strategies"), ["serial:for"] * 1_001), (("created",), "x" * 1_000_001)):
        with pytest.raises(DocumentError, match="more than") as caught:
            from_document(changed([(place, value)]))
        assert len(str(caught.value)) < 200


@pytest.mark.slow
def test_that_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.parloop"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(DocumentError, match="larger than 64 MB"):
        read(path)


def test_that_a_file_that_cannot_be_opened_gives_a_sentence(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "none", "no such file"),
        (tmp_path, "not a file"),
        (Path("a\0b"), "no file name"),
        (tmp_path / ("x" * 400), "too long"),
    ]:
        with pytest.raises(DocumentError, match=words) as caught:
            read(path)
        assert is_harmless(str(caught.value))
