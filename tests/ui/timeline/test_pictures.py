"""How a timeline is painted: at every level of detail, on every kind of paper, and as it was on screen."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import export
from parloop_gui.model.plan.plan import Contestant, plain_loop
from parloop_gui.model.timeline.lanes import lanes_of
from parloop_gui.model.timeline.part import Part, whole
from parloop_gui.model.timeline.shown import shown_run
from parloop_gui.model.timeline.spans import RunSpans
from parloop_gui.model.timeline.stack import default_stack
from parloop_gui.ui.charts.figure.timeline import EDGE, TimelineFigure
from parloop_gui.ui.charts.timeline.chart import draw_timeline
from parloop_gui.ui.charts.timeline.geometry import MARGIN, card_layout, figure_layout
from parloop_gui.ui.charts.timeline.lanes import strokes_for
from parloop_gui.ui.charts.timeline.rows import Spot, TimelineData, TimelineGroup
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.export.pictures import picture_formats
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.timeline.texts import timeline_figure
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.comparisons.spans import make_spans, pool, turns
from tests.ui.other_renderers import rendered, text_of

pytestmark = pytest.mark.usefixtures("qapp")

_NEAR = 14
POOL = Contestant("thread-pool", "map", "3.13")


@pytest.fixture
def comparison(tmp_path: Path) -> Comparison:
    """A comparison with spans."""
    (tmp_path / "spans").mkdir()
    return with_spans(CPU.comparison(4), CPU, tmp_path / "spans")


def figure_of(comparison: Comparison, data: TimelineData | None = None) -> TimelineFigure:
    """The timeline as a picture, as the window makes it."""
    stack = default_stack(comparison, comparison.contestants)
    runs = [run for run in (shown_run(comparison, each) for each in stack) if run is not None]
    plain = shown_run(comparison, plain_loop("3.13"))
    return timeline_figure(comparison, runs, {"3.13": plain} if plain is not None else {}, data)


def data_of(
    spans: RunSpans, part: Part | None = None, family: str = "threads", *, sampled: bool = True
) -> TimelineData:
    """One run as the only group."""
    lanes = lanes_of(spans, "thread", packed=False, sampled=sampled)
    group = TimelineGroup(POOL, "ThreadPool", "threads", "", lanes, spans.wall_s)
    return TimelineData((group,), part or whole(spans.wall_s), 2)


def painted(data: TimelineData, theme: Theme = LIGHT, ratio: float = 1.0) -> tuple[QImage, Rect]:
    """The picture, and where the only group's first block row lies in it."""
    layout = figure_layout([len(group.lanes) for group in data.groups], 700)
    image = QImage(round(700 * ratio), round(layout.size.height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    draw_timeline(QtPainter(painter), theme, data, layout)
    painter.end()
    place = layout.groups[0]
    return image, Rect(layout.left, place.lane_top(0), layout.width, place.block)


def share_of(image: QImage, box: Rect, colour: str, ratio: float = 1.0) -> float:
    """The share of pixels in a box that have this colour, or nearly so: a gap between tasks shines through."""
    wanted = QColor(colour)
    xs = range(round(box.left * ratio), round(box.right * ratio))
    ys = range(round(box.top * ratio) + 1, round(box.bottom * ratio) - 1)
    found = (image.pixelColor(x, y) for x in xs for y in ys)
    near = (
        max(abs(each.red() - wanted.red()), abs(each.green() - wanted.green()), abs(each.blue() - wanted.blue()))
        for each in found
    )
    return sum(away <= _NEAR for away in near) / (len(xs) * len(ys))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("tasks", "kind"), [(40, "blocks"), (120, "rects"), (5000, "columns")])
def test_that_as_much_is_solid_as_was_on_a_core_at_every_level_of_detail(tasks: int, kind: str, theme: Theme) -> None:
    data = data_of(pool(tasks, 1, 1 / tasks, 0.6))
    assert strokes_for(data.groups[0].lanes, data.part, 580) == kind
    image, box = painted(data, theme)
    family = theme.family("threads")
    edges = share_of(image, box, family.text) if kind == "blocks" else 0.0
    assert share_of(image, box, family.mark) + edges == pytest.approx(0.6, abs=0.05)
    gaps = 0.0 if kind == "columns" else tasks / box.width
    assert share_of(image, box, family.pale) == pytest.approx(0.4 - gaps, abs=0.05)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_that_columns_are_as_fine_as_the_screen(ratio: float) -> None:
    image, box = painted(data_of(pool(5000, 1, 2e-4, 0.5)), LIGHT, ratio)
    assert share_of(image, box, LIGHT.family("threads").mark, ratio) == pytest.approx(0.5, abs=0.06)


def test_that_threads_in_turns_are_seen_to_take_turns() -> None:
    spans = turns(8, 2, 0.05)
    image, box = painted(data_of(spans, Part(0.0, 0.1, spans.wall_s)))
    middle = round(box.middle)
    mark = QColor(LIGHT.family("threads").mark).rgb()
    row = [image.pixel(x, middle) == mark for x in range(round(box.left), round(box.right))]
    begins = sum(after and not before for before, after in pairwise(row))
    assert 8 <= begins + row[0] <= 12  # 100 ms in turns of 5 ms: the first thread has ten
    still, _ = painted(data_of(spans, Part(0.0, 0.1, spans.wall_s), sampled=False))
    assert still != image


@pytest.mark.parametrize("run_s", [2.0, 4.0, 8.0])
@pytest.mark.parametrize(("threads", "tolerance"), [(2, 0.06), (16, 0.02)])
def test_that_a_long_run_in_turns_is_no_more_solid_than_it_was(run_s: float, threads: int, tolerance: float) -> None:
    image, box = painted(data_of(turns(4 * threads, threads, run_s / (4 * threads))))
    assert share_of(image, box, LIGHT.family("threads").mark) == pytest.approx(1 / threads, abs=tolerance)


def test_that_turns_too_short_to_be_drawn_one_by_one_are_averaged() -> None:
    data = data_of(turns(8, 2, 1.0))
    lanes = data.groups[0].lanes
    assert strokes_for(lanes, data.part, 580) == "columns"
    assert strokes_for(lanes, Part(0.0, 0.2, 8.0), 580) == "blocks"
    assert strokes_for(data_of(turns(8, 2, 1.0), sampled=False).groups[0].lanes, data.part, 580) == "blocks"


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_that_long_tasks_are_told_apart_where_their_turns_are_not(ratio: float) -> None:
    image, box = painted(data_of(turns(8, 2, 1.0)), LIGHT, ratio)
    y = round(box.middle * ratio) + 1
    ground = QColor(LIGHT.surface).rgb()
    row = [image.pixel(x, y) == ground for x in range(round(box.left * ratio), round(box.right * ratio))]
    assert sum(after and not before for before, after in pairwise(row)) == 4  # four tasks on each lane


def test_that_what_is_far_out_of_view_costs_nothing_and_draws_nothing() -> None:
    spans = make_spans([(0.0, 1000.0, 1000.0, 0), (2000.0, 2000.1, 0.1, 0)], wall_s=3000.0)
    image, box = painted(data_of(spans, Part(2500.0, 2500.001, 3000.0)))
    assert share_of(image, box, LIGHT.family("threads").mark) == 0
    inside, box = painted(data_of(spans, Part(500.0, 500.000_01, 3000.0)))
    assert share_of(inside, box, LIGHT.family("threads").mark) > 0.95


def test_that_the_selected_task_has_an_outline() -> None:
    data = data_of(pool(20, 1, 0.05, 1.0))
    image, box = painted(replace(data, selected=Spot(0, 0, 5)))
    plain, _ = painted(data)
    assert image != plain
    around = box.adjusted(0, -6, 0, 6)
    assert share_of(image, around, LIGHT.t1) + share_of(image, around, "#1B1C1F") > share_of(plain, around, LIGHT.t1)


@pytest.mark.parametrize("ending", [".svg", ".pdf"])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_other_renderers_show_what_the_png_shows(
    comparison: Comparison, theme: Theme, ending: str, tmp_path: Path
) -> None:
    pixels = {}
    for each in (".png", ending):
        export(comparison, tmp_path / f"a{each}", picture_formats(theme, figure_of))
        pixels[each] = rendered(tmp_path / f"a{each}")
    assert pixels[ending].shape == pixels[".png"].shape
    assert np.abs(pixels[ending] - pixels[".png"]).mean() < 8


def test_that_the_picture_says_what_came_out_and_how_it_was_measured(comparison: Comparison, tmp_path: Path) -> None:
    figure = figure_of(comparison)
    export(comparison, tmp_path / "a.pdf", picture_formats(LIGHT, figure_of))
    said = text_of(tmp_path / "a.pdf").replace("ﬀ", "ff").replace("ﬁ", "fi")
    for words in (figure.takeaway, figure.subject, "Python 3.13.0", *(group.name for group in figure.data.groups)):
        assert words in said
    assert "sooner than the plain loop" in said.replace("\n", " ") or "sooner" in said
    assert all(group.name in figure.description for group in figure.data.groups)


def test_that_the_part_on_screen_is_the_part_in_the_picture(comparison: Comparison) -> None:
    data = figure_of(comparison).data
    zoomed = replace(data, part=data.part.zoomed(4, 0.1))
    assert figure_of(comparison, zoomed).data.part == zoomed.part


def crowd(count: int) -> TimelineFigure:
    """A picture of so many threads at once."""
    data = data_of(make_spans([(0.0, 1.0, 1.0, at) for at in range(count)]))
    return TimelineFigure("Loop", "Threads", "Said.", replace(data, first_lanes=(3,)), "on CPU", "Measured.")


def drawn(figure: TimelineFigure) -> QImage:
    """That picture."""
    image = QImage(*figure.size(LIGHT), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    figure.draw(QtPainter(painter), LIGHT)
    painter.end()
    return image


@pytest.mark.parametrize(("count", "shown"), [(30, 30), (60, 60), (96, 96), (200, 100)])
def test_that_a_picture_shows_every_lane_up_to_a_limit_and_nothing_to_scroll(count: int, shown: int) -> None:
    image = drawn(crowd(count))
    mark, thumb = QColor(LIGHT.family("threads").mark).rgb(), QColor(LIGHT.border2).rgb()
    down = [image.pixel(400, y) == mark for y in range(150, image.height())]
    overview = 1
    assert sum(after and not before for before, after in pairwise(down)) == shown + overview
    beside_the_plot = [
        image.pixel(image.width() - round(EDGE + MARGIN) + 7, y) for y in range(150, image.height() - 100)
    ]
    assert thumb not in beside_the_plot


@pytest.mark.parametrize(("count", "said"), [(96, ()), (200, ("lanes 4–103 of 200",))])
def test_that_a_picture_says_which_lanes_it_shows_where_some_are_left_out(
    comparison: Comparison, count: int, said: tuple[str, ...], tmp_path: Path
) -> None:
    figure = crowd(count)

    def made(_: Comparison) -> TimelineFigure:
        return figure

    export(comparison, tmp_path / "a.pdf", picture_formats(LIGHT, made))
    for text in (text_of(tmp_path / "a.pdf"), figure.description):
        assert tuple(re.findall(r"lanes \d+–\d+ of \d+", text)) == said


def test_that_there_is_no_picture_of_nothing(comparison: Comparison) -> None:
    with pytest.raises(ExportError, match=r"^There is no timeline to export.*\.$"):
        timeline_figure(comparison, [], {}, None)


@pytest.mark.parametrize("on_cpu", [0.0, 1.0])
def test_that_the_overview_is_as_pale_as_the_lanes_are(on_cpu: float) -> None:
    data = replace(data_of(make_spans([(0.0, 1.0, on_cpu, 0)]), sampled=False), heads=False)
    image = QImage(600, 200, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    layout = card_layout(1, 600, 200)
    draw_timeline(QtPainter(painter), LIGHT, data, layout)
    painter.end()
    family = LIGHT.family("threads")
    middle, strip = round(layout.left + layout.width / 2), layout.overview
    seen = {image.pixelColor(middle, y).name() for y in range(round(strip.top) + 3, round(strip.bottom) - 3)}
    assert seen == {(family.mark if on_cpu else family.pale).lower()}


def test_that_the_end_of_the_plain_loop_does_not_run_through_words() -> None:
    spans = make_spans([(0.0, 1.0, 1.0, 0)])
    (group,) = data_of(spans).groups
    words = replace(group, words="1.00 s", phrase="the thread did one thing after the other", plain_end_s=0.5)
    data = TimelineData((words,), whole(spans.wall_s), 2)
    layout = figure_layout([1], 700)
    head = layout.groups[0].head
    assert head is not None
    crossed = QColor(LIGHT.family("baseline").text).name()
    image, _ = painted(data)
    x, y = round(layout.x_of(data.part, 0.5)), round(head.middle)
    seen = {image.pixelColor(at, down).name() for at in (x - 1, x) for down in range(y - 7, y + 8)}
    assert crossed not in seen
