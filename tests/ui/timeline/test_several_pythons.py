"""The timeline of a comparison under several Pythons: every name says which, and each stands by its own plain loop."""

from __future__ import annotations

from pathlib import Path

import pytest

from parloop_gui.model.wording.units import times
from parloop_gui.ui.charts.timeline.rows import Spot
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
    assert two.view.words.sentence.text().startswith("On Python 3.13 threads took turns.")
    assert "on Python 3.13" in two.view.words.second.text()
    assert all(" on Python 3.13" in group.hint for group in two.lanes.data.groups)


def test_that_each_stands_by_the_plain_loop_of_its_own_python(two: TimelinePage) -> None:
    two.add("ThreadPool · 3.13t")
    data = two.lanes.data
    assert [group.contestant.python for group in data.groups] == ["3.13", "3.13", "3.13", "3.13t"]
    ends = [group.plain_end_s for group in data.groups]
    assert len(set(ends[:3])) == 1
    assert ends[3] not in (None, ends[0])
    assert two.view.words.sentence.text().endswith("Threads on Python 3.13t ran side by side.")
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


def told(timeline: TimelinePage) -> list[str]:
    """Every text on the tab that names a strategy or a family, once a task of the threads is selected."""
    timeline.lanes.click(Spot(1, 0, 3))
    view, panel = timeline.view, timeline.panel
    data, spreads = timeline.lanes.data, panel.times.plot.spreads
    comparison = timeline.page.comparison
    assert comparison is not None
    figure = timeline.window.timelines.figure(comparison)
    return [
        *(group.name for group in data.groups),
        *(group.hint for group in data.groups),
        *(chip.text() for chip in view.board.chips.chips if chip.isVisible()),
        *(action.text() for action in view.board.chips.menu.actions()),
        view.words.sentence.text(),
        view.words.second.text(),
        panel.subtitle.text(),
        *(each.name for each in spreads),
        *(each.short for each in spreads),
        figure.title.partition(": ")[2],
        timeline.card.subtitle.text(),
    ]


def test_that_with_several_pythons_every_text_says_which(two: TimelinePage) -> None:
    two.add("ThreadPool · 3.13t")
    texts = told(two)
    assert [text for text in texts if "3.13" not in text] == []
    assert {each.short for each in two.panel.times.plot.spreads} == {
        "threads · 3.13",
        "processes · 3.13",
        "threads · 3.13t",
    }
    assert all(" on Python 3.13" in note for note in two.panel.why.notes())


def test_that_with_one_python_no_text_says_which(page: WindowPage, tmp_path: Path) -> None:
    page.window.presenter.show_comparison(with_spans(CPU.comparison(4), CPU, tmp_path))
    timeline = TimelinePage(page)
    timeline.open_tab()
    texts = [*told(timeline), *timeline.panel.why.notes(), timeline.panel.guide.note.text()]
    assert [text for text in texts if "3.13" in text.partition(" Python 3.13.0")[0]] == []
