"""The report: the document comes out of it as it went in, nothing in it runs or is fetched, and it is small."""

from __future__ import annotations

import base64
import contextlib
import json
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import decode, from_document
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.ui.report.page import render
from tests.helpers.comparisons.any_document import ANY_DOCUMENT, EVIL, Document
from tests.helpers.comparisons.questions import scene
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU, STATES
from tests.helpers.fuzz import cases
from tests.helpers.harmless import is_harmless
from tests.helpers.untouched import nothing_touched

# Of 7 strategies with 200 tasks each, all of which the page holds one by one.
MOST_BYTES = 150_000
FETCHING = {"src", "href", "xlink:href", "srcset", "action", "data", "poster", "background", "formaction", "ping"}


# Those that differ most in what a page shows of them.
SOME = ("forecast", "racing", "done-io-one-failed", "two-pythons", "cut")


class Page(HTMLParser):
    """What a page is made of: its elements with their attributes, and its texts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Called for each text."""
        self.texts.append(data)

    @property
    def tags(self) -> set[str]:
        """The names of all elements."""
        return {tag for tag, _ in self.elements}

    def does_something(self) -> list[Any]:
        """What runs, fetches or leads anywhere."""
        acting = [
            (tag, name, value)
            for tag, attributes in self.elements
            for name, value in attributes.items()
            if name in FETCHING or name.startswith("on") or "url(" in (value or "").lower()
        ]
        scripts = [attributes for tag, attributes in self.elements if tag == "script" and attributes != _BLOCK]
        return [*acting, *scripts, *(self.tags & {"link", "iframe", "object", "embed", "img", "image", "base", "form"})]


BEGIN = b'<script type="application/x-parloop" id="parloop-document">'
_BLOCK = {"type": "application/x-parloop", "id": "parloop-document"}


