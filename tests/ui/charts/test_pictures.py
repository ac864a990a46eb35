"""Exported pictures, as librsvg and poppler show them: like the PNG, whole, and with every name in full."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import PICTURES, export
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.ui.charts.break_even.chart import map_data
from parloop_gui.ui.charts.break_even.figure import MapFigure
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.charts.compare.columns import roomy_columns
from parloop_gui.ui.charts.compare.geometry import NAME_LEFT
from parloop_gui.ui.charts.figure import figure as charts_figure
from parloop_gui.ui.charts.figure.figure import EDGE, chart_top, figure_size
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.export.figures import MakeFigure, chart_only, whole_view
from parloop_gui.ui.export.pictures import as_file, picture_formats
from tests.helpers.comparisons.crowded import SENTENCE, crowded
from tests.helpers.comparisons.maps import made
from tests.helpers.comparisons.scenes import STATES
from tests.ui.other_renderers import Pixels, rendered, text_of, words_of

pytestmark = pytest.mark.usefixtures("qapp")

MADE: dict[str, Callable[[], Comparison]] = {
    **{name: STATES[name] for name in ("done-cpu", "done-io-one-failed", "so-far")},
    "crowded": crowded,
}
THEMES = {"light": LIGHT, "dark": DARK}
VIEWS: dict[str, Callable[[Comparison], charts_figure.CompareFigure]] = {"view": whole_view, "chart": chart_only}


def draw(comparison: Comparison, path: Path, theme: Theme = LIGHT, make_figure: MakeFigure = whole_view) -> Path:
    """The comparison as a picture in that file."""
    export(comparison, path, picture_formats(theme, make_figure))
    return path


def black(pixels: Pixels) -> float:
    """The share of pixels that are black: nothing is meant to be, in neither theme."""
    return float((pixels.max(axis=2) < 16).mean())


def in_blocks(pixels: Pixels, size: int = 32) -> NDArray[np.float64]:
    """The mean colour of each square of so many pixels: there a letter's edge is no difference, a blob is one."""
    height, width = pixels.shape[:2]
    rows, columns = int(height) // size, int(width) // size
    squares = pixels[: rows * size, : columns * size].reshape(rows, size, columns, size, 3)
    blocks: NDArray[np.float64] = squares.mean(axis=(1, 3))
    return blocks


def ground_share(pixels: Pixels, theme: Theme) -> float:
    """The share of pixels in the colour of the ground."""
    ground = QColor(theme.surface)
    away = np.abs(pixels - np.array([ground.red(), ground.green(), ground.blue()])).max(axis=2)
    return float((away <= 3).mean())


@pytest.mark.parametrize("ending", [".svg", ".pdf"])
@pytest.mark.parametrize(
    ("state", "theme", "view"),
    [
        ("done-cpu", "light", "view"),
        ("done-cpu", "dark", "chart"),
        ("done-io-one-failed", "dark", "view"),
        ("so-far", "light", "chart"),
        ("crowded", "light", "view"),
        ("crowded", "dark", "view"),
    ],
)
def test_that_other_renderers_show_what_the_png_shows(
    state: str, theme: str, view: str, ending: str, tmp_path: Path
) -> None:
    comparison, figure = MADE[state](), VIEWS[view]
    png = rendered(draw(comparison, tmp_path / "a.png", THEMES[theme], figure))
    other = rendered(draw(comparison, tmp_path / f"a{ending}", THEMES[theme], figure))
    assert other.shape == png.shape
    assert np.abs(other - png).mean() < 8
    assert np.abs(in_blocks(other) - in_blocks(png)).max() < 40
    assert black(other) < 0.0005
    assert ground_share(other, THEMES[theme]) == pytest.approx(ground_share(png, THEMES[theme]), abs=0.02)


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize("state", MADE)
def test_that_every_rows_name_is_painted(state: str, ending: str, tmp_path: Path) -> None:
    figure = whole_view(MADE[state]())
    pixels = rendered(draw(MADE[state](), tmp_path / f"a{ending}"))
    data, columns = figure.chart, roomy_columns(figure.chart)
    width, _ = figure_size(figure, LIGHT)
    for index, row in enumerate((*data.rows, *data.failed)):
        box = row_box(data, index, width - 2 * EDGE, columns).translated(EDGE, chart_top(figure, LIGHT))
        top, bottom = round(2 * box.top + 4), round(2 * box.bottom - 4)
        left, right = round(2 * (NAME_LEFT + EDGE)), round(2 * (columns.name_right + EDGE))
        dark_here = (pixels[top:bottom, left:right].max(axis=2) < 150).sum()
        assert dark_here > 100, f"row {index}"
        ends_here = (pixels[top:bottom, right : right + 12].min(axis=2) > 225).all()
        assert ends_here or row.standing, f"row {index} runs out of its column"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("state", MADE)
def test_that_no_text_is_cut_off(state: str, view: str, tmp_path: Path) -> None:
    pdf = draw(MADE[state](), tmp_path / "a.pdf", make_figure=VIEWS[view])
    width, height, words = words_of(pdf)
    assert len(words) > 60
    assert [word for word in words if word.left < 8 or word.top < 8 or word.right > width - 8] == []
    assert [word for word in words if word.bottom > height - 4] == []
    assert [word.text for word in words if "…" in word.text] == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("state", MADE)
