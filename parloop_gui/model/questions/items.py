"""From how many items does it pay? Where each strategy overtakes the plain loop.

At each number everyone goes over as many items, the plain loop too: it is as many comparisons as there are numbers.
A start and a time for each item, beside a time for each item alone, come to a ratio that is a straight line over
1 ÷ items; so that is what is drawn between two numbers. A line over the logarithm of items was off by 8%.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Arrangement, Contestant, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer, AnswerKind, Mark
from parloop_gui.model.questions.crossover import crossing, is_clear
from parloop_gui.model.questions.curves import Curves, drawn, interval_of
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.words import named, rounds_words, whole_words
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.units import count, listed, thousands

# Half a decade apart: the plain loops of all numbers together take half as long again as that of the last one.
NUMBERS = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)


def _values(plan: Plan) -> tuple[float, ...]:
    most = _most_items(plan)
    return tuple(float(each) for each in NUMBERS if most is None or each <= most)


def _most_items(plan: Plan) -> int | None:
    """How many items the loop can have; of a user's, has, as far as that is known before it is tried."""
    if plan.loop.kind == "builtin":
        return catalogue.find_loop(plan.loop.name).most_items
    return plan.loop.items if isinstance(plan.loop.items, int) else None


def _arrange(place: Place) -> Arrangement:
    return Arrangement(sample=int(place.value), point=place.value)


def _answer(curves: Curves) -> Answer:
    strategies = curves.strategies()
    found = {each: place for each, places in strategies.items() if (place := _overtakes(places, curves)) is not None}
    if not found:
        return NOTHING
    told = [sentence(named(each, list(strategies)), *place) for each, place in found.items()]
    kinds = {kind for kind, _ in told}
    kind = next(each for each in _TELLING if each in kinds)
    claims = {f"{each.strategy}:{each.call}": place for each, (place, _) in found.items()}
    numbers = sorted({number for _, own in found.values() for number in own})
    items = f"{listed(list(map(thousands, numbers)))} {'item' if numbers == [1] else 'items'}"
    measured = f"It was measured over {items}, {_rounds(curves)}."
    marks = tuple(Mark("pays-from", place, each) for each, (place, _) in found.items() if is_clear(place))
    said = "; ".join(words for _, words in told)
    return Answer(kind, f"{said[:1].upper()}{said[1:]}.", (measured, *_beyond(curves)), claims, marks)


# The kinds of several strategies' answers, the most telling first.
_TELLING: tuple[AnswerKind, ...] = ("pays-from", "no-clear-crossover", "always", "never")


def _overtakes(places: Mapping[float, Contestant], curves: Curves) -> tuple[Figure, list[int]] | None:
    """The number of items from which on it is ahead of the plain loop, and the numbers that were measured."""
    ratios = {_items(curves, each): curves.ratios(each.plain, each) for each in places.values()}
    series: dict[int, list[float]] = {items: logs for items, logs in ratios.items() if logs}
    if not series:
        return None

    def place(logs: Mapping[int, float]) -> float:
        found = crossing({-1 / items: 1 - math.exp(-log) for items, log in logs.items()})
        return found if math.isinf(found) else -1 / found

    return interval_of(place, *drawn(series, curves.plan.seed)), sorted(series)


def _rounds(curves: Curves) -> str:
    return rounds_words({each: list(own) for each, own in curves.wall_times.items() if not each.is_plain})


def _items(curves: Curves, contestant: Contestant) -> int:
    """How many items it went over: a loop may have fewer than the number asked for."""
    row = curves.row(contestant)
    return row.items if row is not None and row.items else int(contestant.arrangement.point or 1)


def sentence(who: str, place: Figure, numbers: list[int]) -> tuple[AnswerKind, str]:
    """What is said of where it overtakes the plain loop, among these numbers of items."""
    first, last = numbers[0], count(numbers[-1], "item")
    if is_clear(place):
        return "pays-from", f"{who} pays from {whole_words(place)} items on"
    if place.high == -math.inf:
        return "always", f"{who} pays from the first number measured on, {count(first, 'item')}"
    if place.low == math.inf:
        return "never", f"{who} does not pay up to {last}"
    if math.isinf(place.low) and math.isinf(place.high):
        return "no-clear-crossover", f"no clear crossover of {who} and the plain loop up to {last}"
    pays = f"no clear crossover of {who}: it pays from"
    if math.isinf(place.low):
        return "no-clear-crossover", f"{pays} {_up(place.high)} items on, if not before"
    return "no-clear-crossover", f"{pays} {_up(place.low)} items on at the earliest, and perhaps not up to {last}"


def _up(items: float) -> str:
    return thousands(math.ceil(items))


def _beyond(curves: Curves) -> tuple[str, ...]:
    """What was left out because there was no time for it."""
    asked = set(curves.plan.asked.values) if curves.plan.asked is not None else set()
    measured = {row.contestant.arrangement.point for row in curves.rows if row.wall_s is not None}
    missing = sorted(int(value) for value in asked - measured)
    return (f"There was no time for {listed(list(map(thousands, missing)))} items.",) if missing else ()


ITEMS = Question(
    slug="items",
    asks="From how many items does it pay?",
    axis="Items",
    one="item",
    strategies="thread-pool-executor,process-pool-executor",
    values=_values,
    arrange=_arrange,
    answer=_answer,
    about="Where starting workers is made up for, for each strategy.",
)
