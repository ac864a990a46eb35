"""The sentence a comparison ends in: use X, this much faster, because; or an honest tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.explain.advice import Advice
from parloop_gui.model.explain.reasons import level_with, other_pythons, reason, runner_up, why_nothing
from parloop_gui.model.explain.sample import NOT_KNOWN, Sample, whole_in_words
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Figure, Row, row_of
from parloop_gui.model.statistics.thresholds import AHEAD, LEAST_ROUNDS
from parloop_gui.model.wording.titles import name, names
from parloop_gui.model.wording.units import count, interval, times


@dataclass(frozen=True)
class Verdict:
    """What to do and why.

    `kind` is "winner", "level", "not-told-apart", "keep-plain-loop", "inconclusive" or "measuring".
    `contestant` is the one to use (None where nothing is to be named); `headline` as "Use ProcessPoolExecutor",
    `figure` as "1.93× faster than the plain loop (95% CI 1.88–1.98)" or "".
    """

    kind: str
    headline: str
    figure: str
    because: str
    contestant: Contestant | None = None
    strategy: str | None = None
    call: str | None = None
    width: int | None = None
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class State:
    """How far a comparison is: `rounds` of at least `least`; `ended` is why it is over (None while it runs).

    `message` is what the end said, a sentence or "". `sample` says whether only a sample of the items is measured.
    `unchecked`: the plain loop itself gives other results each time.
    """

    rounds: int
    least: int
    ended: str | None = None
    message: str = ""
    sample: Sample = NOT_KNOWN
    unchecked: bool = False


def judge(rows: Sequence[Row], stands: Ranking, state: State, advice: tuple[Advice, ...] = ()) -> Verdict:
    """The verdict after so many rounds; also "so far", while it runs.

    Before the floor of rounds it is only what it looks like; a comparison that ends there is inconclusive.
    """
    plain_failed = _plain_failure(rows)
    if plain_failed is not None:
        return Verdict("inconclusive", "The plain loop failed", "", plain_failed, advice=advice)
    if state.rounds < LEAST_ROUNDS and state.ended is None:
        return Verdict("measuring", "Measuring…", "", _so_few(state), advice=advice)
    if stands.best is None or state.rounds < 1:
        return Verdict("inconclusive", "Nothing was measured", "", _so_few(state), advice=advice)
    if state.ended is not None and state.rounds < max(state.least, LEAST_ROUNDS):
        return _too_few(rows, stands, state, advice)
    if state.unchecked:
        return _unchecked(rows, stands, advice)
    if not stands.helps:
        return _nothing_helps(rows, stands, state, advice)
    if stands.undecided:
        return _not_told_apart(rows, stands, state, advice)
    return _named(rows, stands, state, advice)


def _plain_failure(rows: Sequence[Row]) -> str | None:
    plain = [row for row in rows if row.contestant.is_plain]
    if not plain or any(row.outcome in ("finished", "stopped") for row in plain):
        return None
    return plain[0].message or "Without it there is nothing to compare with."


def _so_few(state: State) -> str:
    if state.message:
        return state.message
    if state.rounds == 0:
        return "No round has finished yet." if state.ended is None else "It ended before the first round was over."
    return f"{count(state.rounds, 'round')} so far."


def _too_few(rows: Sequence[Row], stands: Ranking, state: State, advice: tuple[Advice, ...]) -> Verdict:
    lead = stands.order[0]
    seen = "" if lead.is_plain else f" So far {name(lead, stands.order)} was ahead: {_ratio(_row(rows, lead))}."
    rounds = f"{count(state.rounds, 'round')} of at least {max(state.least, LEAST_ROUNDS)}"
    return Verdict("inconclusive", "Inconclusive: too few rounds", "", f"It ended after {rounds}.{seen}", advice=advice)


def _unchecked(rows: Sequence[Row], stands: Ranking, advice: tuple[Advice, ...]) -> Verdict:
    because = (
        "Two runs of the plain loop gave different results, so nobody is ranked: what the task returns depends on "
        "chance, on time or on something outside."
    )
    fastest = next((each for each in stands.order if each in stands.speedups), None)
    if fastest is not None:
        because += f" By time alone {name(fastest, stands.order)} came to {_ratio(_row(rows, fastest))}."
    return Verdict("inconclusive", "Results can't be checked", "", because, advice=advice)


def _nothing_helps(rows: Sequence[Row], stands: Ranking, state: State, advice: tuple[Advice, ...]) -> Verdict:
    plain = stands.best
    assert plain is not None
    fastest = next((each for each in stands.order if each in stands.speedups), None)
    if fastest is not None and stands.undecided and stands.speedups[fastest][0] > AHEAD:
        return _perhaps(rows, stands, state, advice)
    because = "No strategy finished to compare it with."
    if fastest is not None:
        because = why_nothing(_row(rows, fastest), rows, stands.order)
    because = " ".join(filter(None, (because, whole_in_words(state.sample, _row(rows, plain)))))
    headline = "Keep the plain loop" + (f" on Python {plain.python}" if _several_pythons(stands) else "")
    return _verdict("keep-plain-loop", headline, "", because, _row(rows, plain), advice)


def _perhaps(rows: Sequence[Row], stands: Ranking, state: State, advice: tuple[Advice, ...]) -> Verdict:
    """Something may beat the plain loop, but its interval still holds 1."""
    fastest = next(each for each in stands.order if each in stands.speedups)
    called = name(fastest, stands.order)
    speedup = _row(rows, fastest).speedup
    assert speedup is not None
    unsure = f"its interval is {_range(speedup)}" if speedup.has_interval else "so few rounds have no interval"
    because = f"{called} came to {times(speedup.median)}, but {unsure}: it may be chance."
    if state.ended is None:
        return Verdict("not-told-apart", f"Not told apart yet: {called} and the plain loop", "", because, advice=advice)
    return Verdict("inconclusive", "Inconclusive: keep the plain loop for now", "", because, advice=advice)


def _not_told_apart(rows: Sequence[Row], stands: Ranking, state: State, advice: tuple[Advice, ...]) -> Verdict:
    assert stands.best is not None
    rivals = (stands.best, *stands.undecided)
    shown = names(rivals, stands.order)
    if len(rivals) > 3:
        shown = f"{', '.join(name(each, stands.order) for each in rivals[:2])} and {len(rivals) - 2} more"
    figures = [_ratio(_row(rows, each)) for each in rivals[:2] if _row(rows, each).speedup is not None]
    beaten = "Each beats the plain loop" if all(each in stands.helps for each in rivals) else "The best so far"
    because = f"{beaten}: {' and '.join(figures)}. More rounds would settle which is ahead."
    if state.ended == "budget":
        return Verdict("inconclusive", f"Inconclusive: {shown} are not told apart", "", because, advice=advice)
    return Verdict("not-told-apart", f"Not told apart yet: {shown}", "", because, advice=advice)


def _named(rows: Sequence[Row], stands: Ranking, state: State, advice: tuple[Advice, ...]) -> Verdict:
    """A winner, or the one to prefer among those that are level."""
    assert stands.best is not None
    group = tuple(each for each in (stands.best, *stands.level) if not each.is_plain)
    chosen = _row(rows, min(group, key=lambda each: _preference(each, group)))
    others = tuple(each for each in group if each != chosen.contestant)
    families = {catalogue.find(each.strategy).family for each in group}
    either = {"threads", "processes"} <= families and len({each.python for each in group}) == 1
    headline = "Threads or processes, either will do" if either else f"Use {name(chosen.contestant, stands.order)}"
    elsewhere = other_pythons(chosen, group, rows, stands)
    first = reason(chosen, rows, either)
    second = level_with(others, stands.order) if others else elsewhere or runner_up(chosen, rows, stands, first)
    whole = whole_in_words(state.sample, row_of(rows, chosen.contestant.plain), chosen)
    said = (first, second, elsewhere if others else "", whole)
    because = " ".join(filter(None, said))
    assert chosen.speedup is not None
    there = f"on Python {chosen.contestant.python}" if _several_pythons(stands) else ""
    than = " ".join(filter(None, ("than the plain loop", there, state.sample.on_sample())))
    figure = f"{times(chosen.speedup.median)} faster {than} (95% CI {_range(chosen.speedup)})"
    return _verdict("level" if others else "winner", headline, figure, because, chosen, advice)


def _several_pythons(stands: Ranking) -> bool:
    return len({each.python for each in stands.order}) > 1


def _preference(contestant: Contestant, group: Sequence[Contestant]) -> tuple[int, int, int]:
    """Executors first, then the simplest, then the fewest workers."""
    preference = catalogue.find(contestant.strategy).preference
    return preference, contestant.arrangement.workers or 0, group.index(contestant)


def _verdict(kind: str, headline: str, figure: str, because: str, row: Row, advice: tuple[Advice, ...]) -> Verdict:
    contestant = row.contestant
    strategy, call = contestant.strategy, contestant.call
    return Verdict(kind, headline, figure, because, contestant, strategy, call, row.width, advice)


def _row(rows: Sequence[Row], contestant: Contestant) -> Row:
    return next(row for row in rows if row.contestant == contestant)


def _range(figure: Figure) -> str:
    return interval(figure.low, figure.high)


def _ratio(row: Row) -> str:
    if row.speedup is None:
        return "not compared"
    return times(row.speedup.median) + (f" ({_range(row.speedup)})" if row.speedup.has_interval else "")