def test_that_names_remarks_and_the_caption_are_there_in_full(state: str, view: str, tmp_path: Path) -> None:
    figure = VIEWS[view](MADE[state]())
    said = text_of(draw(MADE[state](), tmp_path / "a.pdf", make_figure=VIEWS[view]))
    for row in (*figure.chart.rows, *figure.chart.failed):
        assert row.name in said
        assert row.remark in said
    assert figure.caption.replace("\n", " ") in said, "in two lines, which the reader of the file joins"
    assert figure.subject in said
    assert figure.verdict.headline in said
    assert (figure.verdict.because in said) == (view == "view")


def test_that_a_long_sentence_is_told_to_its_end(tmp_path: Path) -> None:
    words = {word.text for word in words_of(draw(crowded(), tmp_path / "a.pdf"))[2]}
    assert set(SENTENCE.split()) <= words


@pytest.mark.parametrize("state", MADE)
def test_that_an_svg_has_title_and_description_and_shapes_alone(state: str, tmp_path: Path) -> None:
    figure = whole_view(MADE[state]())
    path = draw(MADE[state](), tmp_path / "a.svg")
    root = ET.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == figure.title
    told = root.findtext(f"{space}desc") or ""
    assert figure.caption in told
    assert all(row.name in told for row in figure.chart.rows)
    assert root.findall(f".//{space}text") == []
    text = path.read_text(encoding="utf-8")
    assert "non-scaling-stroke" not in text
    assert min(float(width) for width in re.findall(r'stroke-width="([\d.]+)"', text)) >= 1
    assert (root.get("width"), root.get("height")) == tuple(map(str, figure_size(figure, LIGHT)))


def test_that_a_description_is_xml_whatever_a_document_holds(tmp_path: Path) -> None:
    odd = STATES["done-cpu"]()
    machine = {**odd.machine, "cpu": "a\x00\x08\x1b]]>&<script>"}
    path = draw(replace(odd, machine=machine), tmp_path / "a.svg")
    assert "]]>&<script>" in (ET.parse(path).getroot().findtext("{http://www.w3.org/2000/svg}desc") or "")


def test_that_a_png_has_two_pixels_for_one_and_says_what_it_shows(tmp_path: Path) -> None:
    figure = whole_view(crowded())
    image = QImage(str(draw(crowded(), tmp_path / "a.png")))
    width, height = figure_size(figure, LIGHT)
    assert (image.width(), image.height()) == (2 * width, 2 * height)
    assert round(image.dotsPerMeterX() * 0.0254) == 192
    assert image.text("Title") == figure.title


def test_that_a_pdf_is_shapes_and_small(tmp_path: Path) -> None:
    data = draw(STATES["done-cpu"](), tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/Subtype /Image" not in data
    assert len(data) < 100_000


def test_that_nothing_moves_in_a_picture_of_a_comparison_that_runs() -> None:
    figure = whole_view(STATES["so-far"]())
    assert all(row.progress is None for row in figure.chart.rows)
    assert figure.verdict.pill == "so far: 3 rounds"
    assert "3 rounds so far" in figure.caption


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize(
    "figure",
    [Figure(0.3, -math.inf, math.inf), Figure(-0.3, -1.0, -0.1), Figure(0.0, 0.0, 0.0), Figure(1e18, 0.0, 1e18)],
)
def test_that_figures_nobody_measured_are_drawn_all_the_same(figure: Figure, ending: str, tmp_path: Path) -> None:
    known = STATES["done-cpu"]()
    odd = replace(
        known.rows[1], wall_s=figure, throughput_per_s=figure, speedup=figure, round_wall_times_s=(1e-300, 1e300)
    )
    rows = (known.rows[0], odd, *known.rows[2:])
    assert draw(replace(known, rows=rows), tmp_path / f"a{ending}").stat().st_size > 10_000


def test_that_too_many_rows_are_refused_in_a_sentence(tmp_path: Path) -> None:
    known = STATES["done-cpu"]()
    many = tuple(replace(known.contestants[0], python=str(number)) for number in range(3000))
    with pytest.raises(ExportError, match=r"^Can't draw 3,000 rows: .*\.$"):
        draw(replace(known, contestants=many), tmp_path / "a.svg")


def test_that_what_is_too_large_to_be_drawn_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def endless(figure: charts_figure.CompareFigure, theme: Theme) -> tuple[int, int]:
        return 880, 10**8

    monkeypatch.setattr(charts_figure.CompareFigure, "size", endless)
    with pytest.raises(ExportError, match="too large to be drawn"):
        draw(crowded(), tmp_path / "a.png")
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize(("cores", "words"), [(1, "1 core"), (2, "2 cores")])
def test_that_a_map_s_picture_counts_the_cores(cores: int, words: str, tmp_path: Path) -> None:
    of, path = made(), tmp_path / "map.pdf"
    path.write_bytes(as_file(MapFigure(map_data(replace(of, python=replace(of.python, cores=cores)))), ".pdf"))
    assert f"· {words} Processes win " in text_of(path)
