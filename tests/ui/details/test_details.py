"""The right panel: facts, notes, the call menu, the code and the times per task."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.explain.verdict import Advice, AdviceKind
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.timeline.task_times import Spread, spread
from parloop_gui.ui.charts.small.task_histogram import draw_task_histogram
from parloop_gui.ui.details.texts import strategy_details
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from tests.helpers.comparisons.scenes import CPU, IO
from tests.ui.conftest import close
from tests.ui.pages import WindowPage

DONE = CPU.comparison(15)
FACTS = ("Wall time", "Speed-up", "CPU used", "Start-up", "Throughput", "Overhead per task", "Memory", "Workers")
EXECUTOR = DONE.contestants[-1]


def fact(name: str, contestant_at: int = -1) -> tuple[str, str]:
    details = strategy_details(DONE, DONE.contestants[contestant_at])
    return next(((each.value, each.remark) for each in details.facts if each.name == name), ("", ""))


def test_that_figures_have_their_spread_or_what_they_could_be() -> None:
    assert fact("Wall time")[1].startswith("±")
    assert fact("Throughput")[1].startswith("±")
    assert fact("Speed-up")[1] == "of 2 ideal"
    assert fact("CPU used")[1] == "of 2 cores"
    assert fact("Memory")[0] == "+39.8 MB"
    assert fact("Memory", 0)[0] == "39.8 MB"
    assert fact("Workers") == ("2", "fork")


def test_that_a_spread_wider_than_its_figure_is_told_in_the_unit_of_the_figure() -> None:
    row = replace(DONE.rows[-1], wall_s=Figure(0.0127, 0.0, 1.0))
    other = replace(DONE, rows=(*DONE.rows[:-1], row))
    facts = {each.name: each for each in strategy_details(other, EXECUTOR).facts}
    assert (facts["Wall time"].value, facts["Wall time"].remark) == ("12.70 ms", "±500 ms")


def test_that_overhead_per_task_is_told_where_workers_take_many_tasks() -> None:
    assert fact("Overhead per task")[0].endswith("s")
    assert fact("Overhead per task", 1) == ("", "")


def test_that_every_fact_says_what_it_means() -> None:
    assert all(each.why for each in strategy_details(DONE, EXECUTOR).facts)


def test_that_the_first_result_is_told_of_lazy_calls_only() -> None:
    lazy = replace(EXECUTOR, call="submit")
    row = replace(DONE.rows[-1], contestant=lazy)
    other = replace(DONE, contestants=(*DONE.contestants[:-1], lazy), rows=(*DONE.rows[:-1], row))
    assert "First result" in [each.name for each in strategy_details(other, lazy).facts]
    assert "First result" not in [each.name for each in strategy_details(DONE, EXECUTOR).facts]


def test_that_advice_comes_before_notes_and_has_a_title_of_its_own() -> None:
    (section,) = strategy_details(DONE, EXECUTOR).sections
    assert section.notes[0][0] == "Without the GIL"
    assert section.first_notes == 1 < len(section.notes)


@pytest.mark.parametrize("kind", get_args(AdviceKind))
def test_that_every_kind_of_advice_has_a_title(kind: AdviceKind) -> None:
    assert DONE.verdict is not None
    advised = replace(DONE, verdict=replace(DONE.verdict, advice=(Advice(kind, "Do this."),)))
    (section,) = strategy_details(advised, EXECUTOR).sections
    assert section.notes[0][1] == "Do this."
    assert section.notes[0][0] not in ("", "Next")


def test_that_four_facts_the_code_and_one_note_show_until_more_is_asked_for(
    page: WindowPage, open_window: Callable[[], WindowPage]
) -> None:
    page.window.presenter.show_comparison(DONE)
    details = page.window.details
    assert [name for name in FACTS if page.fact(name)] == ["Wall time", "Speed-up", "CPU used", "Start-up"]
    assert (len(page.notes()), details.more.text(), bool(page.code)) == (1, "More", True)
    assert details.more.toolTip().startswith("Also 4 figures, 6 notes and the time per task")
    page.click(details.more)
    assert len([name for name in FACTS if page.fact(name)]) == 8
    assert (len(page.notes()) > 4, details.times.isVisible(), details.more.text()) == (True, True, "Less")
    page.click_chart_row(1)
    assert len(page.notes()) > 1
    close(page.window)
    again = open_window()
    again.window.presenter.show_comparison(DONE)
    assert len(again.notes()) > 1
    again.click(again.window.details.more)
    assert (len(again.notes()), again.window.details.times.isVisible()) == (1, False)


def test_that_choosing_a_call_changes_code_and_the_next_plan_and_is_remembered(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(15), over=True)
    page.choose_call("submit")
    assert "as_completed" in page.code
    assert "Measured with map" in page.window.details.card.remark.text()
    page.press_compare()
    calls = {choice.strategy: choice.call for choice in page.bridge.plans[-1].choices}
    assert calls["process-pool-executor"] == "submit"
    assert calls["thread-pool-executor"] == "map"
    assert page.window.chosen.choices().calls == {"process-pool-executor": "submit"}


def test_that_a_call_that_does_not_suit_the_loop_gives_way(page: WindowPage) -> None:
    page.window.loops.choose_call("process-pool", "imap")
    page.choose_loop("errands")
    page.press_compare()
    calls = {choice.strategy: choice.call for choice in page.bridge.plans[-1].choices}
    assert calls["process-pool"] == "apply_async"


def test_that_the_code_names_the_loops_own_function_in_lines_that_fit(page: WindowPage) -> None:
    page.window.presenter.show_comparison(DONE)
    assert "find_primes" in page.code
    ast.parse(page.code)
    view = page.window.details.card.view
    assert max(map(len, page.code.splitlines())) <= 40
    assert view.document().size().height() == len(page.code.splitlines())


def painted(found: Spread, theme: Theme, scale: float = 1.0) -> QImage:
    image = QImage(round(256 * scale), round(84 * scale), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    draw_task_histogram(painter, theme, found, "processes", QRectF(0, 0, 256, 84))
    painter.end()
    return image


def columns_of(image: QImage, colour: str) -> set[int]:
    wanted = QColor(colour).rgb()
    return {x for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) == wanted}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_bars_stand_where_the_tasks_are(theme: Theme) -> None:
    found = spread(DONE, EXECUTOR)
    assert found is not None
    columns = columns_of(painted(found, theme), theme.family("processes").mark)
    middle = found.median_s / found.high_s * 256
    assert min(columns) <= middle <= max(columns)
    assert min(columns) > 100


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_a_spread_of_a_single_time_can_be_painted(scale: float) -> None:
    alone = Spread(0.002, (0.0, 1.0), (), 0.001, 0.001)
    assert columns_of(painted(alone, LIGHT, scale), LIGHT.family("processes").mark)


def test_that_waiting_tasks_have_a_spread_too() -> None:
    done = IO.comparison(3)
    assert strategy_details(done, done.contestants[0]).spread is not None


def test_that_a_containers_limit_is_a_fact_of_its_own() -> None:
    assert fact("Held back") == ("", "")
    rows = tuple(replace(row, throttled_share=0.62) for row in DONE.rows)
    machine = {**DONE.machine, "cores": 1, "cores_allowed": 2, "cpu_quota": 0.5}
    details = strategy_details(replace(DONE, rows=rows, machine=machine), EXECUTOR)
    facts = {each.name: (each.value, each.remark) for each in details.facts}
    assert facts["Held back"] == ("62%", "by a container’s limit")
    assert facts["CPU used"][1] == "0.5 of 2 cores: container limit"


def test_that_calls_are_named_by_what_they_do(page: WindowPage) -> None:
    page.window.presenter.show_comparison(DONE)
    page.click_chart_row(1)
    calls = page.window.details.card.calls
    assert [calls.itemText(at) for at in range(calls.count())] == ["results by slot", "results by queue"]
    assert "slots: Each thread fills its own place" in calls.toolTip()


@pytest.mark.parametrize("strategy", [each.slug for each in catalogue.strategies()])
def test_that_every_call_says_what_it_does_in_a_few_words(strategy: str) -> None:
    said = [call.does for call in catalogue.find(strategy).calls]
    assert all(0 < len(words) <= 28 for words in said)


def test_that_the_users_file_is_opened_in_their_editor_at_the_function(
    page: WindowPage, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, int]] = []

    def record(path: Path, line: int) -> bool:
        opened.append((path, line))
        return True

    monkeypatch.setattr("parloop_gui.bridge.host.editor.open_in_editor", record)
    page.window.open(Path(f"{words}:pair"))
    page.window.loops.own.items.setEditText("[(1, 2)]")
    page.press_compare()
    known = CPU.comparison(15)
    page.window.presenter.show_comparison(replace(known, plan=page.bridge.plans[-1]))
    page.window.presenter.details.show()
    source = page.window.details.card.source
    assert source.text() == "Open words.py"
    page.click(source)
    assert opened == [(words, 11)]


def test_that_what_a_document_names_is_not_opened(page: WindowPage, words: Path) -> None:
    known = CPU.comparison(15)
    loop = LoopSpec("user", "count", "NAMES", path=str(words), function="count")
    page.window.presenter.show_document(replace(known, plan=replace(known.plan, loop=loop)))
    assert not page.window.details.card.source.isVisible()
