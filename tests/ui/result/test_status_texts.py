"""The left end of the status bar: what became of a comparison, and nothing that the verdict says already."""

from __future__ import annotations

import pytest

from parloop_gui.ui.result.status_texts import status_line
from parloop_gui.ui.result.verdict_texts import verdict_text
from tests.helpers.comparisons.scenes import STATES


@pytest.mark.parametrize("state", ["failed", "stopped", "close", "done-cpu"])
def test_that_what_the_verdict_says_of_the_end_is_not_said_again(state: str) -> None:
    comparison = STATES[state]()
    assert comparison.ended is not None
    message = comparison.ended.message
    assert not message or message in verdict_text(comparison).because
    assert not message or message not in status_line(comparison)
    assert status_line(comparison).startswith(("Failed", "Stopped", "Done"))
