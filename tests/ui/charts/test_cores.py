"""The cores strip: what it keeps, when it looks, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from parloop_gui.ui.charts.small.cores_strip import CoresData, draw_cores
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.result.core_history import LIVE_STEPS, MOST_STEPS, Look, live, whole
from parloop_gui.ui.result.cores_card import CoresCard
from tests.helpers.comparisons.scenes import CPU
from tests.ui.pages import WindowPage

BOX = QRectF(0, 0, 700, 44)


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[CoresCard]:
    """A visible card whose looks the test takes."""
    made = CoresCard(look=lambda: (0.5, 0.25))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def painted(data: CoresData, theme: Theme = LIGHT, scale: float = 1.0) -> QImage:
    image = QImage(round(BOX.width() * scale), round(BOX.height() * scale), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    draw_cores(painter, theme, data, BOX)
    painter.end()
    return image


def count(image: QImage, colour: str) -> int:
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_that_it_looks_only_while_it_is_seen(card: CoresCard) -> None:
    looking = [card.looking]
    for visible in (False, True):
        card.setVisible(visible)
        looking.append(card.looking)
    assert looking == [True, False, True]


def test_that_ten_seconds_are_kept_while_nothing_runs(card: CoresCard) -> None:
    for _ in range(LIVE_STEPS + 5):
        card.take((0.1, 0.2))
    assert len(card.data.families) == LIVE_STEPS
    assert card.data.values == (0.1, 0.2)
    assert card.caption.text() == "live, last 10 s"


def test_that_a_whole_run_stays_when_it_is_over_and_no_more_looks_are_taken(card: CoresCard) -> None:
    card.take((0.9, 0.9))
    card.begin()
    for family in ("baseline", "threads", "threads"):
        card.run_by(family)
        card.take((0.4, 0.6))
    card.end()
    assert card.caption.text() == "whole run"
    assert card.data.families == ("baseline", "threads", "threads")
    assert card.data.values == pytest.approx((0.4, 0.6))
    looking = [card.looking]
    card.begin()
    assert [*looking, card.looking] == [False, True]


def test_that_a_run_too_short_to_be_seen_leaves_it_live(card: CoresCard) -> None:
    card.begin()
    card.end()
    assert card.caption.text() == "live, last 10 s"


def test_that_a_core_that_comes_or_goes_starts_it_anew(card: CoresCard) -> None:
    card.take((0.1, 0.2))
    card.take((0.1, 0.2, 0.3))
    assert len(card.data.steps) == 3


def test_that_a_long_run_is_averaged() -> None:
    looks = [Look((at % 2, 1.0), "threads" if at < 700 else "processes") for at in range(1000)]
    data = whole(looks)
    assert len(data.families) <= MOST_STEPS
    assert data.values == (0.5, 1.0)
    assert (data.families[0], data.families[-1]) == ("threads", "processes")


def test_that_nothing_seen_is_nothing_shown() -> None:
    assert live([]).steps == whole([]).steps == ()
    assert count(painted(live([])), LIGHT.surface) == BOX.width() * BOX.height()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("cores", [1, 2, 4, 8, 64])
def test_that_ribbon_and_cores_are_painted_in_their_colours(cores: int, theme: Theme) -> None:
    families = ["baseline"] * 5 + ["threads"] * 5 + ["processes"] * 5
    data = live([Look((0.5,) * cores, family) for family in families])
    image = painted(data, theme)
    for family in ("threads", "processes"):
        assert count(image, theme.family(family).mark) > 50
    assert count(image, theme.sunken) > 100


@pytest.mark.usefixtures("qapp")
def test_that_a_busier_core_fills_more_of_its_area() -> None:
    def filled(load: float) -> int:
        return count(painted(live([Look((load,))] * LIVE_STEPS)), LIGHT.family("baseline").pale)

    assert filled(0.9) == pytest.approx(3 * filled(0.3), rel=0.1)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_that_it_paints_at_every_scale(scale: float) -> None:
    data = whole([Look((0.5, 0.5), "processes")] * 7)
    assert count(painted(data, LIGHT, scale), LIGHT.family("processes").mark) > 100


def test_that_the_window_shows_who_was_running(page: WindowPage) -> None:
    cores = page.window.view.cores
    page.press_compare()
    page.emit_events(CPU.events(3, None), over=False)
    cores.take((0.5, 0.5))
    assert cores.data.families[-1] == "threads"
    page.emit_events(list(CPU.events(3))[-1:], over=True)
    assert cores.caption.text() == "whole run"


def test_that_a_comparison_measured_elsewhere_leaves_the_cores_live(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    assert page.window.view.cores.caption.text() == "live, last 10 s"
