"""Which Python? The loop's best way under each that is here, and what becomes of its threads where there is no GIL.

    each Python ─► its plain loop and who races there ─► its best way ─► beside the best way of all ─► the sentence

Everyone runs in the same rounds. Each Python has a plain loop of its own for what speeds up there; Pythons are compared
with each other by their best ways, the plain loop included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.model.plan.plan import Arrangement, Contestant, Interpreter, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer
from parloop_gui.model.questions.curves import Curves, drawn, interval_of
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.words import named, ratio, rounds_words, times_words
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.statistics.thresholds import AHEAD, TOOK_TURNS_BELOW
from parloop_gui.model.wording.units import duration, listed

# As many as a table can be read with, and as many ids as a machine with every version since 3.10 has twice.
MOST_PYTHONS = 20

Means = Mapping[Contestant, float]


def _values(plan: Plan) -> tuple[float, ...]:
    return tuple(float(at) for at in range(min(len(plan.pythons), MOST_PYTHONS)))


def _names(plan: Plan) -> tuple[str, ...]:
    return tuple(each.id for each in plan.pythons)


def _arrange(place: Place) -> Arrangement | None:
    """A place is for those who run under its own Python."""
    at = int(place.value)
    is_there = at < len(place.plan.pythons) and place.plan.pythons[at].id == place.python.id
    return Arrangement(point=place.value) if is_there else None


@dataclass(frozen=True)
class _Seen:
    """What was measured: means of logarithms and draws of them, for each Python those who ran there."""

    curves: Curves
    means: Means
    draws: Sequence[Means]

    def under(self, python: Interpreter) -> list[Contestant]:
        """Those with figures there."""
        return [each for each in self.means if each.python == python.id]

    def best(self, python: Interpreter) -> Contestant:
        """The fastest there, the plain loop included."""
        return min(self.under(python), key=lambda each: self.means[each])

    def beside(self, one: Contestant, other: Contestant) -> Figure:
        """How much longer the one takes than the other, as a logarithm."""
        return interval_of(lambda at: at[one] - at[other], self.means, self.draws)

    def of(self, python: Interpreter, slug: str) -> Contestant | None:
        """The first of that strategy there."""
        return next((each for each in self.under(python) if each.strategy == slug), None)


def _answer(curves: Curves) -> Answer:
    there = [row.contestant for row in curves.rows if row.outcome == "finished"]
    series = curves.alone(there)
    seen = _Seen(curves, *drawn(series, curves.plan.seed))
    pythons = [each for each in curves.plan.pythons if seen.under(each)]
    if len(pythons) < 2:
        return NOTHING
    best = min(pythons, key=lambda each: seen.means[seen.best(each)])
    slower = {each.id: seen.beside(seen.best(each), seen.best(best)) for each in pythons if each != best}
    behind = {name: figure for name, figure in slower.items() if figure.low > AHEAD}
    sentence = _sentence(seen, pythons, best, behind)
    stands_on = (
        *_without_gil(seen, pythons),
        *_switched_on(pythons),
        *_sub_interpreters(seen, pythons),
        f"It stands on {rounds_words(series)}.",
    )
    claims = {name: ratio(figure) for name, figure in slower.items()}
    return Answer("best" if behind else "level", sentence, stands_on, claims)


def _sentence(seen: _Seen, pythons: Sequence[Interpreter], best: Interpreter, behind: Mapping[str, Figure]) -> str:
    """The fastest with its best way; who is as good; the others from the nearest to the farthest."""
    one = seen.best(best)
    row = seen.curves.row(one)
    wall = f", {duration(row.wall_s.median)}" if row is not None and row.wall_s is not None else ""
    said = f"Python {best.id} is fastest, with {_way(one, seen)}{wall}"
    level = [each.id for each in pythons if each != best and each.id not in behind]
    parts = [f"{listed(level)} {'is' if len(level) == 1 else 'are'} as good"] if level else []
    far = sorted(behind, key=lambda name: behind[name].median)
    parts += [f"{name} takes {times_words(ratio(behind[name]))} as long" for name in far]
    return f"{said}: {listed(parts)}."


def _way(contestant: Contestant, seen: _Seen) -> str:
    """How it runs: "the plain loop", "Pool", "Pool with imap"."""
    if contestant.is_plain:
        return "the plain loop"
    return named(contestant, [each for each in seen.means if each.python == contestant.python])


def _without_gil(seen: _Seen, pythons: Sequence[Interpreter]) -> Iterator[str]:
    """What threads gain where there is no GIL, beside what they gain where there is one."""
    gains = {each.id: _gain_of_threads(seen, each) for each in pythons}
    free = [each for each in pythons if each.free_threaded and not each.gil and gains[each.id] is not None]
    held = [each for each in pythons if not each.free_threaded and gains[each.id] is not None]
    for each in free:
        mine = gains[each.id]
        assert mine is not None
        do = "run side by side" if mine.low >= TOOK_TURNS_BELOW else "gain little all the same"
        beside = gains[held[0].id] if held else None
        there = f"; under {held[0].id}, which has one, {times_words(beside)}" if beside is not None else ""
        yield f"Without the GIL, under {each.id}, threads {do}: {times_words(mine)} the plain loop’s speed{there}."


def _gain_of_threads(seen: _Seen, python: Interpreter) -> Figure | None:
    threads = [each for each in seen.under(python) if catalogue.find(each.strategy).family == "threads"]
    plain = seen.of(python, PLAIN)
    if not threads or plain is None:
        return None
    return ratio(seen.beside(plain, min(threads, key=lambda each: seen.means[each])))


def _switched_on(pythons: Sequence[Interpreter]) -> Iterator[str]:
    """Why a Python that could do without the GIL had it on."""
    for each in pythons:
        if each.free_threaded and each.gil:
            why = f"importing {each.gil_by} switched it on" if each.gil_by else "it was on from the start"
            yield f"Python {each.id} could do without the GIL, but {why}."


def _sub_interpreters(seen: _Seen, pythons: Sequence[Interpreter]) -> Iterator[str]:
    """Interpreters within one process beside processes, where both ran."""
    for each in pythons:
        inner, outer = seen.of(each, "interpreter-pool-executor"), seen.of(each, "process-pool-executor")
        if inner is not None and outer is not None:
            took = times_words(ratio(seen.beside(inner, outer)))
            yield f"Sub-interpreters under {each.id}: {_way(inner, seen)} takes {took} as long as {_way(outer, seen)}."


PYTHON = Question(
    slug="python",
    asks="Which Python?",
    axis="Python",
    strategies="thread-pool-executor,process-pool-executor,interpreter-pool-executor",
    values=_values,
    arrange=_arrange,
    answer=_answer,
    least=0,
    most=MOST_PYTHONS - 1,
    names=_names,
    about="The loop’s best way under each that is here, with and without the GIL.",
    times_items=4,  # with more, a round of seven Pythons takes a quarter of a minute
)
