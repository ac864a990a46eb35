"""The Timeline tab while a comparison runs: who is stacked, and what is said before large runs are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from parloop_gui.model.comparison.comparison import Comparison
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.comparisons.spans import pool, write_spans
from tests.ui.pages import WindowPage
from tests.ui.timeline.pages import TimelinePage


def under_way(folder: Path) -> Comparison:
    """A comparison that runs, in which Pool is the best so far."""
    made = with_spans(CPU.comparison(4, None), CPU, folder)
    rows = tuple(
        replace(row, wall_s=replace(row.wall_s, median=0.1))
        if row.contestant.strategy == "process-pool" and row.wall_s is not None
        else row
        for row in made.rows
    )
    return replace(made, rows=rows, verdict=None)


def tab_of(page: WindowPage, comparison: Comparison) -> TimelinePage:
    page.window.presenter.show_comparison(comparison)
    timeline = TimelinePage(page)
    timeline.open_tab()
    QApplication.processEvents()
    return timeline


def test_that_the_best_are_stacked_again_at_the_end(page: WindowPage, tmp_path: Path) -> None:
    timeline = tab_of(page, under_way(tmp_path))
    assert timeline.stacked == ["for loop (serial)", "ThreadPool", "Pool"]
    page.window.presenter.show_comparison(with_spans(CPU.comparison(5), CPU, tmp_path))
    assert timeline.stacked == ["for loop (serial)", "ThreadPool", "ProcessPoolExecutor"]


def test_that_a_stack_of_the_user_s_own_stays(page: WindowPage, tmp_path: Path) -> None:
    timeline = tab_of(page, under_way(tmp_path))
    chosen = [each for each in CPU.comparison(4).contestants if each.strategy in ("thread", "process-pool")]
    timeline.view.stacked.emit(chosen)
    page.window.presenter.show_comparison(with_spans(CPU.comparison(5), CPU, tmp_path))
    assert timeline.stacked == ["Thread", "Pool"]


def test_that_large_runs_are_said_to_be_read_later(page: WindowPage, tmp_path: Path) -> None:
    comparison = under_way(tmp_path)
    for run in (*comparison.runs, *comparison.recorded):
        if run.spans_file:
            write_spans(pool(40_000, 2, 1e-5, 0.9), Path(run.spans_file))
    assert tab_of(page, comparison).view.words.sentence.text() == "So many tasks are drawn once the comparison is over"
