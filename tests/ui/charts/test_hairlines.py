"""Hairlines at 1×, 1.5× and 2×: one colour right through, and whole device pixels wide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from parloop_gui.ui.style.painting import crisp, snap, snap_line
from parloop_gui.ui.widgets.hairlines import Bar, Card, Rule, draw_frame

LINE, GROUND = QColor("#123456"), QColor("#ffffff")
PIXELS = {1.0: 1, 1.25: 1, 1.5: 1, 2.0: 2, 3.0: 3}


def image(ratio: float) -> QImage:
    made = QImage(round(100 * ratio), round(100 * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(GROUND)
    return made


def runs(picture: QImage, *, across: bool) -> list[tuple[str, int]]:
    """The colours along the middle of a picture, each with how many device pixels it fills."""
    middle, length = picture.height() // 2, picture.width()
    found: list[tuple[str, int]] = []
    for at in range(length):
        name = _named(picture.pixelColor(*((at, middle) if across else (middle, at))))
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + 1)
        else:
            found.append((name, 1))
    return found


def _named(colour: QColor) -> str:
    """The line's colour or the ground's where it differs by no more than rounding does."""
    for known in (LINE, GROUND):
        off = (colour.red() - known.red(), colour.green() - known.green(), colour.blue() - known.blue())
        if max(map(abs, off)) <= 4:
            return known.name()
    return colour.name()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("ratio", PIXELS)
def test_that_a_frame_is_the_same_on_every_side(ratio: float, across: bool) -> None:
    picture = image(ratio)
    painter = QPainter(picture)
    draw_frame(painter, QRectF(7, 7, 81, 81), 8, LINE)
    painter.end()
    found = runs(picture, across=across)
    lines = [length for name, length in found if name == LINE.name()]
    assert lines == [PIXELS[ratio]] * 2
    assert {name for name, _ in found} == {LINE.name(), GROUND.name()}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("enlarged", [1.0, 1.1, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("ratio", PIXELS)
def test_that_grid_lines_are_crisp_at_every_text_size(ratio: float, enlarged: float) -> None:
    picture = image(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(enlarged, enlarged)
    for x in (5.3, 11.77, 20.0, 33.333):
        middle, width = snap_line(painter, x), crisp(painter)
        painter.fillRect(QRectF(middle - width / 2, 0, width, 100), LINE)
        assert abs(snap(painter, x) - x) <= 0.51 / (ratio * enlarged)
    painter.end()
    found = runs(picture, across=True)
    assert {name for name, _ in found} == {LINE.name(), GROUND.name()}
    assert len({length for name, length in found if name == LINE.name()}) == 1


def test_that_cards_bars_and_rules_paint_theirs(qtbot: QtBot) -> None:
    parts: list[QWidget] = [Card(), Rule(), *(Bar(edge) for edge in Qt.Edge)]
    for part in parts:
        qtbot.addWidget(part)
        part.setStyleSheet(f"* {{ color: {LINE.name()}; background: {GROUND.name()}; }}")
        part.resize(60, 1 if isinstance(part, Rule) else 60)
        picture = part.grab().toImage()
        edges = [(0, 30), (59, 30), (30, 0), (30, picture.height() - 1)]
        named = [picture.pixelColor(x, min(y, picture.height() - 1)).name() for x, y in edges]
        assert LINE.name() in named
