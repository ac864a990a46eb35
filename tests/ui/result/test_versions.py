"""Two versions of a loop in the chart: each says which it is."""

from __future__ import annotations

from parloop_gui.model.plan.plan import gated
from parloop_gui.model.wording.titles import name
from parloop_gui.ui.result.chart_texts import remark
from tests.helpers.engines.mock_engine import plan


def test_that_two_versions_are_called_now_and_before() -> None:
    both = gated(plan("process-pool"))
    assert [remark(each, both) for each in both] == ["now", "before"]
    assert [name(each, both) for each in both] == ["Pool now", "Pool before"]


def test_that_a_loop_with_one_version_is_called_neither() -> None:
    now, _ = gated(plan("process-pool"))
    assert remark(now, [now, now.plain]) == ""
