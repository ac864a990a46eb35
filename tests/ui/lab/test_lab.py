"""The lab: questions of the chosen loop, asked, drawn, read, kept and opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest

from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import LeaveWanted
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.questions.asking import QUESTIONS
from parloop_gui.model.what_if.answer import NOTHING
from parloop_gui.model.what_if.answer import what_if as what_if_of
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.keeping import with_what_if
from parloop_gui.ui.lab.break_even import BREAK_EVEN
from parloop_gui.ui.lab.lessons import LESSON
from parloop_gui.ui.lab.pair_texts import pair_card
from parloop_gui.ui.lab.what_if import WHAT_IF
from tests.helpers.comparisons.questions import LAB_STATES, scene, scene_events
from tests.helpers.comparisons.scenes import CPU, IO, failed
from tests.ui.lab.made_maps import FakeMapRun, made_map
from tests.ui.lab.pages import LabPage
from tests.ui.pages import WindowPage


@pytest.fixture
def lab(page: WindowPage) -> LabPage:
    """A window over a made-up bridge, its lab's tab on."""
    return LabPage(page)


def test_that_every_question_of_the_model_is_listed_and_says_why_where_it_can_t_be_asked(lab: LabPage) -> None:
    assert list(lab.view.questions.rows) == [*QUESTIONS, WHAT_IF, BREAK_EVEN, LESSON]
    assert all(lab.words(slug) for slug in QUESTIONS)
    lab.choose("cpu-share")
    assert lab.is_off("cpu-share")
    assert lab.second == "It is asked of a loop whose share on CPU can be set: mixed."
    assert not lab.page.can_compare
    lab.page.choose_loop("mixed")
    assert not lab.is_off("cpu-share")
    assert lab.page.can_compare


def test_that_ask_asks_what_is_chosen_with_those_who_usually_race(lab: LabPage) -> None:
    lab.choose("chunk")
    lab.type_values("1, 4, 16")
    plan = lab.ask()
    assert plan.asked is not None
    assert (plan.asked.question, plan.asked.values) == ("chunk", (1.0, 4.0, 16.0))
    assert plan.loop.name == "primes"
    assert {choice.strategy for choice in plan.choices} >= {"process-pool", "process-pool-executor"}
    assert not any("thread" in choice.strategy for choice in plan.choices)


def test_that_a_question_that_runs_shows_how_far_it_is_and_one_that_ended_its_answer(lab: LabPage) -> None:
    lab.page.choose_loop("sleep")
    lab.choose("workers")
    lab.ask()
    assert lab.sentence == "Measuring…"
    lab.page.emit_events(scene_events("workers", 2, None), over=False)
    assert lab.sentence.startswith("Fastest so far: ThreadPoolExecutor, 32 workers, ")
    assert lab.second.startswith("At most ")
    assert lab.page.can_stop
    lab.page.emit_events(list(scene_events("workers", 2))[-1:], over=True)
    answer = scene("workers", 2).answer
    assert answer is not None
    assert lab.sentence == answer.sentence
    assert lab.grounds[: len(answer.stands_on)] == list(answer.stands_on)
    assert lab.words("workers") == answer.sentence
    assert lab.view.answer.go_on.isVisible()


def test_that_a_question_leaves_what_compare_shows_as_it_is(lab: LabPage) -> None:
    lab.page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    lab.page.press_compare()
    lab.page.emit_events(CPU.events(4), over=True)
    before = lab.page.headline
    lab.page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    lab.answer("workers")
    assert lab.page.comparison is not None
    assert lab.page.comparison.plan.asked is None
    lab.page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert lab.page.headline == before


def test_that_every_answer_is_drawn_with_its_points_and_what_it_names(lab: LabPage) -> None:
    for slug in LAB_STATES:
        comparison = scene(slug)
        lab.window.asking.show_document(comparison)
        question, own = QUESTIONS[slug], comparison.plan.pythons[0].id
        along = [row for row in comparison.rows if question.is_of_pythons or row.contestant.python == own]
        measured = [row for row in along if row.wall_s is not None and not row.contestant.is_plain]
        measured += [row for row in along if row.contestant.is_plain and row.contestant.python != "3.13"]
        assert sum(len(line.points) for line in lab.curves.lines) == len(measured)
        assert comparison.answer is not None
        assert len(lab.curves.marks) == len(comparison.answer.marks)
        assert lab.sentence == comparison.answer.sentence


