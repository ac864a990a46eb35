"""Rows that ended badly: Details, Try again, and what is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonEvent, RunFinished
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.result.failure_dialog import FailureDialog, failure_of
from parloop_gui.ui.style.qt_painter import qt_rect
from tests.helpers.comparisons.scenes import IO, WRONG
from tests.ui.pages import WindowPage

TRACEBACK = 'Traceback (most recent call last):\n  File "prices.py", line 3, in fetch\nTimeoutError: no answer'


def events() -> Iterable[ComparisonEvent]:
    """The comparison with a failed Pool, which left a traceback and printed something."""
    for event in IO.events(12):
        if isinstance(event, RunFinished) and event.ended.outcome != "finished":
            yield replace(event, ended=replace(event.ended, details=TRACEBACK, output="asking 7\n"))
        else:
            yield event


def folded() -> Comparison:
    comparison: Comparison | None = None
    for event in events():
        comparison = fold(comparison, event)
    assert comparison is not None
    return comparison


def measured(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(events(), over=True)


def opened(page: WindowPage) -> FailureDialog:
    dialog = page.window.presenter.failure
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def closed(dialog: FailureDialog) -> None:
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_details_show_message_traceback_and_output_and_can_be_copied(page: WindowPage) -> None:
    measured(page)
    page.click(page.failed_links(0).details)
    dialog = opened(page)
    assert "TimeoutError: no answer" in dialog.text.toPlainText()
    assert "asking 7" in dialog.text.toPlainText()
    page.click(dialog.copy)
    copied = QGuiApplication.clipboard().text()
    assert "Pool: timed out in the warm-up round" in copied
    assert "wait for ever" in copied
    assert "asking 7" in copied
    closed(dialog)


def test_that_enter_opens_the_details_of_a_failed_row(page: WindowPage) -> None:
    measured(page)
    page.click_chart_row(6)
    QTest.keyClick(page.window.view.chart, Qt.Key.Key_Return)
    closed(opened(page))


def test_that_try_again_makes_the_same_comparison_again(page: WindowPage) -> None:
    measured(page)
    shown = page.comparison
    assert shown is not None
    page.click(page.failed_links(0).again)
    assert len(page.bridge.plans) == 2
    assert page.bridge.plans[-1] == shown.plan


def test_that_a_comparison_from_a_file_is_not_offered_to_be_made_again(page: WindowPage) -> None:
    page.window.presenter.show_document(folded())
    assert page.failed_links(0).details.isVisible()
    assert not page.failed_links(0).again.isVisible()


def test_that_the_links_stand_in_their_row_at_every_width(page: WindowPage) -> None:
    measured(page)
    for width in (1440, 1100, 900):
        page.window.resize(width, 700)
        card = page.window.view.chart
        box = row_box(page.chart, len(page.chart.rows), card.width())
        assert qt_rect(box).contains(page.failed_links(0).geometry().center())


def test_that_no_links_are_left_when_nothing_failed(page: WindowPage) -> None:
    measured(page)
    page.window.presenter.show_document(replace(folded(), rows=folded().rows[:1]))
    assert not page.failed_links(0).isVisible()


def test_that_a_wrong_result_is_a_failure_and_a_good_row_is_none() -> None:
    done = WRONG.comparison(12)
    failure = failure_of(done, done.contestants[1])
    assert failure is not None
    assert failure.title.startswith("Thread: wrong result")
    assert failure_of(done, done.contestants[0]) is None
