"""A person's habits: keys, menu, settings, text size, undo, documents; and nothing lost without asking."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QListView, QWidget

from parloop_gui import __version__
from parloop_gui.model.document import encode, to_document
from parloop_gui.model.events import ComparisonEnded
from parloop_gui.ui import scale
from parloop_gui.ui.theme import DARK, LIGHT
from tests.helpers.scenes import CPU, IO
from tests.ui.conftest import close
from tests.ui.habit_pages import Habits
from tests.ui.pages import WindowPage


@pytest.fixture
def habits(page: WindowPage) -> Habits:
    """A window over a made-up bridge; text size and theme are as before when the test is over."""
    return Habits(page)


def document(tmp_path: Path, name: str = "kept.parloop") -> Path:
    path = tmp_path / name
    path.write_bytes(encode(to_document(IO.comparison(12))))
    return path


# keys


def test_that_esc_closes_a_menu_and_stops_nothing(habits: Habits) -> None:
    habits.page.press_compare()
    habits.open_menu()
    QTest.keyClick(habits.menu, Qt.Key.Key_Escape)
    assert not habits.menu.isVisible()
    assert habits.page.bridge.cancelled == 0
    habits.key("Esc")
    assert habits.page.bridge.cancelled == 1


def test_that_esc_closes_a_dialog_and_stops_nothing(habits: Habits) -> None:
    habits.page.press_compare()
    dialog = habits.settings()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert habits.page.bridge.cancelled == 0


def test_that_tab_goes_through_everything_from_bar_to_panels_and_back(habits: Habits) -> None:
    names = habits.tab_order()
    expected = ["Compare", "Interpreter", "How long to measure: Standard", "More", "Loop", "Items", "Strategies"]
    places = [names.index(name) for name in expected]
    assert places == sorted(places)
    assert "Wall time and throughput" in names
    assert len(names) == len(set(names))


def test_that_arrows_choose_an_effort(habits: Habits) -> None:
    efforts = habits.window.top.efforts
    efforts.buttons["standard"].setFocus()
    QTest.keyClick(efforts.buttons["standard"], Qt.Key.Key_Left)
    assert efforts.chosen() == "quick"
    assert efforts.buttons["quick"].hasFocus()
    QTest.keyClick(efforts.buttons["quick"], Qt.Key.Key_Left)
    assert efforts.chosen() == "quick"


def test_that_every_control_has_a_name_for_screen_readers(habits: Habits) -> None:
    habits.page.window.workbench.show_document(IO.comparison(12))
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QListView)
    for kind in kinds:
        for widget in habits.window.findChildren(kind):
            interface = QAccessible.queryAccessibleInterface(widget)
            if widget.isVisible() and not isinstance(widget.parent(), kinds):
                assert interface.text(QAccessible.Text.Name), widget


def test_that_each_row_of_the_chart_can_be_read_and_selected_ones_are_said(habits: Habits) -> None:
    habits.window.workbench.show_document(IO.comparison(12))
    card = habits.window.view.chart
    chart = QAccessible.queryAccessibleInterface(card)
    rows = [chart.child(number) for number in range(7)]
    said = [row.text(QAccessible.Text.Name) for row in rows]
    assert chart.role() == QAccessible.Role.List
    assert said[3].startswith("ThreadPoolExecutor: 1.04 s")
    assert "best" in said[3]
    assert said[6].startswith("Pool: Not done after 20 s")
    assert [bool(row.state().selected) for row in rows] == [number == 3 for number in range(7)]
    middle = rows[1].rect().center()
    assert chart.indexOfChild(chart.childAt(middle.x(), middle.y())) == 1
    assert chart.indexOfChild(chart.child(chart.childCount() - 1)) == chart.childCount() - 1
    assert not chart.child(0).childCount()


def test_that_the_keyboard_shows_where_it_is_on_the_chart(habits: Habits) -> None:
    card = habits.window.view.chart
    before = card.grab().toImage().pixelColor(card.width() // 2, 1)
    card.setFocus(Qt.FocusReason.TabFocusReason)
    assert card.grab().toImage().pixelColor(card.width() // 2, 0).name().upper() == LIGHT.accent
    card.setFocus(Qt.FocusReason.MouseFocusReason)
    habits.window.top.compare.setFocus()
    card.setFocus(Qt.FocusReason.MouseFocusReason)
    assert card.grab().toImage().pixelColor(card.width() // 2, 1) == before


# settings


def test_that_the_theme_changes_at_once_everywhere_and_is_remembered(
    habits: Habits, open_window: Callable[[], WindowPage]
) -> None:
    dialog = habits.settings()
    habits.page.click(dialog.themes.buttons["dark"])
    assert habits.window.palette().window().color().name().upper() == DARK.window
    image = habits.window.view.chart.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() - 8).name().upper() == DARK.surface
    dialog.reject()
    close(habits.window)
    again = open_window().window
    assert again.appearance.setting == "dark"
    again.appearance.use_theme("light")


def test_that_a_default_effort_is_what_a_window_begins_with(
    habits: Habits, open_window: Callable[[], WindowPage]
) -> None:
    dialog = habits.settings()
    habits.page.click(dialog.efforts.buttons["thorough"])
    dialog.reject()
    habits.page.click(habits.window.top.efforts.buttons["quick"])
    close(habits.window)
    assert open_window().window.top.efforts.chosen() == "thorough"


def test_that_about_names_versions_and_licences_and_that_nothing_leaves(habits: Habits) -> None:
    dialog = habits.about()
    for words in (
        f"Python {sys.version.split()[0]}",
        "PySide6 6.",
        "MIT licence",
        "LGPL",
        "Nothing leaves this machine",
    ):
        assert words in dialog.text.text()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text().startswith(f"Parloop {__version__}\nPython ")
    dialog.reject()


# text size


@pytest.fixture
def at_100(habits: Habits) -> Habits:
    """The same, at 100% before and after."""
    habits.window.appearance.use_text_size(1.0)
    return habits


def test_that_keys_change_the_text_size_of_everything_and_it_is_remembered(
    at_100: Habits, open_window: Callable[[], WindowPage]
) -> None:
    window = at_100.window
    row, bar, chart = window.loops.loops.height(), window.top.height(), window.view.chart.height()
    for _ in range(3):
        at_100.key("Ctrl++")
    assert scale.factor() == 1.5
    assert window.top.height() == 72 == bar * 1.5
    assert window.loops.loops.height() == pytest.approx(row * 1.5, abs=2)
    assert window.view.chart.height() == pytest.approx(chart * 1.5, abs=2)
    assert window.top.compare.font().pixelSize() == 20
    at_100.key("Ctrl+-")
    assert scale.factor() == 1.25
    close(window)
    again = Habits(open_window())
    assert again.window.top.height() == 60
    again.key("Ctrl+0")
    assert again.window.top.height() == 48
    assert scale.factor() == 1.0


def test_that_rows_are_found_under_the_mouse_at_any_text_size(at_100: Habits) -> None:
    at_100.window.appearance.use_text_size(1.5)
    at_100.window.workbench.show_document(CPU.comparison(15))
    card = at_100.window.view.chart
    row = QAccessible.queryAccessibleInterface(card).child(1).rect().center()
    QTest.mouseClick(card.surface(), Qt.MouseButton.LeftButton, pos=card.surface().mapFromGlobal(row))
    assert at_100.page.details_title == "Thread"
    at_100.key("Ctrl+0")


@pytest.mark.parametrize("factor", scale.STEPS)
@pytest.mark.parametrize("size", [(900, 620), (1100, 700), (1440, 900)])
def test_that_the_top_bar_fits_at_every_size_and_keeps_all_it_offers(
    at_100: Habits, factor: float, size: tuple[int, int]
) -> None:
    window = at_100.window
    window.resize(*size)
    window.appearance.use_text_size(factor)
    QApplication.processEvents()
    assert window.size().toTuple() == size
    top = window.top
    parts = top.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    boxes = [each.geometry() for each in parts if each.isVisible()]
    assert all(top.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
    assert all(each.width() >= each.minimumSizeHint().width() for each in (top.compare, top.more) if each.isVisible())
    titles = at_100.titles()
    assert top.export.isVisible() != ("Export" in titles)
    assert top.efforts.isVisible() != ("How long to measure" in titles)
    assert top.interpreter.isVisible() != ("Python" in titles)
    window.appearance.use_text_size(1.0)


def test_that_a_folded_choice_is_made_in_the_menu(at_100: Habits) -> None:
    window = at_100.window
    window.resize(900, 620)
    window.appearance.use_text_size(2.0)
    efforts = at_100.submenu("How long to measure")
    next(action for action in efforts.actions() if action.text() == "Quick").trigger()
    assert window.top.efforts.chosen() == "quick"
    at_100.submenu("Python").actions()[1].trigger()
    assert window.top.chosen_ids() == ["3.13", "3.13t"]
    window.appearance.use_text_size(1.0)


def test_that_folded_panels_open_over_the_centre_one_at_a_time(at_100: Habits) -> None:
    window, page = at_100.window, at_100.page
    window.resize(900, 620)
    QApplication.processEvents()
    centre = window.view.width()
    page.click(window.top.loop)
    assert window.loops.isVisible()
    page.click(window.top.details)
    assert window.details.isVisible()
    assert not window.loops.isVisible()
    assert window.view.width() == centre
    window.resize(1440, 900)
    assert window.details.isVisible()
    assert window.loops.isVisible()


# undo


def test_that_ctrl_z_brings_cleared_strategies_back(habits: Habits) -> None:
    strategies = habits.window.loops.strategies
    before = strategies.chosen()
    habits.page.click_strategy("thread")
    habits.page.click_strategy("process")
    assert habits.menu.undo.text() == "Undo change of strategies"
    habits.key("Ctrl+Z")
    assert "process" in strategies.chosen()
    assert "thread" not in strategies.chosen()
    habits.key("Ctrl+Z")
    assert strategies.chosen() == before
    assert not habits.menu.undo.isEnabled()
    habits.key("Ctrl+Shift+Z")
    assert "thread" not in strategies.chosen()


def test_that_a_number_typed_is_undone_in_one_step_even_inside_its_field(habits: Habits) -> None:
    items = habits.window.loops.items
    before = items.value()
    habits.page.type_items("123")
    QTest.keySequence(items, "Ctrl+Z")
    assert items.value() == before


def test_that_loop_and_effort_come_back_together_with_what_belongs_to_them(habits: Habits) -> None:
    habits.page.choose_loop("sleep")
    habits.page.click(habits.window.top.efforts.buttons["quick"])
    habits.key("Ctrl+Z")
    assert habits.window.top.efforts.chosen() == "standard"
    habits.key("Ctrl+Z")
    assert habits.window.loops.loop().slug == "primes"
    assert habits.window.loops.items.value() == habits.window.loops.loop().default_items


# documents


def test_that_a_dropped_document_is_shown_as_it_was_kept(habits: Habits, tmp_path: Path) -> None:
    assert habits.drop(document(tmp_path))
    assert habits.page.headline == "Use ThreadPoolExecutor"
    assert not habits.drop(tmp_path / "picture.png")


def test_that_open_asks_for_a_document(habits: Habits, tmp_path: Path) -> None:
    habits.key("Ctrl+O")
    dialog = habits.window.documents.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(document(tmp_path)))
    dialog.reject()
    assert habits.page.headline == "Use ThreadPoolExecutor"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b'{"format": "parloop-comparison", "version": 99}'])
def test_that_a_damaged_document_gets_one_sentence_and_the_window_works_on(
    habits: Habits, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "broken.parloop"
    path.write_bytes(content)
    habits.drop(path)
    assert habits.question().text().count(".") >= 1
    assert "\n" not in habits.question().text()
    habits.answer("Close")
    habits.page.press_compare()
    assert len(habits.page.bridge.plans) == 1


def test_that_an_opened_document_brings_its_choices_and_those_before_can_be_had_back(
    habits: Habits, tmp_path: Path
) -> None:
    before = habits.window.workbench.choices()
    habits.window.open(document(tmp_path))
    opened = habits.window.workbench.choices()
    plan = IO.comparison(12).plan
    assert (opened.loop, opened.of_loop(opened.loop, 0).items) == (plan.loop.name, plan.loop.items)
    assert opened.strategies == [choice.strategy for choice in plan.choices]
    assert before.loop != opened.loop
    habits.menu.undo.trigger()
    assert habits.window.workbench.choices().loop == before.loop


def test_that_opening_while_a_comparison_runs_asks_and_keeps_its_rounds(habits: Habits, tmp_path: Path) -> None:
    page = habits.page
    page.press_compare()
    page.tell(CPU.events(4, None), over=False)
    habits.drop(document(tmp_path))
    habits.answer("Cancel")
    assert page.bridge.cancelled == 0
    habits.drop(document(tmp_path))
    habits.answer("Stop and open")
    assert page.bridge.cancelled == 1
    page.tell([ComparisonEnded("stopped", "", 3.0)], over=True)
    assert page.headline == "Use ThreadPoolExecutor"
    (kept,) = habits.window.kept_comparisons().page()
    assert (kept.loop, kept.rounds, kept.state) == ("Primes", 4, "stopped")


def test_that_one_the_app_did_not_see_the_end_of_is_shown_as_stopped(habits: Habits, tmp_path: Path) -> None:
    path = tmp_path / "crashed.parloop"
    path.write_bytes(encode(to_document(CPU.comparison(4, None))))
    habits.drop(path)
    assert habits.page.pill == "stopped after 4 rounds"
    assert habits.page.can_compare


@pytest.fixture
def nowhere_to_keep(tmp_path: Path) -> None:
    """The folder of the last comparisons can't be written: a file is in its way."""
    (tmp_path / "data").write_text("in the way")


