"""The timeline of a comparison under several Pythons: every name says which, and each stands by its own plain loop."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.wording.units import times
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU, TWO_PYTHONS
from tests.ui.pages import WindowPage
from tests.ui.timeline.pages import TimelinePage


@pytest.fixture
def two(page: WindowPage, tmp_path: Path) -> TimelinePage:
    """Two Pythons, compared, the tab open."""
    page.window.presenter.show_comparison(with_spans(TWO_PYTHONS.comparison(4), TWO_PYTHONS, tmp_path))
    timeline = TimelinePage(page)
    timeline.open_tab()
    return timeline


def test_that_the_leader_s_python_is_stacked_and_every_name_says_which(two: TimelinePage) -> None:
    stacked = ["for loop (serial) · 3.13", "ThreadPool · 3.13", "ProcessPoolExecutor · 3.13"]
    assert two.stacked == stacked
    chips = two.view.board.chips
    assert [chip.text() for chip in chips.chips if chip.isVisible()] == stacked
    assert all(action.text().endswith((" · 3.13", " · 3.13t")) for action in chips.menu.actions())
    assert two.card.subtitle.text().startswith("ProcessPoolExecutor · 3.13, round 4")
    assert two.view.takeaway.text().startswith("On Python 3.13 threads took turns.")
    assert "on Python 3.13" in two.view.second.text()
    assert all(" on Python 3.13" in group.hint for group in two.lanes.data.groups)


def test_that_each_stands_by_the_plain_loop_of_its_own_python(two: TimelinePage) -> None:
    two.add("ThreadPool · 3.13t")
    data = two.lanes.data
    assert [group.contestant.python for group in data.groups] == ["3.13", "3.13", "3.13", "3.13t"]
    ends = [group.plain_end_s for group in data.groups]
    assert len(set(ends[:3])) == 1
    assert ends[3] not in (None, ends[0])
    assert two.view.takeaway.text().endswith("Threads on Python 3.13t ran side by side.")
    assert [label.split(".")[0] for label in two.panel.why.notes()] == [
        "Threads on Python 3",
        "Processes on Python 3",
        "Threads on Python 3",
    ]


def test_that_a_head_tells_the_ratio_that_is_drawn_and_the_median_as_such(page: WindowPage, tmp_path: Path) -> None:
    comparison = with_spans(CPU.comparison(4), CPU, tmp_path)
    page.window.presenter.show_comparison(comparison)
    timeline = TimelinePage(page)
    timeline.open_tab()
    for group in timeline.lanes.data.groups[1:]:
        row = comparison.row(group.contestant)
        assert group.plain_end_s is not None
        assert row is not None
        assert row.speedup is not None
        drawn, median = times(group.plain_end_s / group.whole_s), times(row.speedup.median)
        assert group.words.endswith(f" · {drawn}")
        assert group.median == (f"median of 4 rounds: {median}" if drawn != median else "")
    assert any(group.median for group in timeline.lanes.data.groups)
    assert timeline.lanes.data.groups[0].median == ""