def page_of(unpacked: bytes) -> bytes:
    """A page that holds these bytes packed."""
    return b"<!doctype html>" + BEGIN + base64.b64encode(zlib.compress(unpacked)) + b"</script>"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Seven strategies on 200 tasks, each task of the latest round known."""
    return with_spans(CPU.comparison(9), CPU, tmp_path_factory.mktemp("spans"))


@pytest.mark.slow
@pytest.mark.parametrize("state", SOME)
def test_that_a_page_opened_again_is_the_document_to_the_bit_and_fetches_nothing(state: str) -> None:
    comparison = STATES[state]()
    document = encode(to_document(comparison))
    page = render(comparison)
    assert decode(page) == decode(document)
    assert encode(to_document(decode(page).comparison)) == encode(to_document(decode(document).comparison))
    assert Page(page).does_something() == []
    assert b"@import" not in page
    assert b"url(" not in page
    assert b"default-src 'none'" in page


@pytest.mark.slow
def test_that_a_page_with_every_task_is_small_and_the_same_each_time(recorded: Comparison) -> None:
    page = render(recorded)
    assert len(page) <= MOST_BYTES
    assert render(recorded) == page
    again = decode(page).comparison
    assert again.kept_spans
    assert decode(render(again)) == decode(page)


@pytest.mark.slow
def test_that_charts_are_live_text_and_say_what_they_show(recorded: Comparison) -> None:
    page = Page(render(recorded))
    charts = [attributes["aria-label"] for tag, attributes in page.elements if tag == "svg" and "role" in attributes]
    assert len(charts) == 3
    assert all(charts)
    for words in ("ProcessPoolExecutor", "Wall time", "Throughput", "process 1", "whole run", "than the plain loop"):
        assert words in page.texts, words


def test_that_bars_are_as_long_as_what_they_show() -> None:
    comparison = CPU.comparison(9)
    page = Page(render(comparison))
    chart = [attributes for tag, attributes in page.elements if tag == "rect" and attributes.get("height") == "13"]
    by_left: dict[str | None, list[float]] = {}
    for each in chart:
        by_left.setdefault(each["x"], []).append(float(each["width"] or 0))
    walls_s = [row.wall_s.median for row in comparison.rows if row.wall_s is not None]
    lengths = next(found for found in by_left.values() if len(found) == len(walls_s))
    for length, wall_s in zip(lengths, walls_s, strict=True):
        assert length / lengths[0] == pytest.approx(wall_s / walls_s[0], abs=0.01)


def test_that_what_a_text_says_is_text() -> None:
    comparison = CPU.comparison(9)
    assert comparison.verdict is not None
    evil = f"</script></style></svg><script>alert(1)</script>{EVIL}"
    verdict = replace(comparison.verdict, headline=evil, because=evil)
    page = render(replace(comparison, verdict=verdict, machine={**comparison.machine, "cpu": evil}))
    assert Page(page).does_something() == []
    assert Page(page).tags == Page(render(comparison)).tags


@pytest.mark.slow
@pytest.mark.fuzz
@cases(5)
@given(ANY_DOCUMENT)
def test_that_a_page_of_any_document_does_nothing_and_opens_again(document: Document) -> None:
    try:
        comparison = from_document(document).comparison
    except DocumentError:
        return
    with nothing_touched():
        page = render(comparison)
        again = decode(page).comparison
    assert Page(page).does_something() == []
    assert again == decode(encode(to_document(comparison))).comparison


WHOLE = render(CPU.comparison(3))
BLOCK_AT = WHOLE.index(BEGIN) + len(BEGIN)


@pytest.mark.slow
@pytest.mark.fuzz
@cases(20)
@given(st.binary(max_size=60), st.integers(-80, len(WHOLE) - BLOCK_AT))
def test_that_a_page_written_over_is_a_comparison_or_refused_in_a_sentence(junk: bytes, at: int) -> None:
    place = BLOCK_AT + at
    with contextlib.suppress(DocumentError), nothing_touched():
        decode(WHOLE[:place] + junk + WHOLE[place + len(junk) :])


JSON = st.recursive(
    st.none() | st.integers() | st.text(st.characters()) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["spans", "file", "x"]), inner),
    max_leaves=8,
)


@pytest.mark.slow
@pytest.mark.fuzz
@cases(100)
@given(JSON, st.binary(max_size=40))
@example({"created": "\ud800"}, b"")
@example({"spans": [{"file": -1}]}, b"1234")
@example({"spans": {"file": 10**30}}, b"")
def test_that_whatever_a_page_holds_packed_is_refused_in_a_sentence(held: Any, files: bytes) -> None:
    with pytest.raises(DocumentError) as error, nothing_touched():
        decode(page_of(json.dumps(held).encode() + b"\n" + files))
    assert is_harmless(str(error.value))


@pytest.mark.parametrize("sizes", [[4, -4, 4], [5], [3, 2]])
def test_that_spans_take_what_is_there_once_and_no_more(sizes: list[int]) -> None:
    """Going backwards, a thousand of them could each take all of it: 40 GB of a page of 90 kB."""
    held = {"spans": [{"file": size} for size in sizes]}
    with pytest.raises(DocumentError, match=r"^The comparison in this page is broken\.$"):
        decode(page_of(json.dumps(held).encode() + b"\n1234"))


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_that_a_page_of_a_million_spans_is_refused_at_once() -> None:
    """Cutting their files off one by one copied the rest a million times, for hours."""
    spans = ",".join(['{"file":1}'] * 1_000_000)
    with pytest.raises(DocumentError):
        decode(page_of(f'{{"spans":[{spans}]}}'.encode() + b"\n" + bytes(2**22)))


@pytest.mark.slow
def test_that_a_page_that_unpacks_into_more_values_than_fit_into_memory_is_refused_unread() -> None:
    page = page_of(b"[" + b"[]," * 9_000_000 + b"[]]")
    assert len(page) < 100_000
    with pytest.raises(DocumentError, match="more than 8,000,000 values"):
        decode(page)


@pytest.mark.parametrize("depth", [800, 10_000])
def test_that_a_page_that_holds_too_deep_a_document_is_refused(depth: int) -> None:
    with pytest.raises(DocumentError):
        decode(page_of(b'{"a":' * depth + b"1" + b"}" * depth))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b"<!doctype html><p>Hello</p>", "This page holds no Parloop comparison."),
        (b'<script type="application/x-parloop" id="parloop-document">', "This page holds no Parloop comparison."),
        (
            b'<script type="application/x-parloop" id="parloop-document">####</script>',
            "The comparison in this page is broken.",
        ),
        (
            b'<script type="application/x-parloop" id="parloop-document">eJwDAAAAAAE=</script>',
            "The comparison in this page is broken.",
        ),
    ],
)
def test_that_a_page_without_a_whole_document_is_refused_in_a_sentence(page: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        decode(page)
    assert str(error.value) == said


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\n\t"], ids=["lf", "crlf", "indented"])
def test_that_a_page_whose_lines_and_beginning_an_editor_or_mail_changed_opens(begin: bytes, end: bytes) -> None:
    page = render(CPU.comparison(3))
    assert decode(begin + page.replace(b"\n", end)) == decode(page)


def test_that_a_page_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = render(CPU.comparison(3))
    monkeypatch.setattr("parloop_gui.model.document.read.MOST_BYTES", len(page))
    with pytest.raises(DocumentError, match="larger than"):
        decode(page)


@pytest.mark.slow
def test_that_a_question_shows_its_curves_and_its_own_table() -> None:
    asked = scene("workers")
    page = Page(render(asked))
    assert {"Workers", "plain loop", "ThreadPoolExecutor"} <= set(page.texts)
    assert answer_in(asked).stands_on[0] in page.texts
    assert page.does_something() == []
