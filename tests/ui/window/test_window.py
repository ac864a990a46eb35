"""The window over a made-up bridge: what is on and off, what is said, and what the keys do."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from parloop_gui.engine.protocol.messages import Noise
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.scenes import CPU, IO, OTHERS, PYTHON, STATES
from tests.ui.conftest import close
from tests.ui.fake_bridge import FakeBridge
from tests.ui.pages import WindowPage


def test_that_the_first_start_invites_and_stop_is_off_until_a_run_starts(page: WindowPage) -> None:
    assert page.invites
    assert (page.can_compare, page.can_stop) == (True, False)
    assert page.chart.dimmed
    assert page.chart.rows[0].name == "for loop (serial)"
    page.press_compare()
    assert (page.can_compare, page.can_stop) == (False, True)
    assert page.headline == "Measuring…"


def test_that_compare_asks_for_the_seven_classic_strategies(page: WindowPage) -> None:
    page.press_compare()
    plan = page.bridge.plans[0]
    assert plan.loop.name == "primes"
    assert len(plan.choices) == 7
    assert plan.loop.items == page.window.loops.items.value()


def test_that_the_verdict_shows_the_winners_name_and_selects_it(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(15), over=True)
    assert page.headline == "Use ProcessPoolExecutor"
    assert page.pill == "15 rounds"
    assert page.details_title == "ProcessPoolExecutor"
    assert "ProcessPoolExecutor(" in page.code
    assert [row.name for row in page.chart.rows if row.best] == ["ProcessPoolExecutor"]
    assert page.status.startswith("Done · 15 rounds · 7 strategies")
    assert page.can_compare
    assert not page.can_stop


def test_that_before_three_rounds_it_measures_and_says_so(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(1, None), over=False)
    assert page.headline == "Measuring…"
    assert page.pill == "so far: 1 round"
    assert page.status.startswith("Round 2 · ThreadPool · 66 of 200 tasks · at most 15 s")


def test_that_a_failed_strategy_moves_below_the_axes_with_its_sentence(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(IO.events(12), over=True)
    assert [row.name for row in page.chart.failed] == ["Pool"]
    assert "wait for ever" in page.chart.failed[0].failure
    assert "6 of 7 strategies" in page.status
    page.click_chart_row(6)
    assert page.details_title == "Pool"


def test_that_a_click_and_the_arrow_keys_choose_a_row(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(15), over=True)
    page.click_chart_row(1)
    assert page.details_title == "Thread"
    QTest.keyClick(page.window.view.chart, Qt.Key.Key_Down)
    assert page.details_title == "ThreadPool"


def test_that_a_row_the_user_chose_stays_chosen_when_the_run_ends(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(3, None), over=False)
    page.click_chart_row(1)
    page.emit_events([ComparisonEnded("stopped", "", 3.0)], over=True)
    assert page.details_title == "Thread"


def test_that_stop_reaches_the_bridge_and_finished_rounds_stay(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(4, None), over=False)
    page.press_stop()
    assert page.bridge.cancelled == 1
    page.emit_events([ComparisonEnded("stopped", "", 3.0)], over=True)
    assert page.pill == "stopped after 4 rounds"
    assert page.status.startswith("Stopped · 4 rounds")
    assert page.chart.rows[0].wall_s is not None


def test_that_ctrl_r_compares_and_esc_stops(page: WindowPage) -> None:
    page.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert len(page.bridge.plans) == 1
    page.press(Qt.Key.Key_Escape)
    assert page.bridge.cancelled == 1


def test_that_stopping_before_anything_was_told_leads_back_to_the_invitation(page: WindowPage) -> None:
    page.press_compare()
    page.press_stop()
    page.bridge.ended.emit("")
    assert page.invites
    assert page.can_compare


def test_that_a_mistake_of_the_app_itself_is_said(page: WindowPage) -> None:
    page.press_compare()
    page.bridge.ended.emit("Parloop made a mistake: it was sorry.")
    assert page.status == "Parloop made a mistake: it was sorry."


@pytest.mark.parametrize("state", STATES)
def test_that_every_state_can_be_shown(page: WindowPage, state: str) -> None:
    comparison = STATES[state]()
    page.window.presenter.show_comparison(comparison)
    assert page.headline
    assert len(page.chart.rows) + len(page.chart.failed) == len(comparison.contestants)
    assert not page.window.grab().isNull()


def test_that_the_theme_is_remembered(page: WindowPage, open_window: Callable[[], WindowPage]) -> None:
    page.window.appearance.use_theme("dark")
    close(page.window)
    again = open_window()
    assert again.window.palette().window().color().name() == "#16171a"
    again.window.appearance.use_theme("light")


def test_that_choices_are_remembered(page: WindowPage, open_window: Callable[[], WindowPage]) -> None:
    page.choose_loop("sleep")
    page.type_items("17")
    page.click_strategy("thread")
    page.click(page.window.top.efforts.buttons["quick"])
    close(page.window)
    again = open_window()
    again.press_compare()
    plan = again.bridge.plans[0]
    assert (plan.loop.name, plan.loop.items, plan.effort) == ("sleep", 17, "quick")
    assert "thread" not in [choice.strategy for choice in plan.choices]


def test_that_closing_the_window_closes_the_bridge(page: WindowPage) -> None:
    page.press_compare()
    bridge = page.bridge
    page.window.close()
    assert bridge.closed


def test_that_a_narrow_window_folds_its_sides_behind_buttons(page: WindowPage) -> None:
    page.window.resize(900, 620)
    assert not page.window.loops.isVisible()
    assert not page.window.details.isVisible()
    page.click(page.window.top.loop)
    assert page.window.loops.isVisible()


def test_that_the_chart_is_a_pyqtgraph_item_once_that_is_loaded(page: WindowPage) -> None:
    import pyqtgraph

    views = page.window.findChildren(pyqtgraph.GraphicsView)
    assert len(views) == 1
    assert any(isinstance(item, pyqtgraph.GraphicsObject) for item in views[0].items())


def test_that_a_document_opens_as_it_was_kept(qtbot: QtBot) -> None:
    kept = decode(encode(to_document(CPU.comparison(15))))
    window = MainWindow(make_bridge=FakeBridge, pythons=Pythons(lambda: PYTHON, lambda: OTHERS))
    window.presenter.show_document(kept.comparison)
    page = WindowPage(window, qtbot)
    page.show()
    assert page.headline == "Use ProcessPoolExecutor"
    assert page.window.windowTitle() == "Primes · 200 items – Parloop"
    assert not page.can_stop
    close(window)


def test_that_the_seed_is_shown(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    assert page.status.endswith("seed 1")


def test_that_without_a_winner_the_one_ahead_is_shown(page: WindowPage) -> None:
    page.window.presenter.show_comparison(STATES["close"]())
    assert page.headline.startswith(("Use ", "Probably "))
    assert page.details_title in {"Pool", "ProcessPoolExecutor"}


def test_that_copy_code_copies_a_script_with_the_code_that_is_shown(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    page.click(page.window.details.card.copy)
    copied = QGuiApplication.clipboard().text()
    guard = ast.parse(page.code).body[-1]
    assert isinstance(guard, ast.If)
    (main,) = (node for node in ast.parse(copied).body if isinstance(node, ast.If))
    assert [ast.dump(node) for node in guard.body if ast.dump(node) not in map(ast.dump, main.body)] == []
    assert "def find_primes(" in copied


def test_that_a_strategy_this_version_does_not_know_is_shown_too(page: WindowPage) -> None:
    known = CPU.comparison(15)
    row = known.rows[0]
    stranger = replace(row.contestant, strategy="from-the-future")
    strange = replace(known, contestants=(stranger,), rows=(replace(row, contestant=stranger),), verdict=None)
    page.window.presenter.show_comparison(strange)
    page.click_chart_row(0)
    assert page.details_title == "from-the-future"


def test_that_a_noisy_machine_is_said(page: WindowPage) -> None:
    quiet = CPU.comparison(15)
    noisy = replace(
        quiet, runs=tuple(replace(run, ended=replace(run.ended, noise=Noise(3.1, 0.0, 1.2))) for run in quiet.runs)
    )
    page.window.presenter.show_comparison(quiet)
    assert "load 0.4" in page.window.status.right.text()
    page.window.presenter.show_comparison(replace(noisy, rows=tuple(replace(row) for row in noisy.rows)))
    assert page.window.status.right.text().endswith("figures may be off")


def test_that_the_verdicts_tags_and_interval_are_explained(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    tips = [label.toolTip() for label in page.window.view.verdict.findChildren(QLabel)]
    assert any("one thread at a time" in tip for tip in tips)
    assert any("Tasks compute most of the time" in tip for tip in tips)
    assert any("95% confidence interval" in tip for tip in tips)


def test_that_a_busy_machine_is_said_in_the_colour_of_notes(page: WindowPage) -> None:
    page.window.presenter.show_comparison(STATES["noisy"]())
    assert page.window.status.right.objectName() == "note"
    assert page.window.status.right.text().endswith("figures may be off")


def test_that_compare_works_before_any_python_is_known(qtbot: QtBot) -> None:
    known = threading.Event()

    def own() -> Interpreter:
        assert known.wait(20)
        return PYTHON

    window = MainWindow(make_bridge=FakeBridge, pythons=Pythons(own, lambda: OTHERS))
    page = WindowPage(window, qtbot)
    with qtbot.waitSignal(window.background.finished, timeout=20_000):
        window.show()
        page.press_compare()
        assert page.status == "Looking for a Python to measure under…"
        assert not window.session.running
        known.set()
    assert [each.path for each in page.bridge.plans[0].pythons] == [PYTHON.path]
    close(window)
