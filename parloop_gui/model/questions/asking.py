"""A plan's question: found by its name, its values checked, and who races at each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.catalogue import Call
from parloop_gui.engine.catalogue.loop_values import check_items
from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import AS_PLANNED, Arrangement, Asked, Choice, Interpreter, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer
from parloop_gui.model.questions.chunk import CHUNK
from parloop_gui.model.questions.cpu_share import CPU_SHARE
from parloop_gui.model.questions.curves import Curves
from parloop_gui.model.questions.items import ITEMS
from parloop_gui.model.questions.python import PYTHON
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.start import START
from parloop_gui.model.questions.workers import WORKERS
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.wall_times import scored_wall_times
from parloop_gui.model.wording.units import count, listed

# Every question, in the order in which they are listed.
QUESTIONS: dict[str, Question] = {each.slug: each for each in (WORKERS, ITEMS, CPU_SHARE, CHUNK, START, PYTHON)}

# More places than a curve needs, and than a table can be read with.
MOST_VALUES = 30


def asked(
    plan: Plan, question: Question, values: Sequence[float] | None = None, memory_bytes: int | None = None
) -> Plan:
    """The plan with that question, its own values if none are given; raises ValueError with one sentence.

    `memory_bytes` is what its processes are to fit into, where that is asked.
    """
    why_not = question.why_not(plan.loop)
    if why_not:
        raise ValueError(f"{why_not}.")
    chosen = tuple(sorted(set(map(float, values if values is not None else question.values(plan)))))
    wrong = [value for value in chosen if not question.has_place(value)]
    if wrong:
        ends = f"{question.value_words(question.least)} to {question.value_words(question.most)}"
        raise ValueError(f"Values of {question.slug} are whole numbers, {ends}, not {wrong[0]:,.12g}.")
    if question.is_of_pythons and len(chosen) < 2:
        raise ValueError("There is only one Python to ask about: it takes another.")
    if values is None and len(chosen) < 2:
        raise ValueError(f"The loop has too few items for usual values of {question.axis.lower()}: name some.")
    if not 2 <= len(chosen) <= MOST_VALUES:
        raise ValueError(f"Values are 2 to {MOST_VALUES} different ones, not {len(chosen)}.")
    made = replace(plan, asked=Asked(question.slug, chosen, memory_bytes))
    made = replace(made, loop=_loop(made, question))
    without = [each for each in plan.choices if each.strategy != PLAIN and not _places(made, each, plan.pythons[0])]
    if without:
        names = listed([f"{each.strategy}:{each.call}" for each in without])
        raise ValueError(f"{names} can’t be asked about {question.axis.lower()}: that is not for them to choose.")
    return made


def usual_strategies(question: Question, builtin: str | None) -> list[str]:
    """Who races if nobody is named, each as it is typed: those that suit a built-in loop (None: a user's)."""
    named = question.strategies.split(",")
    suiting = catalogue.find_loop(builtin).calls if builtin is not None else None
    if suiting is None:
        return named
    return [each for each in named if any(call.slug in suiting for call in _calls(each))] or named


def _calls(named: str) -> tuple[Call, ...]:
    """The one that is named with the strategy, else all of them."""
    slug, colon, call = named.partition(":")
    strategy = catalogue.find(slug)
    return (strategy.find_call(call),) if colon else strategy.calls


def _loop(plan: Plan, question: Question) -> LoopSpec:
    """The loop as all places have it: without the parameter that differs, with the most items of any place.

    Raises ValueError where it can't have as many.
    """
    loop = plan.loop
    places = [each for choice in plan.choices for each in _places(plan, choice, plan.pythons[0])]
    most = max((each.sample or 0 for each in places), default=0)
    if most and isinstance(loop.items, int) and loop.kind != "builtin" and most > loop.items:
        raise ValueError(f"The loop has {count(loop.items, 'item')}, not {most:,}.")
    if most and loop.kind == "builtin":
        loop = replace(loop, items=check_items(loop.name, most))
    return replace(loop, params={name: value for name, value in loop.params.items() if name != question.parameter})


def arrangements(plan: Plan, choice: Choice, python: Interpreter) -> tuple[Arrangement, ...]:
    """How that strategy stands at each place of the plan's question; the plain loop once for each loop there is.

    As planned where the question is none that this Parloop knows.
    """
    places = _places(plan, choice, python)
    if choice.strategy == PLAIN:
        return tuple(dict.fromkeys(each.of_loop for each in places)) or (AS_PLANNED,)
    question = question_of(plan)
    return (*places, AS_PLANNED) if question is None or question.keeps_own else places


def _places(plan: Plan, choice: Choice, python: Interpreter) -> tuple[Arrangement, ...]:
    question = question_of(plan)
    if question is None or plan.asked is None:
        return ()
    # The plain loop has a place wherever anybody has: what it takes from an arrangement is its loop alone.
    stands_for = next((each for each in plan.choices if each.strategy != PLAIN), choice)
    asks = stands_for if choice.strategy == PLAIN else choice
    # A document may hold any values.
    values = filter(question.has_place, plan.asked.values)
    found = (question.arrange(Place(value, asks, python, plan)) for value in values)
    return tuple(each for each in found if each is not None)


def question_of(plan: Plan) -> Question | None:
    """The plan's question; None where it has none, or one of a newer Parloop's."""
    found = QUESTIONS.get(plan.asked.question) if plan.asked is not None else None
    return found.of(plan) if found is not None else None


def answer_of(
    plan: Plan, rows: Sequence[Row], runs: Sequence[RunFinished], machine: Mapping[str, object] | None = None
) -> Answer:
    """What its runs answer to the plan's question, finished or not, on the machine of these facts."""
    question = question_of(plan)
    if question is None:
        return NOTHING
    free = (machine or {}).get("memory_free_bytes")
    free_bytes = int(free) if isinstance(free, int | float) and free > 0 else None
    return question.answer(Curves(plan, rows, scored_wall_times(runs), free_bytes))
