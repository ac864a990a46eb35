"""What charts are painted with where there is no Qt: measures, and SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from parloop_gui.model.statistics.summary import Figure
from parloop_gui.ui.charts.curves.pair import PairData, PairRow, PairSide, draw_pair
from parloop_gui.ui.drawing.colours import LIGHT
from parloop_gui.ui.drawing.painter import Pen
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.svg_painter import Looks, SvgPainter
from parloop_gui.ui.drawing.text import Font, elided, measured_with, table_width, text_width

SMALL = Font(11)


def test_that_an_interval_without_end_leaves_the_bars_of_two_pythons_their_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    endless = PairRow("for loop", "baseline", Figure(0.5, 0.4, 1e300), (0.45, 0.5))
    side = PairSide("Python 3.13", "GIL on", False, (endless, PairRow("threads", "threads", Figure(0.25, 0.2, 0.3))))
    painter = SvgPainter(Looks())
    boxes: list[Rect] = []
    monkeypatch.setattr(painter, "rect", lambda box, *how, **more: boxes.append(box))
    draw_pair(painter, LIGHT, PairData((side,)), Rect(0, 0, 400, 120))
    bars = [box.width for box in boxes if box.height == 11]
    assert bars[0] == pytest.approx(2 * bars[1])
    assert 100 < bars[0] < 400


@pytest.mark.parametrize("width", [0.0, 5.0, 20.0, 61.0, 200.0])
def test_that_a_text_that_is_too_long_ends_in_an_ellipsis_within_its_box(width: float) -> None:
    shown = elided("a text of some length", SMALL, width)
    assert shown == "a text of some length" or shown.endswith("…")
    assert table_width(shown, SMALL) <= max(width + 1, table_width("…", SMALL))


def test_that_a_text_of_any_length_is_cut_at_once() -> None:
    assert elided("x" * 10**6, SMALL, 100).endswith("x…")


def test_that_bold_letters_are_wider_and_unknown_ones_never_too_narrow() -> None:
    assert table_width("word", Font(11, 600)) > table_width("word", SMALL)
    assert table_width("語", SMALL) == pytest.approx(11)


def test_that_the_ruler_is_the_one_before_once_it_was_lent() -> None:
    before = text_width("word", SMALL)
    with measured_with(lambda text, font: 7.0):
        assert text_width("word", SMALL) == 7.0
    assert text_width("word", SMALL) == before


def painted() -> tuple[SvgPainter, Looks]:
    """A painter with one of each."""
    looks = Looks()
    painter = SvgPainter(looks)
    with painter.moved(10, 5), painter.clipped(Rect(0, 0, 80, 40)):
        painter.rect(Rect(0, 0, 30, 10), "#111111", Pen("#222222", 1.5, (3, 2)), radius=2)
        painter.line(Point(0, 0), Point(5, 5), Pen("#222222"))
        painter.polygon((Point(0, 0), Point(10, 0), Point(20, 0), Point(20, 5)), "#111111")
        with painter.opacity(0.5):
            painter.text(Rect(0, 0, 60, 16), "<b>&", SMALL, "#333333", "right")
        painter.dots([Point(1, 1), Point(3, 1)], 4, "#111111")
        painter.columns(
            Rect(0, 0, 4, 10), LIGHT.family("threads"), np.array([1, 1, 0, 1.0]), np.array([0.5, 0.5, 0, 1])
        )
    return painter, looks


def test_that_it_is_well_formed_and_a_text_is_one_text() -> None:
    painter, looks = painted()
    svg = ET.fromstring(painter.svg(100, 50, 'What it "shows" & says'))
    assert svg.get("aria-label") == 'What it "shows" & says'
    (text,) = svg.iter("text")
    assert text.text == "<b>&"
    assert text.get("x") == "70"  # the right edge of its box, moved
    used = {each.get("class") for each in svg.iter() if each.get("class")}
    assert used == set(re.findall(r"^\.(\w+)\{", looks.css(), re.MULTILINE))


def test_that_what_acts_in_the_words_of_a_chart_is_written_out() -> None:
    svg = ET.fromstring(painted()[0].svg(100, 50, "of \u202eSELUR\x1b[0m\na file"))
    assert svg.get("aria-label") == r"of \u202eSELUR\x1b[0m a file"


def test_that_points_on_a_level_are_written_once() -> None:
    painter, _ = painted()
    assert "M10 5H30V10z" in painter.svg(100, 50, "")


def test_that_columns_that_look_alike_are_one_step() -> None:
    painter, _ = painted()
    assert "M10 15V10H12V15z" in painter.svg(100, 50, "")