def test_that_the_same_work_stands_under_two_pythons_on_one_scale(lab: LabPage) -> None:
    lab.window.asking.show_document(scene("cpu-share"))
    pair = lab.view.pair
    with_gil, without = pair.bars.data.sides
    assert (with_gil.pill, without.pill) == ("GIL on", "no GIL")
    assert [row.title for row in without.rows] == ["for loop", "threads", "processes"]
    assert [row.is_faster for row in with_gil.rows] == [False, False, True]
    assert [row.is_faster for row in without.rows] == [False, True, True]
    assert pair.caption.text().startswith("100% on CPU · 2 workers · ")
    assert any("3.13t, which has no GIL, ThreadPoolExecutor is 1.89×" in each for each in lab.grounds)
    assert any(each.startswith("Alone, the plain loop of 3.13t takes 1.3") for each in lab.grounds)
    assert {line.title for line in lab.curves.lines} == {"ThreadPoolExecutor", "ProcessPoolExecutor"}
    lab.window.asking.show_document(scene("workers"))
    assert not pair.isVisible()


def test_that_a_second_python_is_measured_at_the_last_share_alone_or_asked_for(lab: LabPage) -> None:
    lab.page.choose_loop("mixed")
    lab.choose("cpu-share")
    lab.type_values("0, 100")
    plan = lab.window.lab.plan()
    assert plan is not None
    others = [each for each in contestants_of(plan).racing if each.python != plan.pythons[0].id]
    if len(plan.pythons) == 2:
        assert {each.arrangement.point for each in others} == {100.0}
        assert lab.view.pair.words.text().startswith("At 100% everyone runs under Python ")
    alone = replace(plan, pythons=plan.pythons[:1])
    lab.view.pair.show_pair(*pair_card(QUESTIONS["cpu-share"], alone, None))
    assert lab.view.pair.words.text().startswith("No free-threaded Python was found")
    wanted = QSignalSpy(lab.window.lab.python_wanted)
    lab.page.click(lab.view.pair.add)
    assert wanted.count() == 1


