"""Getting about in a timeline that stands alone: touchpads, the wheel over the overview strip, keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.timeline.lanes import lanes_of
from parloop_gui.model.timeline.part import Part
from parloop_gui.ui.charts.timeline.geometry import tab_layout
from parloop_gui.ui.charts.timeline.hits import box_of
from parloop_gui.ui.charts.timeline.rows import Spot, TimelineData, TimelineGroup
from parloop_gui.ui.charts.timeline.surface import TimelineSurface
from tests.helpers.comparisons.spans import make_spans
from tests.ui.pages import NO_KEY

LANES, TASKS = 60, 20
NO_BUTTON = Qt.MouseButton.NoButton


@pytest.fixture
def surface(qtbot: QtBot) -> TimelineSurface:
    """Two groups of more lanes than have room, each with tasks of one second; what is picked is selected."""
    rows = [(at + 0.0, at + 1.0, 1.0, lane) for lane in range(LANES) for at in range(TASKS)]
    lanes = lanes_of(make_spans(rows), "thread", packed=False, sampled=True)
    groups = [TimelineGroup(Contestant("thread", "map", "3.13"), name, "threads", "", lanes, TASKS) for name in "AB"]
    made = TimelineSurface("lanes", tab_layout, lambda _: "")
    qtbot.addWidget(made)
    made.resize(720, 480)
    made.set_data(TimelineData(tuple(groups), Part(0.0, TASKS, TASKS)))
    made.picked.connect(made.select)
    made.show()
    return made


def wheel(surface: TimelineSurface, at: QPointF, units: int) -> None:
    """Turn the wheel there by eighths of a degree; above 0 away from oneself."""
    viewport = surface.view.viewport()
    turned, phase = QPoint(0, units), Qt.ScrollPhase.NoScrollPhase
    there = viewport.mapToGlobal(at)
    QApplication.sendEvent(viewport, QWheelEvent(at, there, QPoint(), turned, NO_BUTTON, NO_KEY, phase, False))


def press(surface: TimelineSurface, key: Qt.Key) -> None:
    """Press a key on it."""
    surface.take_key(QKeyEvent(QKeyEvent.Type.KeyPress, key, NO_KEY))


def names(surface: TimelineSurface, group: int = 0) -> QPointF:
    """A place over the names of a group's lanes."""
    return QPointF(40, surface.layout_now().groups[group].lanes.middle)


@pytest.mark.parametrize("units", [1, 7, 19, 20, 40])
def test_that_a_touchpad_scrolls_lanes_however_little_it_sends_at_a_time(surface: TimelineSurface, units: int) -> None:
    for _ in range(400 // units):
        wheel(surface, names(surface), -units)
    assert surface.data.first_lane(0) == 400 // units * units // 40
    for _ in range(400 // units):
        wheel(surface, names(surface), units)
    assert surface.data.first_lane(0) == 0


def test_that_what_is_left_of_a_lane_does_not_move_another_group(surface: TimelineSurface) -> None:
    wheel(surface, names(surface, 0), -39)
    wheel(surface, names(surface, 1), -39)
    assert surface.data.first_lanes in ((), (0, 0))


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
@pytest.mark.parametrize("notches", [2, -1])
def test_that_the_wheel_over_the_overview_zooms_about_the_time_under_it(
    surface: TimelineSurface, share: float, notches: int
) -> None:
    surface.set_part(Part(8.0, 12.0, TASKS))
    strip = surface.layout_now().overview
    wheel(surface, QPointF(strip.left + share * strip.width, strip.middle), 120 * notches)
    at_s, closer = share * TASKS, 1.25**notches
    assert surface.data.part.from_s == pytest.approx(at_s - (at_s - 8.0) / closer)
    assert surface.data.part.to_s == pytest.approx(at_s + (12.0 - at_s) / closer)


@pytest.mark.parametrize(
    ("selected", "key", "shown", "expected"),
    [
        (5, Qt.Key.Key_Down, Part(2.0, 6.0, TASKS), (3.0, 7.0)),
        (2, Qt.Key.Key_Up, Part(2.0, 6.0, TASKS), (1.0, 5.0)),
        (12, Qt.Key.Key_Down, Part(2.0, 6.0, TASKS), (10.0, 14.0)),
        (3, Qt.Key.Key_Down, Part(2.0, 6.0, TASKS), (2.0, 6.0)),  # it was in view
        (5, Qt.Key.Key_Down, Part(5.5, 5.75, TASKS), (6.0, 6.25)),  # wider than what is in view
        (5, Qt.Key.Key_Up, Part(5.5, 5.75, TASKS), (4.75, 5.0)),
        (5, Qt.Key.Key_Down, Part(6.5, 6.75, TASKS), (6.5, 6.75)),  # a part of it fills the view
    ],
)
def test_that_a_task_selected_by_a_key_comes_into_view_at_the_same_zoom(
    surface: TimelineSurface, selected: int, key: Qt.Key, shown: Part, expected: tuple[float, float]
) -> None:
    surface.select(Spot(0, 0, selected))
    surface.set_part(shown)
    press(surface, key)
    assert (surface.data.part.from_s, surface.data.part.to_s) == pytest.approx(expected)


@pytest.mark.parametrize(
    "away",
    [lambda surface: surface.scroll_lanes(1, 30), lambda surface: surface.scroll_lanes(1, -99)],
    ids=["below", "above"],
)
def test_that_a_selected_tasks_lane_is_scrolled_to(
    surface: TimelineSurface, away: Callable[[TimelineSurface], None]
) -> None:
    surface.select(Spot(1, 20, 3))
    away(surface)
    assert box_of(surface.data, surface.layout_now(), Spot(1, 20, 3)) is None
    press(surface, Qt.Key.Key_Down)
    assert surface.data.selected == Spot(1, 20, 4)
    assert box_of(surface.data, surface.layout_now(), Spot(1, 20, 4)) is not None


def test_that_the_first_task_selected_by_a_key_comes_into_view(surface: TimelineSurface) -> None:
    surface.set_part(Part(8.0, 12.0, TASKS))
    press(surface, Qt.Key.Key_Down)
    assert surface.data.selected == Spot(0, 0, 0)
    assert (surface.data.part.from_s, surface.data.part.to_s) == (0.0, 4.0)
