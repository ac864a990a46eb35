"""The sentences under the verdict: whole ones, the most important first."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from parloop_gui.ui.result.sentences import Sentences

BOUND = "Nothing is more than 8% faster."
OTHERS = ("Each process has a GIL of its own, so they compute side by side.", "Next came Pool: 1.85×.", "x " * 200)


@pytest.mark.parametrize("width", [230, 320, 480, 900])
def test_that_what_comes_first_is_never_cut_and_no_other_sentence_in_the_middle(qtbot: QtBot, width: int) -> None:
    label = Sentences()
    qtbot.addWidget(label)
    label.resize(width, 32)
    label.show_sentences((BOUND, *OTHERS))
    shown = label.text().replace("\n", " ")
    assert shown.startswith(BOUND)
    assert label.text().count("\n") <= 1
    whole = [" ".join((BOUND, *OTHERS)[:count]) + " …" for count in range(1, 4)]
    assert shown in whole
    assert label.toolTip() == " ".join((BOUND, *OTHERS))


def test_that_more_room_shows_more(qtbot: QtBot) -> None:
    label = Sentences()
    qtbot.addWidget(label)
    label.resize(230, 32)
    label.show()
    label.show_sentences((BOUND, *OTHERS[:2]))
    narrow = label.text()
    label.resize(900, 32)
    assert len(label.text()) > len(narrow)
    assert label.text() == " ".join((BOUND, *OTHERS[:2]))
