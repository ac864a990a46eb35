"""What the words of the window mean: on hover and on the page behind F1, from one source."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.tips import tip_at
from parloop_gui.ui.widgets.glossary import GROUPS, hover
from parloop_gui.ui.words.words_page import WordsPage
from tests.helpers.comparisons.scenes import CPU
from tests.ui.pages import WindowPage

TERMS = [term for _, terms in GROUPS for term in terms]


def opened(page: WindowPage) -> WordsPage:
    """The page, as F1 opens it."""
    page.press(Qt.Key.Key_F1)
    found = page.window.findChild(WordsPage)
    assert isinstance(found, WordsPage)
    assert found.isVisible()
    return found


def test_that_f1_opens_a_page_of_every_word_and_closes_it(page: WindowPage) -> None:
    words = opened(page)
    texts = words.texts()
    assert len(texts) == len(TERMS)
    for term, text in zip(TERMS, texts, strict=True):
        assert text.startswith(term.word)
        assert term.hover.splitlines()[0] in text
    QTest.keyClick(words, Qt.Key.Key_F1)
    assert not words.isVisible()


@pytest.mark.parametrize(
    "slug", ["at-once", "steal", "seed", "overhead", "cpu-share", "chunk", "contention", "coherency", "crossover"]
)
def test_that_the_words_that_newcomers_ask_for_are_there(slug: str) -> None:
    assert hover(slug)


def test_that_no_word_stands_twice_and_each_is_a_sentence() -> None:
    assert len({term.slug for term in TERMS}) == len({term.word for term in TERMS}) == len(TERMS)
    assert [term.slug for term in TERMS if not term.hover.endswith(".")] == []


def test_that_what_is_said_on_hover_is_the_pages_own_words(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    window, chart = page.window, page.chart
    columns = screen_columns(chart)
    assert tip_at(chart, 832, columns.at_once_right - 10, 20) == hover("at-once")
    assert tip_at(chart, 832, columns.tag_left + 10, 20) == hover("cpu-share")
    assert window.loops.width_fields.chunksize.toolTip() == hover("chunk")
    page.click(window.details.more)
    window.grab()  # labels that give way know by then whether they do
    assert hover("steal") in window.status.right.toolTip()
    assert hover("seed") in window.status.left.toolTip()
    page.click(window.details.more)


def test_that_the_page_leads_to_the_parts_of_the_chart(page: WindowPage) -> None:
    words = opened(page)
    page.click(words.parts)
    assert not words.isVisible()
    assert page.window.view.guide.isVisible()
