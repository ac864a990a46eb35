"""How many workers? The fewest that are as good as any, what more would do, and why: the law of scalability.

wall times by number of workers ─┬─► the fewest within 5% of the best, of each strategy ─► the sentence
                                 └─► the law's contention and coherency, Amdahl's limit, Goetz's number
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Arrangement, Contestant, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer, AnswerKind, Fitted, Guide, Mark
from parloop_gui.model.questions.curves import Curves, drawn, interval_of, with_ends
from parloop_gui.model.questions.memory import fitting_words, memory_of, memory_words, room_of
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.scalability import LEAST_POINTS, Law, Width, fit
from parloop_gui.model.questions.words import named, ratio, rounds_words, share_words, times_words, whole_words
from parloop_gui.model.statistics.summary import Figure, Row
from parloop_gui.model.statistics.thresholds import AHEAD, FIT_OFF, LEVEL, MOST_FOR_WAITING
from parloop_gui.model.wording.units import count, duration, listed, number, percent

Draws = Sequence[Mapping[Contestant, float]]

# Of a fitted curve as it is drawn, each a few pixels from the next.
_STEPS = 60


def _values(plan: Plan) -> tuple[float, ...]:
    """1, 2, 4 … and the cores: 4 × cores at least, for a loop that waits."""
    cores = max(1, min(python.cores for python in plan.pythons))
    most = max(4 * cores, MOST_FOR_WAITING)
    powers = [2**power for power in range(most.bit_length()) if 2**power <= most]
    return tuple(float(value) for value in sorted({*powers, cores}))


def _arrange(place: Place) -> Arrangement | None:
    """Thread and Process make a worker for each item: there is nothing to choose."""
    if catalogue.find(place.choice.strategy).width != "workers":
        return None
    return Arrangement(workers=int(place.value), point=place.value)


@dataclass(frozen=True)
class _Curve:
    """One strategy: how it does by workers, in which draws, and who of it is enough."""

    strategy: Contestant
    places: Mapping[float, Contestant]
    means: Mapping[Contestant, float]
    draws: Draws

    def enough(self, means: Mapping[Contestant, float]) -> float:
        """The fewest workers that are level with the best number of them."""
        best = min(means[each] for each in self.places.values())
        return next(value for value, each in self.places.items() if means[each] <= best + LEVEL)

    @property
    def chosen(self) -> float:
        """The fewest that are enough, by what was measured."""
        return self.enough(self.means)

    @property
    def most(self) -> float:
        """The most that were measured."""
        return max(self.places)

    def law(self, means: Mapping[Contestant, float], width: Width) -> Law:
        """The law that fits these means."""
        return fit({value: math.exp(means[each]) for value, each in self.places.items()}, width)


def _answer(curves: Curves) -> Answer:
    strategies = curves.strategies()
    everyone = [each for places in strategies.values() for each in places.values()]
    plain = next(
        (row for row in curves.rows if row.contestant.is_plain and curves.wall_times.get(row.contestant)), None
    )
    if not everyone or plain is None:
        return NOTHING
    series = curves.alone([*everyone, plain.contestant])
    means, draws = drawn(series, curves.plan.seed)
    found = [_Curve(strategy, places, means, draws) for strategy, places in strategies.items()]
    best = _best(found)
    laws = {each.strategy: _law_claims(each, _width(each, plain, curves)) for each in found}
    told = [
        line
        for each in found
        for line in _law_words(each, _width(each, plain, curves), laws[each.strategy], list(strategies))
    ]
    who = named(best.strategy, list(strategies))
    memory, room = memory_of(best.places.values(), curves), room_of(curves)
    held = _held(found, curves, list(strategies))
    rounds = f"It stands on {rounds_words(series)}."
    stands_on = (*_as_good(best, found), *held, *_goetz(plain, curves), *told, rounds)
    kind, tail = _what_more_does(best, plain)
    tail = "; ".join(filter(None, (tail, fitting_words(memory, room, int(best.chosen)))))
    enough = interval_of(best.enough, means, draws)
    gain = ratio(interval_of(lambda at: at[plain.contestant] - at[best.places[best.chosen]], means, draws))
    claims = {"workers": enough, "speedup": gain, **laws[best.strategy]}
    fits, guides = tuple(_fitted(each, plain, curves) for each in found if laws[each.strategy]), (_ideal(found),)
    if gain.low <= 1:
        sentence = "No number of workers that was measured surely beats the plain loop: "
        sentence += f"{who} comes to {times_words(gain)} of its speed with {count(int(best.chosen), 'worker')}."
        return Answer("never", sentence, stands_on, claims, fits=fits, guides=guides)
    workers = f"{whole_words(enough)} {'worker' if enough.high == 1 else 'workers'}"
    sentence = f"{who} with {workers} is enough: {times_words(gain)} the plain loop’s speed; {tail}."
    marks = (Mark("enough", enough, best.strategy),)
    return Answer(kind, sentence, stands_on, claims, marks, fits, guides)


def _fitted(curve: _Curve, plain: Row, curves: Curves) -> Fitted:
    """What the law says of as many workers as were measured, and of twice as many."""
    width = _width(curve, plain, curves)
    law, plain_s = curve.law(curve.means, width), math.exp(curve.means[plain.contestant])
    most = 2 * int(curve.most)
    steps = sorted({max(1, round(most ** (step / _STEPS))) for step in range(_STEPS + 1)})
    return Fitted(curve.strategy, tuple((float(at), plain_s / law.wall_s(at, width.evenly(at))) for at in steps))


def _ideal(found: Sequence[_Curve]) -> Guide:
    """As many times as fast as there are workers."""
    most = max(int(each.most) for each in found)
    return Guide("ideal", tuple((float(at), float(at)) for at in range(1, most + 1)))


def _held(found: Sequence[_Curve], curves: Curves, among: Sequence[Contestant]) -> Iterator[str]:
    """What each strategy holds in memory at the number that is enough for it."""
    for each in found:
        memory = memory_of(each.places.values(), curves)
        if memory is not None:
            yield memory_words(named(each.strategy, among), memory, room_of(curves), int(each.chosen))


def _best(found: Sequence[_Curve]) -> _Curve:
    """The fastest at the number that is enough; of those level with it the one that is rather used."""
    fastest = min(each.means[each.places[each.chosen]] for each in found)
    level = [each for each in found if each.means[each.places[each.chosen]] <= fastest + LEVEL]
    return min(level, key=lambda each: catalogue.find(each.strategy.strategy).preference)


def _as_good(best: _Curve, found: Sequence[_Curve]) -> Iterator[str]:
    """The other strategies that may be no slower, each with the workers that are enough for it."""
    named_one = best.places[best.chosen]
    for other in found:
        one = other.places[other.chosen]
        slower = interval_of(lambda at, one=one: at[one] - at[named_one], best.means, best.draws)  # type: ignore[misc]
        if other != best and slower.low <= 0:
            who = named(other.strategy, [each.strategy for each in found])
            workers = count(int(other.chosen), "worker")
            yield f"{who} with {workers} may be as good: it takes {times_words(ratio(slower))} as long."


def _what_more_does(best: _Curve, plain: Row) -> tuple[AnswerKind, str]:
    """What more workers than are enough do, as far as that was measured."""
    items = plain.items or 1
    if best.chosen >= items:
        under_way = f"all {count(items, 'item')} are" if items > 1 else "its only item is"
        return "all-at-once", f"{under_way} under way then, and more can’t help"
    if best.chosen == best.most:
        return "more-might-help", "more workers than measured might still help"
    after = best.places[best.most]
    slower = interval_of(lambda at: at[after] - at[best.places[best.chosen]], best.means, best.draws)
    if slower.low > AHEAD:
        return "peak", f"with {count(int(best.most), 'worker')} it takes {times_words(ratio(slower))} as long"
    return "plateau", "more make it no faster"


def _wait_and_compute(plain: Row) -> tuple[float, float] | None:
    """Seconds that a task waits and computes; None where nobody measured them. A wait for a core is neither."""
    if not plain.task_s or plain.task_cpu_s is None:
        return None
    for_core_s = plain.task_s * plain.tag.core_wait_share if plain.tag is not None else 0.0
    # To the nanosecond: what is left of three figures that add up to nothing is no wait.
    return round(max(0.0, plain.task_s - plain.task_cpu_s - for_core_s), 9), max(plain.task_cpu_s, 1e-9)


def _width(curve: _Curve, plain: Row, curves: Curves) -> Width:
    """How many tasks can be under way: those that compute share the cores, or the GIL where threads hold it."""
    split = _wait_and_compute(plain)
    if split is None:
        return Width(plain.items or 1)
    is_held = (
        catalogue.find(curve.strategy.strategy).family == "threads"
        and plain.tag is not None
        and plain.tag.gil == "held"
    )
    return Width(plain.items or 1, _goetz_number(1 if is_held else _cores(curves), *split))


def _goetz_number(cores: int, wait_s: float, compute_s: float) -> float:
    """As many as keep the cores busy (Goetz and others 2006, "Java Concurrency in Practice", 8.2)."""
    return cores * (1 + wait_s / compute_s)


def _cores(curves: Curves) -> int:
    return max(1, min(python.cores for python in curves.plan.pythons))


def _goetz(plain: Row, curves: Curves) -> tuple[str, ...]:
    split = _wait_and_compute(plain)
    if split is None:
        return ()
    wait_s, compute_s = split
    cores = _cores(curves)
    wanted = _goetz_number(cores, wait_s, compute_s)
    beyond = f", more than its {count(plain.items, 'item')}" if plain.items and wanted > plain.items else ""
    split_words = f"A task computes for {duration(compute_s, 2)} and waits for {duration(wait_s, 2)}"
    product = f"{cores} × {number(1 + wait_s / compute_s, 2)} = {number(wanted, 2)}"
    return (f"{split_words}: Goetz’s number, cores × (1 + wait ÷ compute), is {product}{beyond}.",)


def _law_claims(curve: _Curve, width: Width) -> dict[str, Figure]:
    if len(curve.places) < LEAST_POINTS:
        return {}
    law, laws = curve.law(curve.means, width), [curve.law(each, width) for each in curve.draws]
    values = {
        "contention": (law.contention, [each.contention for each in laws]),
        "coherency": (law.coherency, [each.coherency for each in laws]),
        "limit": (law.limit, [each.limit for each in laws]),
        "peak": (law.peak, [each.peak for each in laws]),
    }
    return {name: with_ends(middle, drawn_values) for name, (middle, drawn_values) in values.items()}


def _law_words(
    curve: _Curve, width: Width, claims: Mapping[str, Figure], among: Sequence[Contestant]
) -> tuple[str, ...]:
    """What keeps the strategy from being as many times faster as it has workers; how well the law fits."""
    who = named(curve.strategy, among)
    if not claims:
        return (f"{who} was measured at {count(len(curve.places), 'number')} of workers, too few to fit a curve.",)
    law = curve.law(curve.means, width)
    off = {
        value: math.exp(curve.means[each]) / law.wall_s(value, width.at_once(value)) - 1
        for value, each in curve.places.items()
    }
    worst = max(off, key=lambda value: abs(off[value]))
    limit, peak = claims["limit"], claims["peak"]
    parts = [
        f"contention {share_words(claims['contention'])}",
        f"coherency {share_words(claims['coherency'])}",
        f"Amdahl’s limit {number(limit.median, 2)}× ({number(limit.low, 2)}–{number(limit.high, 2)}) one worker’s speed"
        if math.isfinite(limit.median)
        else f"no limit in sight (Amdahl’s is above {number(limit.low, 2)}×)",
        f"slower again from {whole_words(peak)} workers on" if math.isfinite(peak.high) else "",
    ]
    lines = [f"Universal Scalability Law of {who}: {listed([part for part in parts if part])}."]
    if abs(off[worst]) > FIT_OFF:
        lines.append(
            f"The fit is poor: with {count(int(worst), 'worker')} {who} takes {percent(abs(off[worst]))} "
            f"{'longer' if off[worst] > 0 else 'less'} than the law says."
        )
    return tuple(lines)


WORKERS = Question(
    slug="workers",
    asks="How many workers?",
    axis="Workers",
    one="worker",
    strategies="thread-pool-executor,process-pool-executor",
    values=_values,
    arrange=_arrange,
    answer=_answer,
    most=2_000,
    about="Where more of them stop helping, and what keeps them from it.",
    weighs=True,
    times_items=8,  # a tenth of a second as they are: starting one worker takes 10 ms of that, and 32 take 100
)
