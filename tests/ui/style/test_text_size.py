"""The size of the text and of the window: everything fits, and panels that don't are folded."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import style_sheet
from parloop_gui.ui.window.sides import LEFT_WIDTH, RIGHT_WIDTH
from tests.helpers.comparisons.scenes import CPU
from tests.ui.conftest import close
from tests.ui.pages import WindowPage
from tests.ui.settings.pages import Habits


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
    at_100.window.presenter.show_document(CPU.comparison(15))
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
    window.top.options.show_choices(45.0, True)  # as wide as it gets
    window.appearance.use_text_size(factor)
    QApplication.processEvents()
    assert window.size().toTuple() == size
    top = window.top
    direct = top.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    parts = [each for each in direct if each is not top.compare.parentWidget()] + [top.compare, top.stop, top.loop]
    boxes = [QRect(each.mapTo(top, QPoint()), each.size()) for each in parts if each.isVisible()]
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


def test_that_folded_panels_open_beside_the_centre_one_at_a_time(at_100: Habits) -> None:
    window, page = at_100.window, at_100.page
    window.resize(900, 620)
    QApplication.processEvents()
    centre = window.frame.centre.width()
    page.click(window.top.loop)
    QApplication.processEvents()
    assert window.loops.isVisible()
    assert window.frame.centre.width() == centre - LEFT_WIDTH
    page.click(window.top.details)
    assert window.details.isVisible()
    assert not window.loops.isVisible()
    QApplication.processEvents()
    assert window.frame.centre.width() == centre - RIGHT_WIDTH
    window.resize(1440, 900)
    assert window.details.isVisible()
    assert window.loops.isVisible()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_every_name_in_the_style_sheet_is_put_in(theme: Theme) -> None:
    assert re.findall(r"@\w+@", style_sheet(theme)) == []
