"""What is said where a version of the loop did not come through."""

from __future__ import annotations

from parloop_gui.model.explain.against import verdict_of_failed
from parloop_gui.model.plan.plan import Arrangement, Contestant
from parloop_gui.model.statistics.summary import Row

NOW = Contestant("thread-pool", "map", "3.13")
BEFORE = Contestant("thread-pool", "map", "3.13", Arrangement(source="before"))


def test_that_versions_which_failed_in_two_ways_are_each_told_with_their_own_message() -> None:
    rows = (Row(NOW, 1, "wrong-result", "Item 3 differs."), Row(BEFORE, 1, "crashed", "It died of SIGSEGV."))
    for failed in (rows, rows[::-1]):
        verdict = verdict_of_failed(failed)
        assert verdict.headline == "Both versions of the loop failed"
        assert "The loop as it is now: Item 3 differs." in verdict.because
        assert "The loop as it was: It died of SIGSEGV." in verdict.because


def test_that_versions_which_gave_other_results_alike_are_told_so_once() -> None:
    verdict = verdict_of_failed([Row(each, 1, "wrong-result", "Item 3 differs.") for each in (NOW, BEFORE)])
    assert (verdict.headline, verdict.because) == ("Both versions of the loop gave other results", "Item 3 differs.")
