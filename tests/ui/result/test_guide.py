"""The overlay that names the parts of the chart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.charts.compare.guide import ABOVE, BELOW, chart_parts, draw_guide
from parloop_gui.ui.charts.compare.layout import rows_bottom
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.result.chart_texts import chart_data, empty_data
from tests.helpers.comparisons.scenes import CPU, STATES
from tests.ui.pages import WindowPage

WIDTH = 830.0
ALL = {"Tag", "At once", "Speed-up", "Bar", "Throughput", "Dots", "Whisker", "Dashed line", "best"}


def test_that_every_part_of_a_finished_comparison_is_named(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    page.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    guide = page.window.view.guide
    assert guide.isVisible()
    assert {part.name for part in guide.parts()} == ALL
    assert "confidence interval" in guide.accessibleDescription()


def test_that_before_the_first_round_only_what_there_is_has_a_name() -> None:
    names = {part.name for part in chart_parts(empty_data(CPU.contestants()), WIDTH)}
    assert names == {"Tag", "At once", "Speed-up", "Bar", "Throughput"}
    assert chart_parts(ChartData(), WIDTH) == ()


def test_that_the_button_opens_it_and_a_click_closes_it(page: WindowPage) -> None:
    guide = page.window.view.guide
    page.click(page.window.view.chart.ask)
    opened = guide.isVisible()
    QTest.mouseClick(guide, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert (opened, guide.isVisible()) == (True, False)


def test_that_esc_closes_it_before_it_stops_a_comparison(page: WindowPage) -> None:
    page.press_compare()
    guide = page.window.view.guide
    guide.open()
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()
    assert page.bridge.cancelled == 0
    page.press(Qt.Key.Key_Escape)
    assert page.bridge.cancelled == 1


def test_that_in_a_low_window_the_chart_and_its_names_come_into_view(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    page.window.resize(900, 620)
    guide, chart = page.window.view.guide, page.window.view.chart
    guide.open()
    port = page.window.view.parentWidget()
    assert port is not None
    top = chart.mapTo(port, QPoint(0, 0)).y()
    assert top >= ABOVE - 8
    assert top + chart.height() + BELOW - 8 <= port.height()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("state", STATES)
def test_that_every_line_ends_in_the_chart(state: str) -> None:
    data = chart_data(STATES[state](), None)
    whole = Rect(0, geometry.HEAD, WIDTH, rows_bottom(data) - geometry.HEAD)
    for part in chart_parts(data, WIDTH):
        assert whole.contains(*part.point)


@pytest.mark.usefixtures("qapp")
def test_that_the_best_pill_is_where_the_guide_says() -> None:
    data = chart_data(CPU.comparison(15), None)
    (best,) = (part for part in chart_parts(data, WIDTH) if part.name == "best")
    assert row_box(data, 6, WIDTH).contains(*best.point)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_names_are_written_above_and_below_and_the_chart_stays_clear(theme: Theme) -> None:
    data = chart_data(CPU.comparison(15), None)
    chart = QRectF(13, 200, WIDTH, 345)
    image = QImage(856, 660, QImage.Format.Format_ARGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    draw_guide(painter, theme, chart_parts(data, WIDTH), QRectF(0, 0, 856, 660), chart)
    painter.end()

    def written(top: float, bottom: float) -> bool:
        wanted = QColor(theme.t1).rgb()
        return any(image.pixel(x, y) == wanted for y in range(round(top), round(bottom)) for x in range(856))

    assert written(200 - ABOVE, 190)
    assert written(550, 545 + BELOW)
    assert image.pixelColor(40, 500) == QColor("magenta")
    assert image.pixelColor(40, 650) != QColor("magenta")
