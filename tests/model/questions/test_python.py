"""Which Python: the sentence, what becomes of threads without the GIL, and why it is on where it could be off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.plan.plan import Contestant, Interpreter
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.asking import QUESTIONS, asked, question_of
from parloop_gui.model.questions.table import lines
from tests.helpers.comparisons.curves import curves
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON, plan

NEWER = Interpreter("3.14", "/py/3.14", "3.14.0", free_threaded=False, gil=True, cores=2)
WALLS_S = {"3.11": 0.40, "3.13t": 0.30, "3.14": 0.20}


def answer(pythons: tuple[Interpreter, ...], **walls_s: float) -> Answer:
    """The answer where each Python takes that long; threads as long as the plain loop, where there is a GIL."""
    walls_s = {**WALLS_S, **walls_s}

    def wall_s(each: Contestant) -> float:
        alone = each.is_plain or (each.strategy.startswith("thread") and each.python != "3.13t")
        return walls_s[each.python] * (2 if alone else 1)

    strategies = ("thread-pool-executor", "process-pool-executor", "interpreter-pool-executor")
    found = curves("python", range(len(pythons)), wall_s, strategies=strategies, pythons=pythons)
    return QUESTIONS["python"].answer(found)


def test_that_the_fastest_python_is_named_with_its_best_way_and_the_others_beside_it() -> None:
    told = answer((PYTHON, OTHER_PYTHON, NEWER))
    assert told.kind == "best"
    assert told.sentence == (
        "Python 3.14 is fastest, with ProcessPoolExecutor, 0.200 s: "
        "3.13t takes 1.50× (1.50–1.50) as long and 3.11 takes 2.00× (2.00–2.00) as long."
    )
    assert told.claims["3.11"].median == pytest.approx(2.0)


def test_that_pythons_that_are_as_good_are_named_together() -> None:
    told = answer((PYTHON, OTHER_PYTHON, NEWER), **{"3.11": 0.2, "3.13t": 0.201})
    assert told.kind == "level"
    assert told.sentence.endswith(": 3.13t and 3.14 are as good.")


def test_that_threads_without_the_gil_stand_beside_those_with_it() -> None:
    told = answer((PYTHON, OTHER_PYTHON, NEWER))
    without, *_ = told.stands_on
    assert without == (
        "Without the GIL, under 3.13t, threads run side by side: 2.00× (2.00–2.00) the plain loop’s speed; "
        "under 3.11, which has one, 1.00× (1.00–1.00)."
    )


@pytest.mark.parametrize(
    ("gil_by", "why"), [("numpy.old", "importing numpy.old switched it on"), ("", "it was on from the start")]
)
def test_that_a_gil_that_was_switched_on_is_told_with_the_module(gil_by: str, why: str) -> None:
    told = answer((PYTHON, replace(OTHER_PYTHON, gil=True, gil_by=gil_by)))
    assert f"Python 3.13t could do without the GIL, but {why}." in told.stands_on


def test_that_sub_interpreters_stand_beside_processes() -> None:
    told = answer((PYTHON, NEWER))
    assert (
        "Sub-interpreters under 3.14: InterpreterPoolExecutor takes 1.00× (1.00–1.00) as long as ProcessPoolExecutor."
    ) in told.stands_on


def test_that_its_places_are_the_plan_s_pythons_and_one_alone_is_no_question() -> None:
    both = asked(replace(plan(), pythons=(PYTHON, NEWER)), QUESTIONS["python"])
    question = question_of(both)
    assert question is not None
    assert [question.value_words(value) for value in both.asked.values] == ["3.11", "3.14"]  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="only one Python to ask about"):
        asked(plan(), QUESTIONS["python"])


def test_that_a_table_has_each_python_s_plain_loop_above_its_strategies() -> None:
    found = curves("python", (0, 1), lambda each: 1.0, strategies=["process-pool"], pythons=(PYTHON, NEWER))
    question = question_of(found.plan)
    assert question is not None
    told = [(place, title) for place, title, *_ in lines(found.rows, question)]
    plain = "for loop (serial)"
    assert told == [("3.11", plain), ("3.11", "Pool"), ("3.14", plain), ("3.14", "Pool")]
