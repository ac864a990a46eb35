"""The left end of the status bar: what became of a comparison, and nothing that the verdict says already."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.ui.result.status_texts import status_line
from parloop_gui.ui.result.verdict_texts import verdict_text
from parloop_gui.ui.widgets.elided import Elided
from tests.helpers.comparisons.scenes import CPU, STATES


@pytest.mark.parametrize("state", ["failed", "stopped", "close", "done-cpu"])
def test_that_what_the_verdict_says_of_the_end_is_not_said_again(state: str) -> None:
    comparison = STATES[state]()
    assert comparison.ended is not None
    message = comparison.ended.message
    assert not message or message in verdict_text(comparison).because
    assert not message or message not in status_line(comparison)
    assert status_line(comparison).startswith(("Failed", "Stopped", "Done"))


def test_that_a_narrow_window_shows_the_reason_and_leaves_out_the_seed(qapp: QApplication) -> None:
    ended = ComparisonEnded("cut-short", "prices.py was changed while it was being compared.", 14.2)
    line = status_line(replace(CPU.comparison(4), ended=ended))
    assert line.startswith("Cut short: prices.py was changed while it was being compared · 4 rounds · ")
    assert line.endswith(" · seed 1")
    label = Elided(line, by_parts=True)
    label.resize(label.fontMetrics().horizontalAdvance(line) - 1, 20)
    assert label.shown_text() == line.removesuffix(" · seed 1")
    label.resize(label.fontMetrics().horizontalAdvance("Cut short: prices.py was changed"), 20)
    assert label.shown_text().startswith("Cut short: prices.py was ")
