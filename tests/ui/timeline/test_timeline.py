"""The timeline in the window: its card on Compare, its tab, and what can be done there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from parloop_gui.model.comparison.comparison import Comparison, summed_up
from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.model.export.formats import export
from parloop_gui.ui.charts.timeline.legend import ON_CPU, SHARE
from parloop_gui.ui.charts.timeline.rows import Spot
from parloop_gui.ui.widgets.tabs import COMPARE
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU, IO
from tests.helpers.comparisons.spans import pool, write_spans
from tests.ui.pages import WindowPage
from tests.ui.timeline.pages import TimelinePage


@pytest.fixture
def cpu(tmp_path: Path) -> Comparison:
    """A computing loop, compared, with spans."""
    return with_spans(CPU.comparison(4), CPU, tmp_path)


@pytest.fixture
def timeline(page: WindowPage, cpu: Comparison) -> TimelinePage:
    """The window with that comparison, on Compare."""
    page.window.presenter.show_comparison(cpu)
    return TimelinePage(page)


@pytest.fixture
def tab(timeline: TimelinePage) -> TimelinePage:
    """The same on the Timeline tab."""
    timeline.open_tab()
    QApplication.processEvents()
    return timeline


def test_that_there_is_no_timeline_before_there_are_runs(page: WindowPage) -> None:
    assert not TimelinePage(page).offered
    assert page.window.timelines.card is None
    page.window.presenter.show_comparison(CPU.comparison(4))  # one without spans, as from a document
    assert not TimelinePage(page).offered
    assert page.window.timelines.card is None


def test_that_compare_shows_the_selected_strategys_run(timeline: TimelinePage) -> None:
    assert timeline.card.isVisible()
    assert timeline.card.subtitle.text() == "ProcessPoolExecutor, round 4"
    assert timeline.card.legend.words == ON_CPU
    timeline.page.click_chart_row(2)
    assert timeline.card.subtitle.text() == "ThreadPool, recorded round"
    assert [group.family for group in timeline.card_lanes.data.groups] == ["threads"]


def test_that_a_long_run_begins_with_its_first_tasks_and_fits_on_demand(timeline: TimelinePage) -> None:
    lanes = timeline.card_lanes
    assert not lanes.data.part.is_whole
    lanes.press(Qt.Key.Key_0)
    assert lanes.data.part.is_whole


def test_that_the_link_opens_the_tab_with_that_strategy_among_the_stacked(timeline: TimelinePage) -> None:
    timeline.page.click_chart_row(5)
    timeline.page.click(timeline.card.open)
    assert timeline.view.isVisible()
    assert timeline.stacked == ["for loop (serial)", "ThreadPool", "Pool", "ProcessPoolExecutor"]


def test_that_a_task_selected_on_the_card_stays_so_on_the_tab(timeline: TimelinePage) -> None:
    timeline.card_lanes.click(Spot(0, 1, 3))
    timeline.page.click(timeline.card.open)
    assert timeline.lanes.data.selected == Spot(2, 1, 3)
    assert timeline.panel.subtitle.text() == "ProcessPoolExecutor · process 2"


def test_that_the_tab_says_what_came_out_and_why(tab: TimelinePage) -> None:
    assert tab.stacked == ["for loop (serial)", "ThreadPool", "ProcessPoolExecutor"]
    assert tab.view.words.sentence.text() == "Threads took turns. Processes ran side by side."
    assert tab.view.words.second.text().startswith("Same 200 tasks, same 2 cores. Each thread waited")
    assert [note.partition(" ")[0] for note in tab.panel.why.notes()] == ["Threads", "Processes"]
    assert "running in turns" in tab.panel.guide.swatches.accessibleName()
    assert "round 4" in tab.panel.guide.note.text()
    assert not tab.window.details.isVisible()
    tab.window.top.tabs.go_to(COMPARE)
    assert tab.window.details.isVisible()
    assert not tab.view.isVisible()


def test_that_processes_were_done_sooner_than_the_plain_loop(tab: TimelinePage) -> None:
    data = tab.lanes.data
    assert {group.plain_end_s for group in data.groups} == {data.groups[0].whole_s}
    assert data.groups[0].saving is None
    assert data.groups[2].saving is not None
    assert data.groups[2].saving[0].endswith(" sooner")
    assert data.part.whole_s > max(group.whole_s for group in data.groups)


def test_that_strategies_are_added_and_taken_off(tab: TimelinePage) -> None:
    tab.add("Pool")
    assert tab.stacked == ["for loop (serial)", "ThreadPool", "Pool", "ProcessPoolExecutor"]
    for title in ("ThreadPool", "ProcessPoolExecutor", "for loop (serial)"):
        tab.remove(title)
    assert tab.stacked == ["Pool"]
    tab.remove("Pool")
    assert tab.stacked == ["Pool"]  # the last one stays
    assert tab.lanes.data.groups[0].plain_end_s is not None  # the plain loop's end still stands there


def test_that_the_wheel_zooms_about_the_pointer_and_fit_shows_everything(tab: TimelinePage) -> None:
    lanes = tab.lanes
    at = lanes.place_of(Spot(2, 0, 50))
    before = lanes.surface.layout_now().time_at(lanes.data.part, at.x())
    lanes.wheel(at, 5)
    assert lanes.data.part.width_s < 0.4 * lanes.data.part.whole_s
    assert lanes.surface.layout_now().time_at(lanes.data.part, at.x()) == pytest.approx(before)
    assert tab.view.board.zoom.fit.isEnabled()
    tab.page.click(tab.view.board.zoom.fit)
    assert lanes.data.part.is_whole
    assert not tab.view.board.zoom.fit.isEnabled()


def test_that_dragging_moves_what_is_in_view(tab: TimelinePage) -> None:
    lanes = tab.lanes
    tab.page.click(tab.view.board.zoom.closer)
    before = lanes.data.part
    start = QPoint(500, round(lanes.surface.layout_now().groups[0].lanes.middle))
    lanes.drag(start, start + QPoint(-120, 0))
    moved_s = 120 / lanes.surface.layout_now().width * before.width_s
    assert lanes.data.part.from_s == pytest.approx(before.from_s + moved_s)
    assert lanes.data.selected is None  # a drag is no click


def test_that_the_overview_takes_one_there(tab: TimelinePage) -> None:
    lanes = tab.lanes
    tab.page.click(tab.view.board.zoom.closer)
    strip = lanes.surface.layout_now().overview
    right = QPoint(round(strip.right) - 4, round(strip.middle))
    lanes.drag(right - QPoint(40, 0), right)
    assert lanes.data.part.to_s == pytest.approx(lanes.data.part.whole_s)


def test_that_the_keyboard_does_it_all(tab: TimelinePage) -> None:
    lanes = tab.lanes
    lanes.press(Qt.Key.Key_Plus)
    zoomed = lanes.data.part
    assert not zoomed.is_whole
    lanes.press(Qt.Key.Key_Right)
    assert lanes.data.part.from_s > zoomed.from_s
    lanes.press(Qt.Key.Key_Left)
    assert lanes.data.part.from_s == pytest.approx(zoomed.from_s)
    lanes.press(Qt.Key.Key_Minus)
    assert lanes.data.part.is_whole
    for _ in range(3):
        lanes.press(Qt.Key.Key_Down)
    assert lanes.data.selected == Spot(0, 0, 2)
    lanes.press(Qt.Key.Key_Up)
    assert tab.panel.title.text() == "Task 1"
    lanes.press(Qt.Key.Key_Home)
    assert lanes.data.part.is_whole


def test_that_a_clicked_task_shows_its_numbers(tab: TimelinePage) -> None:
    assert tab.panel.title.text() == "No task selected"
    tab.lanes.click(Spot(0, 0, 7))
    assert tab.lanes.data.selected == Spot(0, 0, 7)
    assert tab.panel.title.text() == "Task 7"
    assert tab.panel.subtitle.text() == "for loop (serial) · main"
    assert tab.panel.facts.value("On CPU").endswith("99%")
    assert tab.panel.facts.value("Lost its turn") == ""


def test_that_a_task_that_took_turns_tells_how_often_it_lost_them(tab: TimelinePage) -> None:
    tab.lanes.click(Spot(1, 0, 3))
    assert tab.panel.subtitle.text() == "ThreadPool · thread 1"
    assert tab.panel.facts.value("Lost its turn").endswith(("time", "times"))


def test_that_hovering_outlines_a_task_and_leaving_forgets_it(tab: TimelinePage) -> None:
    lanes = tab.lanes
    lanes.hover(lanes.place_of(Spot(0, 0, 3)))
    assert lanes.data.hovered == Spot(0, 0, 3)
    lanes.hover(QPoint(500, 4))
    assert lanes.data.hovered is None


def test_that_many_lanes_scroll(tab: TimelinePage, tmp_path: Path) -> None:
    wide = with_spans(IO.comparison(4), IO, tmp_path)
    tab.window.presenter.show_comparison(replace(wide, created="later"))
    tab.open_tab()
    lanes = tab.lanes
    group = next(number for number, each in enumerate(lanes.data.groups) if len(each.lanes) > 20)
    place = lanes.surface.layout_now().groups[group]
    assert place.shown < len(lanes.data.groups[group].lanes)
    names = QPoint(40, round(place.lanes.middle))
    lanes.wheel(names, -4)
    assert lanes.data.first_lane(group) == 12
    assert lanes.data.part.is_whole  # over the names, the wheel zooms nothing
    lanes.wheel(names, 40)
    assert lanes.data.first_lane(group) == 0


def test_that_shares_are_said_where_turns_were_not_seen(tab: TimelinePage, tmp_path: Path) -> None:
    waiting = with_spans(IO.comparison(4), IO, tmp_path)
    tab.window.presenter.show_comparison(replace(waiting, created="later"))
    tab.open_tab()
    assert tab.view.board.legend.words == SHARE
    assert tab.view.words.sentence.text() == "Threads and processes waited side by side."
    assert "share of it on a core" in tab.panel.guide.swatches.accessibleName()


def test_that_a_new_comparison_takes_the_timeline_away(tab: TimelinePage) -> None:
    tab.page.press_compare()
    assert not tab.offered
    assert tab.window.top.tabs.chosen() == COMPARE
    assert not tab.card.isVisible()


def test_that_a_running_comparison_is_read_once_and_again_at_its_end(page: WindowPage, tmp_path: Path) -> None:
    under_way = with_spans(CPU.comparison(4, None), CPU, tmp_path)
    page.window.presenter.show_comparison(under_way)
    timeline = TimelinePage(page)
    shown = timeline.card.surface.data
    page.window.presenter.show_comparison(replace(under_way, rows=tuple(under_way.rows)))
    assert timeline.card.surface.data is shown
    page.window.presenter.show_comparison(with_spans(CPU.comparison(5), CPU, tmp_path))
    assert timeline.card.subtitle.text().endswith("round 5")


def test_that_the_card_keeps_its_place_where_there_is_no_run_to_show(
    page: WindowPage, cpu: Comparison, tmp_path: Path
) -> None:
    page.window.presenter.show_comparison(CPU.comparison(0, None))
    timeline = TimelinePage(page)
    assert timeline.card.isVisible()
    assert timeline.card.words.text() == "It appears with the first run."
    top = timeline.card.y()
    page.window.presenter.show_comparison(cpu)
    QApplication.processEvents()
    assert (timeline.card.y(), timeline.card.words.isVisible()) == (top, False)
    pool_only = [run for run in cpu.runs if run.contestant.strategy == "process-pool"]
    lost = replace(cpu, runs=tuple(replace(run, spans_file=None) if run in pool_only else run for run in cpu.runs))
    page.window.presenter.show_comparison(replace(lost, rows=(*cpu.rows,), created="2026-01-02T03:04:06+01:00"))
    page.click_chart_row(5)
    assert timeline.card.words.text() == "When its tasks ran was not recorded."


def test_that_a_large_run_is_not_read_while_the_others_are_measured(page: WindowPage, tmp_path: Path) -> None:
    under_way = with_spans(CPU.comparison(4, None), CPU, tmp_path)
    large = pool(40_000, 2, 1e-5, 0.9)
    for run in (*under_way.runs, *under_way.recorded):
        if run.spans_file:
            write_spans(large, Path(run.spans_file))
    page.window.presenter.show_comparison(under_way)
    assert TimelinePage(page).card.words.text() == "So many tasks are drawn once the comparison is over."
    assert not TimelinePage(page).card.surface.isVisible()
    page.window.presenter.show_comparison(summed_up(replace(under_way, ended=ComparisonEnded("done"))))
    assert TimelinePage(page).card.surface.isVisible()
    assert not TimelinePage(page).card.words.isVisible()


def test_that_an_opened_document_has_its_timeline(page: WindowPage, cpu: Comparison, tmp_path: Path) -> None:
    export(cpu, tmp_path / "a.parloop")
    for run in (*cpu.runs, *cpu.recorded):
        Path(run.spans_file or tmp_path / "none").unlink(missing_ok=True)
    page.window.open(tmp_path / "a.parloop")
    timeline = TimelinePage(page)
    timeline.open_tab()
    assert timeline.stacked == ["for loop (serial)", "ThreadPool", "ProcessPoolExecutor"]


@pytest.mark.parametrize("size", [(900, 620), (1100, 700)])
def test_that_the_tab_fits_a_small_window(tab: TimelinePage, size: tuple[int, int]) -> None:
    tab.window.resize(*size)
    QApplication.processEvents()
    board = tab.view.board
    assert tab.view.width() <= tab.window.width()
    assert board.zoom.geometry().right() <= board.width()
    tab.lanes.click(Spot(0, 0, 7))
    assert tab.lanes.data.selected == Spot(0, 0, 7)
