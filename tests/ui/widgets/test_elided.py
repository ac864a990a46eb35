"""A label that gives way: whole parts before anything is cut, and what is not seen stands in the tooltip."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from parloop_gui.ui.widgets.elided import Elided

WHOLE = "Round 12 · ThreadPool · about 6 s left · 2 still race"


@pytest.mark.parametrize(
    ("fitting", "shown"), [(4, WHOLE), (3, "Round 12 · ThreadPool · about 6 s left"), (1, "Round 12")]
)
def test_that_parts_are_left_out_from_the_end(qtbot: QtBot, fitting: int, shown: str) -> None:
    label = Elided(WHOLE, by_parts=True)
    qtbot.addWidget(label)
    label.resize(label.fontMetrics().horizontalAdvance(" · ".join(WHOLE.split(" · ")[:fitting])) + 4, 20)
    assert label.shown_text() == shown
    label.grab()
    assert label.toolTip() == ("" if fitting == 4 else WHOLE)


def test_that_a_first_part_too_long_is_cut(qtbot: QtBot) -> None:
    label = Elided("Stopped before anything was timed", by_parts=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    assert label.shown_text().endswith("…")
