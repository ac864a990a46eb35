"""Which start method? What each costs beside the fastest one, Python's own named."""

from __future__ import annotations

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Arrangement, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer
from parloop_gui.model.questions.curves import Curves, drawn, interval_of
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.words import named, ratio, rounds_words, times_words
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.statistics.thresholds import AHEAD
from parloop_gui.model.wording.units import duration, listed

METHODS = catalogue.START_METHODS


def _values(plan: Plan) -> tuple[float, ...]:
    return tuple(float(at) for at in range(len(METHODS)))


def _arrange(place: Place) -> Arrangement | None:
    if not catalogue.find(place.choice.strategy).uses_start_method:
        return None
    return Arrangement(start_method=METHODS[int(place.value)], point=place.value)


def _answer(curves: Curves) -> Answer:
    strategies = curves.strategies()
    if not strategies:
        return NOTHING
    series = curves.alone([each for places in strategies.values() for each in places.values()])
    means, draws = drawn(series, curves.plan.seed)
    sentences = []
    claims: dict[str, Figure] = {}
    for strategy, places in strategies.items():
        best = min(places.values(), key=lambda each: means[each])
        others = []
        for each in sorted(places.values(), key=lambda each: means[each]):
            if each != best:
                slower = interval_of(lambda at, one=each, best=best: at[one] - at[best], means, draws)  # type: ignore[misc]
                claims[f"{strategy.strategy}:{strategy.call}:{each.arrangement.start_method}"] = ratio(slower)
                how = f"takes {times_words(ratio(slower))} as long" if slower.low > AHEAD else "is as good"
                others.append(f"{each.arrangement.start_method} {how}")
        row = curves.row(best)
        wall = f", {duration(row.wall_s.median)}" if row is not None and row.wall_s is not None else ""
        tail = f": {listed(others)}" if others else ""
        sentences.append(
            f"{named(strategy, list(strategies))} is fastest with {best.arrangement.start_method}{wall}{tail}."
        )
    is_told = any(figure.low > 1 for figure in claims.values())
    stands_on = (_own(curves), f"It stands on {rounds_words(series)}.")
    return Answer("best" if is_told else "level", " ".join(sentences), stands_on, claims)


def _own(curves: Curves) -> str:
    owns = [f"Python {each.id} takes {each.start_method}" for each in curves.plan.pythons]
    return f"By itself {listed(owns)}."


START = Question(
    slug="start",
    asks="Which start method?",
    axis="Start method",
    strategies="process-pool-executor",
    values=_values,
    arrange=_arrange,
    answer=_answer,
    least=0,
    most=len(METHODS) - 1,
    named=METHODS,
    about="What each costs beside the fastest one, Python’s own named.",
)
