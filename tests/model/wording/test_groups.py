"""Several interpreters: each a group of its own, against its own plain loop, and what the verdict says across them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import Probe, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded, ContestantAdded, RoundFinished, RunFinished
from parloop_gui.model.export import csv_table, markdown
from parloop_gui.model.plan.plan import Arrangement, Contestant, Interpreter
from parloop_gui.model.report.conditions import settings
from parloop_gui.model.report.report import report
from parloop_gui.model.wording.groups import gil_state, grouped, interpreter_title
from tests.helpers.comparisons.races import PYTHON, compare, contestant, measured, plan_for

FREE = Interpreter("3.13t", "/somewhere/python3.13t", "3.13.5", free_threaded=True, gil=False, cores=2)
SLUGS = ("serial", "thread-pool-executor", "process-pool-executor")
HELD, RELEASED = Probe(100, 0.005, 0.006, 1.0, 1.0), Probe(500, 0.0001, 0.0001, 0.0, 0.0)


def two(
    wall_times_s: Mapping[str, tuple[float, float]], gil: bool | None = False, rounds: int = 10, gil_by: str = ""
) -> Comparison:
    """Ten rounds of these walls under 3.11 and under 3.13t, whose GIL is found in that state, switched on by that."""
    wall_times = {
        replace(contestant(slug), python=each.id): wall
        for slug, pair in wall_times_s.items()
        for each, wall in zip((PYTHON, FREE), pair, strict=True)
    }
    everyone = sorted(wall_times, key=lambda each: each.python)
    plan = replace(plan_for("quick", [contestant(slug) for slug in wall_times_s]), pythons=(PYTHON, FREE))
    comparison = compare(plan, everyone, [])
    for python, probe in ((PYTHON, HELD), (FREE, RELEASED)):
        plain = replace(contestant("serial"), python=python.id)
        calibration = replace(measured(contestant("serial"), 1.0), probe=probe)
        comparison = fold(comparison, RunFinished("c", plain, 0, RunEnded("c", "finished", measurement=calibration)))
    for number in range(1, rounds + 1):
        for index, each in enumerate(everyone):
            wall_s = wall_times[each] * math.exp(0.002 * math.sin((2.1 + index) * number))
            own_gil = gil if each.python == FREE.id else True
            measurement = replace(measured(replace(each, python=PYTHON.id), wall_s), gil=own_gil)
            if each.python == FREE.id:
                measurement = replace(measurement, gil_by=gil_by)
            run = RunFinished("r", each, number, RunEnded("r", "finished", measurement=measurement))
            comparison = fold(comparison, run)
        comparison = fold(comparison, RoundFinished(number, 0.0))
    return fold(comparison, ComparisonEnded("done"))


COMPUTING = {"serial": (1.0, 1.2), "thread-pool-executor": (1.05, 0.62), "process-pool-executor": (0.56, 0.66)}


def test_that_each_interpreter_has_its_title_and_its_own_plain_loop() -> None:
    said = report(two(COMPUTING))
    assert [title for title, _ in said.table] == ["Python 3.11.7 · GIL on", "Python 3.13.5t · free-threaded"]
    for _, lines in said.table:
        assert [line[0] for line in lines] == ["for loop (serial)", "ThreadPoolExecutor", "ProcessPoolExecutor"]
        assert lines[0][2] == "1×"
    speedups = [float(line[2].partition("×")[0]) for _, lines in said.table for line in lines[1:]]
    assert speedups == pytest.approx([1 / 1.05, 1 / 0.56, 1.2 / 0.62, 1.2 / 0.66], rel=0.01)


def test_that_the_verdict_names_the_interpreter_and_how_the_other_one_s_best_compares() -> None:
    verdict = two(COMPUTING).verdict
    assert verdict is not None
    assert verdict.headline == "Use ProcessPoolExecutor on Python 3.11"
    assert verdict.figure.startswith("1.79× faster than the plain loop on Python 3.11 (95% CI ")
    assert verdict.because.startswith("Nothing else is as fast. Threads took turns on the GIL")
    assert "It takes 0.560 s; on Python 3.13t the best is ThreadPoolExecutor, which takes 0.6" in verdict.because


def test_that_either_will_do_is_said_of_one_interpreter_only() -> None:
    level = {"serial": (1.0, 1.2), "thread-pool-executor": (1.05, 0.56), "process-pool-executor": (0.56, 0.9)}
    verdict = two(level).verdict
    assert verdict is not None
    assert verdict.headline == "Use ThreadPoolExecutor on Python 3.13t"
    assert "ProcessPoolExecutor on Python 3.11 is within " in verdict.because


def test_that_keeping_the_plain_loop_names_the_interpreter() -> None:
    slow = {"serial": (1.0, 1.2), "thread-pool-executor": (1.5, 1.5), "process-pool-executor": (1.6, 1.9)}
    verdict = two(slow).verdict
    assert verdict is not None
    assert verdict.headline == "Keep the plain loop on Python 3.11"


def test_that_the_tags_are_those_of_the_interpreter_named() -> None:
    free = {"serial": (1.0, 1.0), "thread-pool-executor": (1.05, 0.4), "process-pool-executor": (0.56, 0.6)}
    assert "3.13t: free-threaded" in report(two(free)).tags
    assert "3.11: holds the GIL" in report(two(COMPUTING)).tags


def test_that_a_gil_that_the_loop_s_imports_switched_on_is_told_everywhere() -> None:
    comparison = two(COMPUTING, gil=True)
    assert [title for title, _ in report(comparison).table][1] == "Python 3.13.5t · free-threaded, but GIL on"
    assert "3.13.5 (free-threaded, but GIL on)" in dict(settings(comparison))["Python"]
    assert [each["gil"] for each in to_document(comparison)["pythons"]] == [True, True]
    assert comparison.verdict is not None
    advice = {each.kind: each.text for each in comparison.verdict.advice}
    assert "switched the GIL on" in advice["gil-switched-on"]
    named = two(COMPUTING, gil=True, gil_by="old.parser")
    assert named.verdict is not None
    (text,) = [each.text for each in named.verdict.advice if each.kind == "gil-switched-on"]
    assert "but importing old.parser switched it on: look for a newer version of it." in text
    assert [each.gil_by for each in decode(encode(to_document(named))).comparison.plan.pythons] == ["", "old.parser"]
    assert "gil-switched-on" not in {each.kind for each in two(COMPUTING).verdict.advice}  # type: ignore[union-attr]


def test_that_markdown_has_a_table_for_each_and_csv_names_each_run_s() -> None:
    comparison = two(COMPUTING)
    text = markdown.render(comparison).decode()
    assert text.count("| Strategy |") == 2
    assert "**Python 3.13.5t · free-threaded**" in text
    lines = csv_table.render(comparison).decode().splitlines()
    at = lines[0].split(",").index("python")
    assert {line.split(",")[at] for line in lines[1:]} == {"3.11", "3.13t"}


def test_that_a_contestant_added_later_stands_among_its_own() -> None:
    comparison = compare(replace(plan_for("quick"), pythons=(PYTHON, FREE)), _everyone(), [])
    added = Contestant("thread-pool-executor", "map", PYTHON.id, Arrangement(workers=60))
    comparison = fold(comparison, ContestantAdded(added, "because"))
    assert [each.python for each in comparison.contestants] == ["3.11"] * 3 + ["3.13t"] * 2
    assert [row.contestant for row in comparison.rows] == list(comparison.contestants)
    assert comparison.contestants[2] == added


def _everyone() -> list[Contestant]:
    pair = (contestant("serial"), contestant("thread-pool-executor"))
    return [*pair, *(replace(each, python=FREE.id) for each in pair)]


def test_that_values_that_differ_by_interpreter_name_it() -> None:
    comparison = two(COMPUTING)
    rows = tuple(
        replace(row, start_method={"3.11": "fork", "3.13t": "forkserver"}[row.contestant.python])
        for row in comparison.rows
    )
    found = dict(settings(replace(comparison, rows=rows)))
    assert found["Start method"] == "fork (Python 3.11), forkserver (Python 3.13t)"


def test_that_one_interpreter_needs_no_title() -> None:
    rows = two(COMPUTING).rows[:3]
    assert [title for title, _ in grouped(rows, (PYTHON,))] == [""]
    assert interpreter_title(replace(PYTHON, id="3.11 (shop/.venv)")) == "Python 3.11.7 (shop/.venv) · GIL on"
    assert interpreter_title(replace(PYTHON, implementation="PyPy")) == "PyPy 3.11.7 · GIL on"
    assert gil_state(replace(FREE, gil=True)) == "free-threaded, but GIL on"
