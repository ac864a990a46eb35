"""A person's habits: keys, menu, settings and undo."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QListView

from parloop_gui import __version__
from parloop_gui.ui.drawing.colours import DARK, LIGHT
from tests.helpers.comparisons.scenes import IO
from tests.ui.conftest import close
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits

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


def test_that_ctrl_q_closes_the_window(habits: Habits) -> None:
    assert "Quit" in habits.titles()
    habits.key("Ctrl+Q")
    assert not habits.window.isVisible()


def test_that_f11_fills_the_screen_and_gives_it_back(habits: Habits) -> None:
    assert "Full screen" in habits.titles()
    habits.key("F11")
    assert habits.window.isFullScreen()
    habits.key("F11")
    assert not habits.window.isFullScreen()


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
    habits.page.window.presenter.show_document(IO.comparison(12))
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QListView)
    for kind in kinds:
        for widget in habits.window.findChildren(kind):
            interface = QAccessible.queryAccessibleInterface(widget)
            if widget.isVisible() and not isinstance(widget.parent(), kinds):
                assert interface.text(QAccessible.Text.Name), widget


def test_that_each_row_of_the_chart_can_be_read_and_selected_ones_are_said(habits: Habits) -> None:
    habits.window.presenter.show_document(IO.comparison(12))
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


def test_that_geometry_is_remembered(habits: Habits) -> None:
    habits.window.resize(1111, 777)
    kept = habits.window.saveGeometry()
    close(habits.window)
    assert QSettings("parloop", "parloop").value("geometry") == kept
