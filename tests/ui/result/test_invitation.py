"""The first start: cards to pick a loop from, the slider in the mixed loop's row, and this machine at the right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from parloop_gui.ui.charts.timeline.blocks import Block, draw_lane
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.theming import theming
from tests.ui.pages import WindowPage


def chosen_cards(page: WindowPage) -> list[str]:
    return [slug for slug, card in page.window.view.invitation.cards.items() if card.isChecked()]


def test_that_primes_is_chosen_at_first(page: WindowPage) -> None:
    assert list(page.window.view.invitation.cards) == ["sleep", "primes", "your-function"]
    assert chosen_cards(page) == ["primes"]
    assert page.window.view.invitation.button.text().endswith("Compare Primes")


def test_that_a_card_picks_its_loop_and_a_second_press_keeps_it(page: WindowPage) -> None:
    for _ in range(2):
        page.click(page.window.view.invitation.cards["sleep"])
        assert chosen_cards(page) == ["sleep"]
    assert page.window.loops.loop().slug == "sleep"
    page.click(page.window.view.invitation.button)
    assert page.bridge.plans[0].loop.name == "sleep"


def test_that_a_card_can_be_pressed_with_the_keyboard(page: WindowPage) -> None:
    card = page.window.view.invitation.cards["sleep"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert chosen_cards(page) == ["sleep"]


def test_that_a_loop_without_a_card_leaves_none_chosen(page: WindowPage) -> None:
    page.choose_loop("files")
    assert chosen_cards(page) == []
    assert page.window.view.invitation.button.text().endswith("Compare Files")


def test_that_the_slider_chooses_the_mixed_loop_and_its_share(page: WindowPage) -> None:
    page.slide_share(80)
    assert page.window.loops.loop().slug == "mixed"
    assert "80% CPU" in [row.hint for row in page.window.loops.loops.rows()]
    page.press_compare()
    assert page.bridge.plans[0].loop.params["cpu_share"] == 80


def test_that_the_slider_follows_the_field(page: WindowPage) -> None:
    page.choose_loop("mixed")
    editor = page.window.loops.parameters.field("cpu_share").editor
    editor.setProperty("value", 15)
    assert page.share == 15
    page.choose_loop("primes")
    assert page.share == 15


def test_that_the_slider_stands_in_its_row(page: WindowPage) -> None:
    slider = page.window.loops.loops.share
    assert slider is not None
    assert page.window.loops.loops.row_rect("mixed").contains(QRectF(slider.geometry()).center())


def test_that_this_machine_and_its_pythons_are_told(page: WindowPage) -> None:
    assert page.details_title == "This machine"
    assert page.fact("Cores")
    assert page.fact("Start method") == "fork"
    titles = [section.title.text() for section in page.window.details.sections if section.isVisible()]
    assert titles == ["Interpreters found", "How it compares", "New to the GIL?"]
    assert page.window.details.sections[0].facts.value("Python 3.13.0t") == "free-threaded"
    assert not page.window.details.card.isVisible()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("on_cpu", "solid"), [(0.0, False), (0.4, True), (1.0, True)])
def test_that_a_block_is_pale_where_it_waits_and_solid_where_it_computes(
    on_cpu: float, solid: bool, theme: Theme
) -> None:
    image = QImage(100, 18, QImage.Format.Format_ARGB32)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    draw_lane(QtPainter(painter), theme, [Block("threads", 0.0, 1.0, on_cpu)], Rect(0, 0, 100, 18))
    painter.end()
    family = theme.family("threads")
    assert image.pixelColor(10, 9).name() == (family.mark if solid else family.pale).lower()
    assert image.pixelColor(90, 9).name() == (family.mark if on_cpu == 1.0 else family.pale).lower()


def test_that_no_ring_comes_up_around_the_chart_where_compare_was_clicked(page: WindowPage) -> None:
    page.window.view.invitation.button.setFocus(Qt.FocusReason.MouseFocusReason)
    page.click(page.window.view.invitation.button)
    chart = page.window.view.chart
    assert chart.hasFocus()  # the arrow keys go from row to row at once
    ring = theming.theme.accent.lower()
    edge = chart.grab().toImage()
    assert QColor(edge.pixel(edge.width() // 2, 0)).name() != ring
