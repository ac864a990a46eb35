"""The chart's card: how often it takes what, and what it says of its rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from parloop_gui.ui.charts.compare.card import ChartCard
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.geometry import panels
from parloop_gui.ui.charts.compare.tips import tip_at
from parloop_gui.ui.result.chart_texts import chart_data
from tests.helpers.comparisons.scenes import CPU, IO, STATES


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[ChartCard]:
    """A card that shows three rounds."""
    made = ChartCard()
    qtbot.addWidget(made)
    made.resize(832, 345)
    made.set_data(chart_data(CPU.comparison(3, None), None))
    yield made
    made.close()


def test_that_new_figures_wait_for_their_turn_while_running(card: ChartCard) -> None:
    before = card.data()
    card.set_data(chart_data(CPU.comparison(4, None), None), at_once=False)
    assert card.data() is before
    card.set_data(chart_data(CPU.comparison(4, None), None), at_once=True)
    assert len(card.data().rows[0].round_wall_times_s) == 4


def test_that_the_turn_of_new_figures_comes_only_between_runs(
    card: ChartCard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parloop_gui.ui.charts.compare.card.WHOLE_EVERY_MS", 0)
    began = time.monotonic()
    qtbot.waitUntil(lambda: time.monotonic() > began + 0.002)
    card.set_data(chart_data(CPU.comparison(4, None), None), at_once=False, meanwhile=True)
    assert len(card.data().rows[0].round_wall_times_s) == 3
    card.set_data(chart_data(CPU.comparison(4, None), None), at_once=False, meanwhile=False)
    assert len(card.data().rows[0].round_wall_times_s) == 4


def test_that_what_is_expected_does_not_wait_where_nothing_is_shown_yet(card: ChartCard) -> None:
    expected = chart_data(STATES["forecast"](), None)
    nothing = [row._replace(forecast_wall_s=None, wall_s=None) for row in expected.rows]
    card.set_data(expected._replace(rows=tuple(nothing)))
    card.set_data(expected, at_once=False, meanwhile=True)
    assert card.data() == expected


def test_that_what_has_just_failed_does_not_wait(card: ChartCard) -> None:
    rows = card.data().rows
    failed = card.data()._replace(rows=(*rows[:-1], rows[-1]._replace(failure="It crashed.")))
    card.set_data(failed, at_once=False, meanwhile=True)
    assert card.data() == failed


def test_that_the_progress_of_a_row_does_not_wait(card: ChartCard) -> None:
    further = replace(CPU.comparison(3, None), done=150)
    card.set_data(chart_data(further, None), at_once=False)
    assert card.data().rows[2].progress == 0.75


def test_that_the_card_grows_by_its_failed_rows(card: ChartCard) -> None:
    card.set_data(chart_data(replace(IO.comparison(12), ended=None), None))
    running = card.height()
    card.set_data(chart_data(IO.comparison(12), None))
    assert len(card.data().failed) == 1
    assert card.height() != running


def test_that_every_row_is_said_to_screen_readers(card: ChartCard) -> None:
    card.set_data(chart_data(CPU.comparison(15), None))
    said = card.accessibleDescription()
    assert "ThreadPoolExecutor: 0.4" in said
    assert "start-up 6.00 ms" in said


def test_that_hovering_a_bar_tells_where_its_time_went() -> None:
    data = chart_data(CPU.comparison(15), None)
    tip = tip_at(data, 832, 420, row_box(data, 6, 832).middle)
    assert "start-up 6.00 ms, work 0.18" in tip
    assert "15 rounds, from 0.1" in tip
    assert "95% CI" in tip
    assert "2 at once · fork" in tip


def test_that_hovering_a_tag_tells_what_it_means() -> None:
    data = chart_data(CPU.comparison(15), None)
    columns = screen_columns(data)
    tips = [tip_at(data, 832, columns.tag_left + 5, row_box(data, index, 832).middle) for index in (0, 3, 6)]
    assert "they compute" in tips[0]
    assert "take turns on the GIL" in tips[1]
    assert "on a core" in tips[2]


def test_that_every_column_has_its_words_explained() -> None:
    data = chart_data(CPU.comparison(15), None)
    columns = screen_columns(data)
    wall, throughput = panels(832, columns)
    places = (columns.tag_left + 5, columns.at_once_right - 5, columns.speedup_right - 5, wall.left + 5)
    tips = [tip_at(data, 832, x, 12) for x in (*places, throughput.left + 5)]
    assert len(set(tips)) == len(tips)
    assert all(tips)
    assert tip_at(data, 832, 5, 12) == ""
