"""Curves: how places are spread, what stands at the axes, labels that don't touch, and pictures of questions."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.export.formats import FORMATS, export
from parloop_gui.model.export.markdown import render
from parloop_gui.model.plan.plan import Choice, Contestant
from parloop_gui.model.questions.asking import QUESTIONS, asked
from parloop_gui.ui.charts.curves.chart import broken
from parloop_gui.ui.charts.curves.data import Axis, spread_of
from parloop_gui.ui.charts.curves.frame import Extent, Frame, whole_extent
from parloop_gui.ui.charts.curves.labels import apart, words_place
from parloop_gui.ui.charts.curves.room import crossings, occupied
from parloop_gui.ui.charts.curves.ticks import place_ticks, round_values, times_ticks
from parloop_gui.ui.drawing.colours import DARK, LIGHT
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.export.figures import chart_only, drawn, for_paper, question_figure, whole_view
from parloop_gui.ui.export.pictures import picture_formats
from parloop_gui.ui.lab.curve_texts import curve_data, stands_on
from tests.helpers.comparisons.questions import LAB_STATES, answered, asking, of_workers, scene


@pytest.mark.parametrize(
    ("places", "spread"),
    [
        ((1.0, 2.0, 4.0, 8.0, 16.0, 32.0), "doubling"),
        ((1.0, 3.0, 10.0, 30.0, 100.0), "doubling"),
        ((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0), "even"),
        ((0.0, 10.0, 25.0, 50.0, 75.0, 100.0), "even"),
        ((1.0, 1000.0), "even"),
        ((), "even"),
    ],
)
def test_that_places_that_double_are_spread_by_their_logarithm(places: tuple[float, ...], spread: str) -> None:
    assert spread_of(places, named=False) == spread
    assert spread_of(places, named=True) == "named"


def test_that_ticks_are_round_and_those_of_places_that_double_are_the_measured_ones() -> None:
    assert round_values(0.0, 4.2, 5) == (0.0, 1.0, 2.0, 3.0, 4.0)
    assert [words for _, words in times_ticks(Extent(0, 1, 0.0, 4.2), 240)] == ["0×", "1×", "2×", "3×", "4×"]
    workers = Axis("Workers", "doubling", tuple((float(2**at), str(2**at)) for at in range(6)))
    whole = Extent(workers.along(1), workers.along(32), 0, 1)
    assert {words for _, words in place_ticks(workers, whole, 600)} == {"1", "2", "4", "8", "16", "32"}
    assert len(place_ticks(workers, whole, 60)) < 6
    assert round_values(1.0, float("inf"), 5) == ()


def test_that_labels_keep_their_height_from_each_other() -> None:
    placed = apart([100.0, 101.0, 102.0, 180.0], 15, 0, 190)
    assert all(after - before >= 15 for before, after in itertools.pairwise(placed))
    assert placed[-1] <= 190
    assert apart([], 15, 0, 100) == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("spawn", ["spawn"]),
        ("ProcessPoolExecutor", ["ProcessPool", "Executor"]),
        ("Pool with imap", ["Pool with", "imap"]),
        ("InterpreterPoolExecutor", ["Interpreter", "PoolExecutor"]),
        ("", [""]),
    ],
)
def test_that_a_name_breaks_before_a_capital_or_at_a_space(qapp: QApplication, name: str, lines: list[str]) -> None:
    assert broken(name, 75) == lines


@pytest.mark.parametrize("slug", LAB_STATES)
def test_that_every_point_is_in_view_within_the_plot(slug: str) -> None:
    data = curve_data(scene(slug), scene(slug).answer)
    frame = Frame(Rect(0, 0, 400, 300), data.axis, whole_extent(data))
    for numbers in data.points:
        point = data.point(numbers)
        assert frame.box.contains(*frame.at(point.place, point.times.median))


def test_that_who_is_ahead_changes_at_the_crossover() -> None:
    data = curve_data(scene("cpu-share"), scene("cpu-share").answer)
    threads, processes = data.ahead
    assert (threads.title, processes.title) == ("ThreadPoolExecutor", "ProcessPoolExecutor")
    assert threads.end == processes.start == data.marks[0].at.median


def test_that_workers_have_the_law_as_a_line_that_goes_on_beyond_what_was_measured() -> None:
    data = curve_data(scene("workers"), scene("workers").answer)
    for line in data.lines:
        assert line.fitted[-1][0] == 2 * line.last_place
    (ideal,) = data.dotted
    assert ideal.course[3] == (4.0, 4.0)


def test_that_python_s_own_chunk_size_is_a_point_of_its_own() -> None:
    data = curve_data(scene("chunk"), scene("chunk").answer)
    owns = [point for line in data.lines for point in line.points if point.is_own]
    assert {point.place for point in owns} == {25.0, 1.0}
    assert all("by itself" in point.hint for point in owns)


def test_that_a_question_without_time_left_says_that_going_on_would_help() -> None:
    said = stands_on(scene("start", 3, "budget"), scene("start", 3, "budget").answer)
    assert any("Go on measures more" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("slug", "ending"),
    [
        *((slug, ".png") for slug in LAB_STATES),
        *(("cpu-share", ending) for ending in (".svg", ".pdf", ".csv", ".parloop")),
        *(("workers", ending) for ending in (".svg", ".pdf")),
    ],
)
def test_that_a_question_is_exported_in_every_format(
    qapp: QApplication, tmp_path: Path, slug: str, ending: str
) -> None:
    path = tmp_path / f"question{ending}"
    export(scene(slug), path, {**FORMATS, **picture_formats(DARK)})
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("slug", LAB_STATES)
def test_that_a_report_has_the_sentence_and_a_line_for_each_place(slug: str) -> None:
    comparison = scene(slug)
    assert comparison.verdict is not None
    first, *rest = render(comparison).decode().splitlines()
    assert first == f"# {comparison.verdict.headline}"
    (head,) = (line for line in rest if line.startswith("| ") and "Wall time" in line)
    assert head.startswith(f"| {QUESTIONS[slug].axis} | Strategy | ")
    lines = [line for line in rest if (line.startswith("| ") and " s " in line) or " ms " in line]
    assert len(lines) >= sum(row.wall_s is not None for row in comparison.rows)


def test_that_a_picture_for_a_paper_leaves_the_sentence_to_the_paper(qapp: QApplication) -> None:
    comparison = scene("workers")
    whole, chart, paper = (drawn(make, comparison) for make in (whole_view, chart_only, for_paper))
    sentence = question_figure(comparison).sentence
    assert sentence in whole.title
    assert sentence in chart.title
    assert sentence not in paper.title
    assert whole.size(LIGHT)[1] > chart.size(LIGHT)[1] > paper.size(LIGHT)[1]
    assert "32 workers · ThreadPoolExecutor" in whole.description


def test_that_each_call_of_a_strategy_has_the_fit_of_its_own() -> None:
    base = replace(
        asking("workers", LoopSpec("builtin", "primes", 64, {}, seed=1)),
        choices=(Choice("serial", "for"), Choice("process-pool", "map"), Choice("process-pool", "imap")),
    )

    def wall_s(contestant: Contestant) -> float:
        slower = 3.0 if contestant.call == "imap" else 1.0
        return 0.64 if contestant.is_plain else slower * of_workers(contestant)

    comparison = answered(asked(base, QUESTIONS["workers"], (1, 2, 4, 8, 16)), wall_s)
    answer = answer_in(comparison)
    courses = {each.strategy.call: each.course for each in answer.fits}
    assert len(set(courses.values())) == 2
    drawn_fits = {line.title: line.fitted for line in curve_data(comparison, answer).lines}
    assert drawn_fits == {"Pool with map": courses["map"], "Pool with imap": courses["imap"]}


@pytest.mark.parametrize("size", [(400, 200), (900, 400)])
def test_that_no_line_runs_through_the_words_of_a_point(qapp: QApplication, size: tuple[int, int]) -> None:
    data = curve_data(scene("workers"), scene("workers").answer)
    frame = Frame(Rect(0, 0, *size), data.axis, whole_extent(data))
    (place,) = [words_place(mark, data, frame) for mark in data.marks if not mark.is_rule]
    assert place is not None
    assert crossings(place, occupied(data, frame)) == 0