@pytest.mark.usefixtures("nowhere_to_keep")
def test_that_results_that_can_not_be_kept_are_asked_about_before_they_are_lost(habits: Habits) -> None:
    page = habits.page
    page.press_compare()
    page.tell(CPU.events(12), over=True)
    page.press_compare()
    assert len(page.bridge.plans) == 1
    habits.answer("Cancel")
    habits.window.close()
    assert habits.window.isVisible()
    assert "can’t be kept" in habits.question().informativeText()
    habits.answer("Save")
    assert habits.window.exporting.dialog is not None
    habits.window.exporting.dialog.reject()
    habits.window.close()
    habits.answer("Discard")
    assert not habits.window.isVisible()


@pytest.mark.usefixtures("nowhere_to_keep")
def test_that_what_the_user_saved_is_not_asked_about(habits: Habits, tmp_path: Path) -> None:
    page = habits.page
    page.press_compare()
    page.tell(CPU.events(12), over=True)
    assert page.comparison is not None
    habits.window.exporting.saved.emit(page.comparison)
    page.press_compare()
    assert len(page.bridge.plans) == 2


def test_that_geometry_is_remembered(habits: Habits) -> None:
    habits.window.resize(1111, 777)
    kept = habits.window.saveGeometry()
    close(habits.window)
    assert QSettings("parloop", "parloop").value("geometry") == kept
