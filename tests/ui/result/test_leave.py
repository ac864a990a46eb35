"""The question that stands in the window while a program waits to do again what it does outside itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.events.events import ComparisonStarted, LeaveWanted
from tests.helpers.comparisons.scenes import CPU
from tests.ui.own_loop.pages import OwnLoopPage

ROWS = "out = []\nfor n in range(9):\n    out.append(pow(n, n, 7))\n    open('rows', 'a').write('x')\n"


@pytest.mark.parametrize("may", [True, False])
def test_that_it_is_asked_what_may_be_repeated_and_answered_once(own: OwnLoopPage, tmp_path: Path, may: bool) -> None:
    (tmp_path / "rows.py").write_text(ROWS)
    own.page.window.open(tmp_path / "rows.py")
    own.page.press_compare()
    plan, arrival = own.page.bridge.plans[-1], Arrival(in_loop=(Effect("writes", "rows", 4),))
    began = ComparisonStarted(plan, CPU.contestants(), (), {}, "2026-01-02T03:04:05+01:00")
    own.page.emit_events([began, LeaveWanted("3.11", arrival)], over=False)
    card = own.page.window.view.preflight
    (line,) = own.checks
    assert line.title == "Repeated"
    assert line.text.startswith("The loop writes rows (line 4), and was stopped before it did.")
    assert card.summary.text() == "May that be done? Nothing is repeated before you say so."
    assert own.page.status == own.page.headline == "Waiting for your answer"
    own.page.click(card.go_on if may else card.refuse)
    assert own.page.bridge.answers == [may]
    assert own.checks == []
