"""Nothing is cut off and no text runs into another: every page, in Inter and in the wide DejaVu Sans, at three sizes.

With PARLOOP_CHECK=window (`make check-window`) in every state that pictures are taken of, else in one of each kind.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from parloop_gui.ui.charts.figure.head import Words, draw_words
from parloop_gui.ui.drawing.colours import LIGHT
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.drawing.text import Font
from parloop_gui.ui.style.painting import draw_text
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.theme import FAMILY, font
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.window.remembered import first_size
from parloop_gui.ui.window.sides import right_width
from tests.helpers.comparisons.histories import begun
from tests.helpers.comparisons.own_scenes import SOURCE
from tests.helpers.comparisons.scenes import IO
from tests.ui.history.pages import fill
from tests.ui.pages import WindowPage
from tests.ui.shots import EVERY, GUIDE, OWN, SIZES, show_state
from tests.ui.style.clipped import clipped, elided_texts
from tests.ui.style.fonts import FAMILIES, is_here, use
from tests.ui.style.overlaps import overlapping, painted_texts

ALL = os.environ.get("PARLOOP_CHECK") == "window"
# One of each kind: what else there is differs in its figures.
PAGES = (
    *("timeline-two-pythons", "first-start", OWN, "in-the-way", "done-io-one-failed", "two-pythons", "racing"),
    *("history", "history-side-by-side"),
)
# Names, notes and paths are as long as somebody makes them: they end in an ellipsis, whole in the tooltip.
WRITTEN_BY_USERS = ("Before the rewrite", "After the rewrite", "with the new cache", "prices.py")


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The window in this font."""
    if not is_here(request.param):
        pytest.skip(f"{request.param} is not on this machine")
    use(request.param)
    yield request.param
    use(FAMILY)


@pytest.mark.parametrize("size", SIZES.values() if ALL else [SIZES["-laptop"]], ids=lambda size: f"{size[0]}x{size[1]}")
def test_that_every_page_is_whole(
    family: str,
    size: tuple[int, int],
    open_window: Callable[[], WindowPage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("prices.py").write_text(SOURCE)
    fill(tmp_path, begun(1, 12), begun(2, 12, scene=IO))
    window = open_window().window
    window.resize(*size)
    found = []
    for state in EVERY if ALL else PAGES:
        window.top.menu.history.setChecked(False)
        show_state(window, state)
        QApplication.processEvents()
        with painted_texts() as painted:
            window.grab()
        texts = [each for each in clipped(window) if not any(part in each for part in WRITTEN_BY_USERS)]
        texts += overlapping(painted) if GUIDE not in state else []
        areas = [each for each in window.findChildren(QScrollArea) if each.isVisible()]
        texts += ["scrolls sideways" for each in areas if each.horizontalScrollBar().isVisible()]
        found += [f"{state}: {text}" for text in texts]
    assert not found, "\n".join(found)


def test_that_what_is_cut_off_would_be_seen(qapp: QApplication) -> None:
    box = QWidget()
    whole, narrow = Label("a few words", box), Label("a few words more than there is room for", box)
    whole.setGeometry(0, 0, 300, 20)
    narrow.setGeometry(0, 20, 60, 20)
    box.show()
    assert clipped(box) == [narrow.text()]
    box.close()
    with elided_texts() as found:
        picture = QPixmap(60, 20)
        painter = QPainter(picture)
        for text in ("short", narrow.text()):
            draw_text(painter, QRectF(0, 0, 60, 20), text, font(12), LIGHT.t1)
        painter.end()
    assert found == [narrow.text()]


@pytest.mark.parametrize(
    ("screen", "wanted"), [((1440, 900), (1440, 860)), ((1366, 768), (1366, 728)), ((2560, 1440), (1440, 900))]
)
def test_that_the_first_window_fits_its_screen(screen: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert first_size(QSize(*screen)) == QSize(*wanted)


def test_that_the_right_panel_widens_on_wide_screens() -> None:
    assert [right_width(width) for width in (1280, 1440, 1600, 1920, 3840)] == [288, 288, 352, 460, 460]


def test_that_strategies_are_in_view_and_folded_panels_stand_beside_the_chart(page: WindowPage) -> None:
    window = page.window
    page.choose_loop("sleep")  # of those that are listed at first it has the most fields
    window.resize(first_size(QSize(1440, 900)))
    QApplication.processEvents()
    strategies = window.loops.strategies
    bottom = strategies.mapTo(window, QRect(strategies.rect()).bottomLeft()).y()
    assert bottom <= window.status.mapTo(window, window.status.rect().topLeft()).y()
    window.resize(900, 620)
    page.click(window.top.loop)
    QApplication.processEvents()
    left = window.loops.mapTo(window, window.loops.rect().topRight()).x()
    assert window.frame.centre.mapTo(window, window.frame.centre.rect().topLeft()).x() > left
    page.press_compare()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.loops.isVisible()
    assert page.bridge.cancelled == 0
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page.bridge.cancelled == 1


def test_that_a_text_that_runs_into_another_would_be_seen(qapp: QApplication) -> None:
    picture = QPixmap(200, 40)
    painter = QPainter(picture)
    with painted_texts() as found:
        for left, text in ((0, "750"), (12, "1,000"), (100, "1,250")):
            draw_words(QtPainter(painter), [Words(text, Rect(left, 0, 80, 20), Font(11), LIGHT.t3)])
    painter.end()
    assert overlapping(found) == ["750 | 1,000"]
