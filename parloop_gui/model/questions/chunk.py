"""Which chunk size? The best one, beside Python's own, and what too small and too large ones cost.

The first call of each strategy is what the sentence is about; its other calls (`imap` beside `map`; `map` with a
`buffersize`, from Python 3.14 on) are told beside it, each with its own best chunks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Arrangement, Contestant, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer, AnswerKind
from parloop_gui.model.questions.curves import Curves, drawn, interval_of
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.words import named, ratio, rounds_words, times_words
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.statistics.thresholds import AHEAD, LEVEL
from parloop_gui.model.wording.units import thousands

# Where nobody knows yet how many items there are.
USUAL_ITEMS = 1_000

# Each size is so many times the one before: the best one is flat for that far.
STEP = 4


Means = Mapping[Contestant, float]


def _values(plan: Plan) -> tuple[float, ...]:
    """1, 4, 16 … and the items of each worker, beyond which one waits for the others."""
    items = plan.loop.sample or (plan.loop.items if isinstance(plan.loop.items, int) else USUAL_ITEMS)
    workers = plan.workers if isinstance(plan.workers, int) else max(1, min(each.cores for each in plan.pythons))
    most = max(1, items // workers)
    sizes = {STEP**power for power in range(10) if STEP**power < most}
    return tuple(float(size) for size in sorted({1, most, *sizes}))


def _arrange(place: Place) -> Arrangement | None:
    call = catalogue.find(place.choice.strategy).find_call(place.choice.call)
    return Arrangement(chunksize=int(place.value), point=place.value) if call.takes_chunksize else None


class _Sizes:
    """One strategy's wall times by chunk size, beside its best and beside Python's own."""

    def __init__(self, strategy: Contestant, curves: Curves, means: Means, draws: Sequence[Means]) -> None:
        strategies = curves.strategies()
        self.strategy, self.places = strategy, strategies[strategy]
        self.who, self.own = named(strategy, list(strategies)), _own(strategy, curves)
        self._means, self._draws = means, draws
        self.best = min(self.places.values(), key=lambda each: means[each])
        self.level = [int(value) for value, each in self.places.items() if means[each] <= means[self.best] + LEVEL]
        self.gain = self.beside_best(strategy) if strategy in means and self.own else None
        """What Python's own takes beside the best, as a logarithm; None where it has no figures."""

    def beside_best(self, one: Contestant) -> Figure:
        """How much longer it takes than the best size, as a logarithm."""
        return interval_of(lambda at: at[one] - at[self.best], self._means, self._draws)

    @property
    def is_better(self) -> bool:
        """Whether the best size is surely better than Python's own."""
        return self.gain is not None and self.gain.low > AHEAD

    def sentence(self) -> str:
        """The sizes that are level with the best, and how Python's own does beside them."""
        ends = sorted({self.level[0], self.level[-1]})
        said = f"{self.who} is fastest with chunks of {'–'.join(map(thousands, ends))}"
        if self.gain is None:
            return f"{said}."
        beside = f"takes {times_words(ratio(self.gain))} as long" if self.is_better else "is as good"
        return f"{said}; Python’s own ({self.own}) {beside}."

    def ends(self) -> Iterator[str]:
        """What the smallest and the largest size cost, where they surely cost anything."""
        least, most = min(self.places), max(self.places)
        small, large = self.beside_best(self.places[least]), self.beside_best(self.places[most])
        if least < self.level[0] and small.low > AHEAD:
            yield f"Too small: {self.who} with chunks of {least:g} takes {times_words(ratio(small))} as long: dispatch."
        if most > self.level[-1] and large.low > AHEAD:
            waits = "workers wait for the one with the last chunk"
            yield f"Too large: {self.who} with chunks of {most:g} takes {times_words(ratio(large))} as long: {waits}."


def _answer(curves: Curves) -> Answer:
    everyone = [row.contestant for row in curves.rows if row.wall_s is not None and not row.contestant.is_plain]
    series = curves.alone(everyone)
    means, draws = drawn(series, curves.plan.seed)
    found = [_Sizes(strategy, curves, means, draws) for strategy in curves.strategies()]
    if not found:
        return NOTHING
    first = {each.strategy.strategy: each for each in reversed(found)}
    told = [each for each in found if each is first[each.strategy.strategy]]
    others = [each for each in found if each not in told]
    kind: AnswerKind = "best" if any(each.is_better for each in told) else "level"
    calls = [_beside(each, first[each.strategy.strategy]) for each in others]
    ends = [line for each in told for line in each.ends()]
    gains = {f"{each.strategy.strategy}:{each.strategy.call}": ratio(each.gain) for each in found if each.gain}
    sentence = " ".join(each.sentence() for each in told)
    return Answer(kind, sentence, (*calls, *ends, f"It stands on {rounds_words(series)}."), gains)


def _beside(other: _Sizes, usual: _Sizes) -> str:
    """What chunks another call wants, and how it does beside the usual one, each with its own best chunks."""
    took = usual.beside_best(other.best)
    differs = took.low > AHEAD or took.high < -AHEAD
    how = f"takes {times_words(ratio(took))} as long as" if differs else "is as good as"
    return f"{other.sentence()} Each with its best chunks, it {how} {usual.who}."


def _own(strategy: Contestant, curves: Curves) -> str:
    """The chunk size that Python took by itself."""
    row = curves.row(strategy)
    return thousands(row.chunksize) if row is not None and row.chunksize else ""


CHUNK = Question(
    slug="chunk",
    asks="Which chunk size?",
    axis="Chunk size",
    strategies="process-pool,process-pool:imap,process-pool-executor,process-pool-executor:map_buffered",
    values=_values,
    arrange=_arrange,
    answer=_answer,
    keeps_own=True,
    about="What too small and too large ones cost, beside Python’s own.",
)