def test_that_curves_are_drawn_once_a_round_and_not_at_every_event(
    lab: LabPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.choose("items")
    lab.ask()
    drawn: list[object] = []
    monkeypatch.setattr(lab.plot, "set_data", drawn.append)
    events = list(scene_events("items", 3, None))
    lab.page.emit_events(events, over=False)
    assert len(events) > 100
    assert len(drawn) <= 4


def test_that_wrong_values_are_one_sentence_and_nothing_can_be_asked(lab: LabPage) -> None:
    lab.choose("workers")
    for typed, said in (("1, two", "whole numbers with commas"), ("4", "2 to 30 different ones"), ("0, 4", "not 0")):
        lab.type_values(typed)
        assert said in lab.problem
        assert not lab.page.can_compare
    lab.page.click(lab.view.curves.values.back)
    assert lab.problem == ""
    assert lab.page.can_compare
    assert lab.values == "1, 2, 4, 8, 16, 32"


def test_that_the_question_and_its_values_are_remembered(open_window: Callable[[], WindowPage]) -> None:
    first = LabPage(open_window())
    first.choose("start")
    first.type_values("fork, spawn")
    second = LabPage(open_window())
    assert second.view.questions.chosen() == "start"
    assert second.values == "fork, spawn"


def test_that_all_of_an_answer_is_in_view_whichever_question_was_remembered(
    open_window: Callable[[], WindowPage],
) -> None:
    LabPage(open_window()).choose("cpu-share")  # its axis is even, as that of a plot of nothing
    lab = LabPage(open_window())
    lab.window.asking.show_document(scene("cpu-share"))
    assert lab.plot.is_whole()


def test_that_a_document_with_a_question_opens_in_the_lab(page: WindowPage, tmp_path: Path) -> None:
    path = tmp_path / "share.parloop"
    path.write_bytes(encode(to_document(scene("cpu-share"))))
    page.window.open(path)
    lab = LabPage(page)
    assert page.window.top.tabs.chosen() == "lab"
    assert lab.view.questions.chosen() == "cpu-share"
    answer = scene("cpu-share").answer
    assert answer is not None
    assert lab.sentence == answer.sentence
    assert page.window.chosen.choices().loop == "mixed"
    assert not lab.view.answer.go_on.isVisible()
    (mark,) = lab.curves.marks
    assert mark.words.startswith("Crossover at ")


def test_that_another_choice_makes_the_answer_pale_and_offers_to_ask_again(lab: LabPage) -> None:
    lab.page.choose_loop("sleep")
    lab.answer("workers")
    assert not lab.view.answer.ask.isVisible()
    lab.page.choose_loop("files")
    assert lab.view.answer.ask.isVisible()
    assert lab.view.answer.ask.text() == "▶  Ask Files"


def test_that_going_on_goes_on_with_the_question(lab: LabPage) -> None:
    lab.answer("workers")
    lab.page.click(lab.view.answer.go_on)
    assert lab.page.bridge.before[-1] is not None
    assert lab.page.bridge.before[-1].plan.asked is not None


def test_that_points_are_read_with_the_keyboard_and_zoom_is_undone_by_0(lab: LabPage) -> None:
    lab.answer("chunk")
    lab.press(Qt.Key.Key_Right)
    assert lab.reading.startswith("chunk size 1 · Pool with map · ")
    assert lab.window.lab.panel is not None
    assert lab.window.lab.panel.title.text() == "Pool"
    lab.press(Qt.Key.Key_Right)
    assert "Pool with imap" in lab.reading
    lab.press(Qt.Key.Key_Plus)
    assert not lab.plot.is_whole()
    lab.press(Qt.Key.Key_0)
    assert lab.plot.is_whole()


def test_that_the_arrow_keys_go_from_question_to_question(lab: LabPage) -> None:
    lab.choose("workers")
    QTest.keyClick(lab.view.questions.rows["workers"], Qt.Key.Key_Down)
    assert lab.view.questions.chosen() == "items"
    assert lab.view.questions.rows["items"].hasFocus()


def test_that_the_mouse_reads_the_point_it_is_near(lab: LabPage) -> None:
    lab.answer("workers")
    (first, *_), frame = lab.curves.points, lab.plot.frame_now()
    point = lab.curves.point(first)
    at = QPointF(*frame.at(point.place, point.times.median))
    lab.plot.scene().sigMouseMoved.emit(at)
    assert lab.reading == point.hint
    lab.plot.scene().sigMouseMoved.emit(at + QPointF(frame.box.right, frame.box.bottom))
    assert lab.curves.selected is None


def test_that_the_verdict_leads_to_the_question_that_it_raises(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    page.click(page.window.view.verdict.question)
    assert page.window.top.tabs.chosen() == "lab"
    assert LabPage(page).view.questions.chosen() == "workers"


def test_that_the_note_on_the_gil_leads_whoever_is_new_to_the_lesson(page: WindowPage) -> None:
    (link,) = (section.link for section in page.window.details.sections if section.link is not None)
    page.click(link)
    assert page.window.top.tabs.chosen() == "lab"
    assert LabPage(page).view.questions.chosen() == LESSON
    page.window.presenter.show_comparison(CPU.comparison(8))
    assert not link.isVisible()


def test_that_what_if_reckons_from_the_last_comparison_and_measures_nothing(
    page: WindowPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = LabPage(page)
    lab.choose(WHAT_IF)
    what_if = page.window.lab.what_if.widget
    assert what_if is not None
    assert what_if.words.second.text() == "Compare a loop first: what if starts from what was measured of it."
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert not page.can_compare
    # What is known of the loop is made out once, not at each step of a slider.
    monkeypatch.delattr("parloop_gui.model.what_if.basis.basis_of")
    cores = what_if.sliders["cores"].bar
    cores.setFocus()
    for _ in range(2):
        QTest.keyClick(cores, Qt.Key.Key_Right)
    assert what_if.sliders["cores"].value.text() == "8 cores"
    assert what_if.words.sentence.text().startswith("With 8 cores use ProcessPoolExecutor: ")
    assert any("extrapolated" in each for each in what_if.also.sentences())
    gains = {line.points[0].where: line.points[0].times.median for line in what_if.chart.data.lines}
    measured = {line.points[1].where: line.points[1].times.median for line in what_if.chart.data.lines}
    assert gains["ProcessPoolExecutor"] > measured["ProcessPoolExecutor"]
    what_if.no_gil.click()
    assert any("GIL" in each for each in what_if.also.sentences())
    reckoned = QSignalSpy(what_if.changed)
    page.click(what_if.back)
    assert reckoned.count() == 1, "everything is reckoned once, not once for each slider"
    assert not any("GIL" in each for each in what_if.also.sentences())
    assert what_if.sliders["cores"].value.text() == "2 cores, measured"


def test_that_what_is_supposed_is_kept_with_the_comparison_and_shown_again(page: WindowPage) -> None:
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    lab = LabPage(page)
    lab.choose(WHAT_IF)
    what_if = page.window.lab.what_if.widget
    assert what_if is not None
    assert not what_if.keep.isEnabled(), "what was measured needs no keeping"
    cores = what_if.sliders["cores"].bar
    cores.setValue(cores.maximum())
    said = what_if.words.sentence.text()
    page.click(what_if.keep)
    assert what_if.kept.sentences() == [said]
    assert cores.value() == cores.maximum(), "sliders stay where they are"
    assert page.comparison is not None
    assert [each.cores for each in page.comparison.what_ifs] == [64]
    page.click(what_if.back)
    assert what_if.words.sentence.text() != said
    page.click(what_if.kept.rows[0][2])
    assert what_if.words.sentence.text() == said


def test_that_what_was_kept_elsewhere_is_shown_whatever_was_supposed(page: WindowPage) -> None:
    comparison = CPU.comparison(8)
    found = what_if_of(basis_of(comparison), Changes(items=12_345, no_gil=True))
    page.window.presenter.show_document(with_what_if(comparison, found))
    LabPage(page).choose(WHAT_IF)
    what_if = page.window.lab.what_if.widget
    assert what_if is not None
    page.click(what_if.kept.rows[0][2])
    assert what_if.sliders["items"].value.text() == "12,345 items"
    assert what_if.no_gil.isChecked()
    assert what_if.words.sentence.text().startswith("With 12,345 items and the GIL released ")


@pytest.fixture
def runs(page: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[FakeMapRun]:
    """The maps that the window begins to measure; none is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    begun: list[FakeMapRun] = []

    def make_run(python: Interpreter, share: int, budget_s: float, parent: QObject) -> FakeMapRun:
        begun.append(FakeMapRun(python, share, budget_s, parent))
        return begun[-1]

    monkeypatch.setattr(page.window.lab.break_even, "make_run", make_run)
    return begun


def test_that_what_if_tells_too_little_from_nothing_yet(page: WindowPage) -> None:
    LabPage(page).choose(WHAT_IF)
    what_if = page.window.lab.what_if
    what_if.take(failed())
    what_if.refresh("")
    assert what_if.widget is not None
    assert what_if.widget.words.second.text() == NOTHING


def test_that_a_map_is_measured_beside_nothing_else_and_saved(
    page: WindowPage, runs: list[FakeMapRun], tmp_path: Path
) -> None:
    lab, maps = LabPage(page), page.window.lab.break_even
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    lab.choose(BREAK_EVEN)
    assert maps.widget is not None
    assert maps.widget.words.second.text().startswith("No such map of this machine was measured under this Python yet")
    page.click(maps.widget.measure)
    (run,) = runs
    assert run.started
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not page.can_compare
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    run.told.emit(made_map(run.python))
    assert maps.widget.words.second.text().startswith("Measuring: 16 places so far. ")
    page.click(maps.widget.stop)
    assert run.stopped
    run.finished.emit()
    assert maps.widget.words.sentence.text().startswith("Processes win from tasks of ")
    assert any(each.startswith("Primes (tasks of 1.9 ms, ") for each in maps.widget.also.sentences())
    panel = page.window.lab.panel
    assert panel is not None
    assert (panel.title.text(), panel.subtitle.text()) == ("Primes", "Processes win there, with 100 items.")
    assert "Across" in panel.how.notes()[0]
    for ending in (".png", ".svg", ".pdf", ".json", ".csv", ".md"):
        maps.save(tmp_path / f"map{ending}")
        assert (tmp_path / f"map{ending}").stat().st_size > 500
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert page.can_compare


def test_that_nothing_goes_on_or_begins_beside_a_map(page: WindowPage, runs: list[FakeMapRun]) -> None:
    window, lab = page.window, LabPage(page)
    lab.answer("workers")
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.view.invitation.button.isEnabled()
    window.lab.break_even.measure()
    assert not window.view.invitation.button.isEnabled()
    runs[0].finished.emit()
    page.press_compare()
    page.emit_events(CPU.events(8), over=True)
    plans = len(page.bridge.plans)
    page.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    lab.choose(LESSON)
    window.lab.break_even.measure()
    before = window.chosen.choices()
    window.lab.lessons.wanted.emit("how-long")
    assert window.chosen.choices() == before
    assert not lab.lesson_row("how-long").run.isEnabled()
    lab.choose("workers")
    assert not lab.view.answer.go_on.isVisible()
    window.asking.go_on()
    page.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not window.view.verdict.go_on.isVisible()
    assert not window.top.menu.go_on.isEnabled()
    window.presenter.go_on()
    window.top.menu.aboutToShow.emit()
    assert not window.top.menu.failure_lab.isEnabled()
    assert len(page.bridge.plans) == plans
    runs[1].finished.emit()
    assert window.view.verdict.go_on.isVisible()
    window.top.menu.aboutToShow.emit()
    assert window.top.menu.failure_lab.isEnabled()


def test_that_a_loop_that_waits_is_no_dot_on_the_map_of_tasks_that_compute(
    page: WindowPage, runs: list[FakeMapRun]
) -> None:
    maps = page.window.lab.break_even
    page.press_compare()
    page.emit_events(IO.events(8), over=True)
    LabPage(page).choose(BREAK_EVEN)
    assert maps.widget is not None
    assert maps.widget.shares.chosen() == "0", "nobody chose: it is the loop's own"
    page.click(maps.widget.shares.buttons["100"])
    maps.measure()
    (run,) = runs
    assert run.share == 100
    assert not maps.widget.shares.isEnabled()
    run.told.emit(made_map(run.python))
    run.finished.emit()
    said = maps.widget.also.sentences()
    assert not any("lies where" in each for each in said)
    assert said[0] == "Sleep is not on this map: its place is on the one of 0% on CPU."
    page.click(maps.widget.shares.buttons["0"])
    assert maps.widget.words.second.text().startswith("No such map of this machine")
    maps.measure()
    assert runs[-1].share == 0
    runs[-1].told.emit(made_map(run.python, 0))
    runs[-1].finished.emit()
    assert any(each.startswith("Sleep (tasks of ") for each in maps.widget.also.sentences())
    panel = page.window.lab.panel
    assert panel is not None
    assert (panel.title.text(), panel.subtitle.text()) == ("Sleep", "Threads win there, with 100 items.")


def test_that_a_map_is_drawn_once_and_looked_up_once_however_often_the_window_is_fitted(
    page: WindowPage, runs: list[FakeMapRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(KeptMaps, "of", lambda kept, python, share: looks.append(share))
    lab, maps = LabPage(page), page.window.lab.break_even
    lab.choose(BREAK_EVEN)
    assert maps.widget is not None
    page.window.presenter.refresh()
    assert looks == [100]
    maps.measure()
    maps.show_map(made_map(runs[0].python))
    drawn: list[object] = []
    monkeypatch.setattr(maps.widget, "show_map", lambda *shown: drawn.append(shown))
    for _ in range(3):
        page.window.presenter.refresh()
    assert drawn == []
    runs[0].finished.emit()
    assert len(drawn) == 1


def test_that_export_follows_to_a_page_that_has_nothing_to_export(lab: LabPage) -> None:
    lab.answer("workers")
    assert lab.window.top.export.isEnabled()
    lab.choose(LESSON)
    assert not lab.window.top.export.isEnabled()
    lab.choose("workers")
    assert lab.window.top.export.isEnabled()


def test_that_a_lesson_runs_its_loop_and_is_answered_by_what_was_measured(lab: LabPage) -> None:
    lab.choose(LESSON)
    assert not lab.page.can_compare
    lab.page.click(lab.lesson_row("how-long").run)
    plan = lab.page.bridge.plans[-1]
    assert (plan.loop.name, plan.loop.items, plan.asked) == ("primes", 200, None)
    assert [choice.strategy for choice in plan.choices if choice.strategy != "serial"] == ["process-pool-executor"]
    lab.page.emit_events(CPU.events(6), over=True)
    assert lab.lesson_row("how-long").answer.text().startswith("The plain loop took 0.38 s, 2 processes 0.19 s ")
    lab.page.click(lab.lesson_row("how-long").show_chart)
    assert lab.window.top.tabs.chosen() == "compare"


@pytest.mark.parametrize(("button", "may"), [("Go on", True), ("Stop", False)])
def test_that_what_a_question_would_repeat_is_asked_about_first(lab: LabPage, button: str, may: bool) -> None:
    lab.choose("workers")
    lab.ask()
    began = next(iter(scene_events("workers", 2)))
    wanted = LeaveWanted("3.11", Arrival(in_loop=(Effect("writes", "rows", 4),)))
    lab.page.emit_events([began, wanted], over=False)
    box = lab.window.asking.question
    assert box is not None and box.isVisible()
    assert "writes rows (line 4), and was stopped before it did." in box.text()
    next(each for each in box.buttons() if each.text() == button).click()
    assert lab.page.bridge.answers == [may]
    lab.page.bridge.emit_events([], over=True)
    assert lab.window.asking.question is None
