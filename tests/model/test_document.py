"""The document: written, read back the same, and never a door for a broken or hostile file."""

from __future__ import annotations

import contextlib
import copy
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.model.document import encode, to_document
from parloop_gui.model.document_read import MOST_BYTES, decode, from_document, read
from parloop_gui.model.document_types import DocumentError
from parloop_gui.model.events import ComparisonEnded
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS
from parloop_gui.model.summary import Figure
from tests.helpers.comparisons import a_comparison
from tests.helpers.fuzz import cases

RUN_KEYS = {
    "id",
    "round",
    "warm_up",
    "strategy",
    "call",
    "python",
    "point",
    "width",
    "workers",
    "chunksize",
    "start_method",
    "outcome",
    "message",
    "wall_s",
    "startup_s",
    "work_s",
    "winddown_s",
    "first_result_s",
    "throughput_per_s",
    "cpu_s",
    "peak_rss_bytes",
    "tasks",
    "tag",
    "cpu_share",
    "core_wait_share",
    "gil_wait_share",
    "results_match",
    "noise",
}
ROW_KEYS = {
    "strategy",
    "call",
    "python",
    "point",
    "rounds",
    "width",
    "wall_s",
    "throughput_per_s",
    "speedup",
    "rank",
    "level_with_best",
    "tag",
    "cpu_share",
    "gil",
    "outcome",
    "message",
}


def a_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode(to_document(a_comparison())))
    return document


def test_that_a_document_read_back_gives_the_same_document() -> None:
    first = encode(to_document(a_comparison()))
    again = decode(first)
    assert encode(to_document(again.comparison, again.app_version)) == first


def test_that_a_comparison_read_back_is_the_same_but_for_where_its_pythons_are() -> None:
    comparison = a_comparison()
    pythons = tuple(replace(each, path="") for each in comparison.plan.pythons)
    expected = replace(comparison, plan=replace(comparison.plan, pythons=pythons))
    assert decode(encode(to_document(comparison))).comparison == expected


def test_that_an_unfinished_comparison_can_be_written_and_read() -> None:
    ended = ComparisonEnded("stopped")
    comparison = replace(a_comparison(), rows=(), verdict=None, runs=(), ended=ended, estimate=None)
    assert decode(encode(to_document(comparison))).comparison.ended == ended


def test_that_every_key_of_the_format_is_there() -> None:
    document = a_document()
    assert (document["format"], document["version"]) == ("parloop-comparison", 1)
    assert {"created", "app_version", "machine", "pythons", "plan", "runs", "summary", "verdict"} <= set(document)
    assert set(document["runs"][0]) >= RUN_KEYS
    assert all(ROW_KEYS - {"cpu_share", "gil"} <= set(row) for row in document["summary"])
    assert set(document["summary"][0]) >= ROW_KEYS
    assert document["plan"]["strategies"][1] == "thread-pool-executor:map"
    assert set(document["summary"][0]["wall_s"]) == {"median", "low", "high"}
    assert document["verdict"]["advice"][0]["kind"] == "main-guard"


def test_that_no_interpreters_path_is_written_or_taken_from_a_document() -> None:
    document = a_document()
    assert "somewhere" not in json.dumps(document)
    document["pythons"][0]["path"] = "/bin/evil"
    assert from_document(document).comparison.plan.pythons[0].path == ""


def test_that_an_interval_without_an_end_survives() -> None:
    comparison = a_comparison()
    row = replace(comparison.rows[0], speedup=Figure(1.0, -math.inf, math.inf))
    again = decode(encode(to_document(replace(comparison, rows=(row,)))))
    assert again.comparison.rows[0].speedup == Figure(1.0, -math.inf, math.inf)


def test_that_text_that_is_no_unicode_is_written_and_read() -> None:
    comparison = replace(a_comparison(), ended=ComparisonEnded("failed", "bad \udcff name"))
    again = decode(encode(to_document(comparison))).comparison.ended
    assert again == ComparisonEnded("failed", "bad ? name")


def test_that_a_document_with_more_and_fewer_optional_keys_is_read() -> None:
    document = a_document()
    document["later"] = {"x": 1}
    document["runs"][0]["later"] = [1]
    for name in ("estimate", "ended", "unavailable", "rounds_finished"):
        del document[name]
    assert from_document(document).comparison.unavailable == ()


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


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, child in children for place in _places(child, (*path, key)))]


DOCUMENT = a_document()
PLACES = [place for place in _places(DOCUMENT) if place]
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.fuzz
@cases(300)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD | st.just(...)), min_size=1, max_size=4))
def test_that_a_mutated_document_is_read_or_refused_and_nothing_else(changes: list[tuple[Any, Any]]) -> None:
    document = copy.deepcopy(DOCUMENT)
    for path, value in changes:
        _change(document, path, value)
    try:
        again = from_document(document)
    except DocumentError as error:
        assert str(error).isprintable()
    else:
        assert from_document(json.loads(encode(to_document(again.comparison)))).comparison == again.comparison
        for render in FORMATS.values():
            with contextlib.suppress(ExportError):
                render(again.comparison)


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


@pytest.mark.fuzz
@cases(200)
@given(st.binary(max_size=200), st.integers(0, 4000))
def test_that_bytes_written_into_a_document_raise_nothing_but_a_document_error(junk: bytes, at: int) -> None:
    data = encode(DOCUMENT)
    with contextlib.suppress(DocumentError):
        decode(data[:at] + junk + data[at + len(junk) :])


def test_that_a_document_of_the_first_version_is_opened_for_ever() -> None:
    """Never write this file anew: it is what a user kept."""
    kept = Path(__file__).resolve().parents[1] / "data" / "documents" / "version-1.parloop"
    comparison = read(kept).comparison
    assert comparison.verdict is not None
    assert comparison.verdict.headline == "Use ProcessPoolExecutor"
    assert (comparison.rounds_finished, len(comparison.runs)) == (2, 10)
    for ending, render in FORMATS.items():
        if ending != ".trace.json":  # there were no tasks' times in documents then
            assert render(comparison)


def test_that_a_document_without_end_is_refused() -> None:
    for name in ("contestants", "unavailable", "summary", "pythons"):
        document = a_document()
        document[name] = [(document.get(name) or [{**document["contestants"][0], "message": ""}])[0]] * 1_001
        with pytest.raises(DocumentError, match="more than 1,000 entries"):
            from_document(document)
    for place, value in ((("plan", "strategies"), ["serial:for"] * 1_001), (("created",), "x" * 1_000_001)):
        document = a_document()
        _change(document, place, value)
        with pytest.raises(DocumentError, match="more than") as caught:
            from_document(document)
        assert len(str(caught.value)) < 200


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
        assert str(caught.value).isprintable()
