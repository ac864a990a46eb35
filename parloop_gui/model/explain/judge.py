"""The sentence a comparison ends in: use X, this much faster, because; or an honest tie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.events.events import EndReason
from parloop_gui.model.explain.behaviour import Behaviour
from parloop_gui.model.explain.others import level_with, other_pythons, runner_up
from parloop_gui.model.explain.reasons import best_of, reason, why_nothing
from parloop_gui.model.explain.sample import NOT_KNOWN, Sample, whole_in_words
from parloop_gui.model.explain.verdict import Advice, Gain, Reason, Verdict, VerdictKind, gain_of, gain_words
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Figure, Row, row_of
from parloop_gui.model.statistics.thresholds import AHEAD, LEAST_ROUNDS
from parloop_gui.model.wording.titles import name, names
from parloop_gui.model.wording.units import count, interval, times


@dataclass(frozen=True)
class State:
    """How far a comparison is: `rounds` of at least `least`; `ended` is why it is over (None while it runs).

    `message` is what the end said, a sentence or "". `sample` says whether only a sample of the items is measured.
    `unchecked`: the plain loop itself gives other results each time.
    """

    rounds: int
    least: int
    ended: EndReason | None = None
    message: str = ""
    sample: Sample = NOT_KNOWN
    unchecked: bool = False


@dataclass(frozen=True)
class Findings:
    """What is judged: the rows, how they stand, what each did, how far the comparison is, and what is advised."""

    rows: Sequence[Row]
    stands: Ranking
    behaviours: Mapping[Contestant, Behaviour]
    state: State
    advice: tuple[Advice, ...] = ()

    def row(self, contestant: Contestant) -> Row:
        """The row of one that has one."""
        return next(row for row in self.rows if row.contestant == contestant)

    @property
    def fastest(self) -> Contestant | None:
        """The first of those compared with a plain loop."""
        return next((each for each in self.stands.order if each in self.stands.speedups), None)

    @property
    def has_several_pythons(self) -> bool:
        """Whether a name has to say under which interpreter."""
        return len({each.python for each in self.stands.order}) > 1


def judge(found: Findings) -> Verdict:
    """The verdict after so many rounds; also "so far", while it runs.

    Before the floor of rounds it is only what it looks like; a comparison that ends there is inconclusive.
    """
    stands, state = found.stands, found.state
    plain_failed = _plain_failure(found.rows)
    if plain_failed is not None:
        return _open(found, "inconclusive", "The plain loop failed", Reason("message", plain_failed))
    if state.rounds < LEAST_ROUNDS and state.ended is None:
        return _open(found, "measuring", "Measuring…", _so_few(state))
    if stands.best is None or state.rounds < 1:
        return _open(found, "inconclusive", "Nothing was measured", _so_few(state))
    if state.ended is not None and state.rounds < max(state.least, LEAST_ROUNDS):
        return _too_few(found)
    if state.unchecked:
        return _unchecked(found)
    if not stands.helps:
        return _nothing_helps(found, stands.best)
    if stands.undecided:
        return _not_told_apart(found, stands.best)
    return _named(found, stands.best)


def _plain_failure(rows: Sequence[Row]) -> str | None:
    plain = [row for row in rows if row.contestant.is_plain]
    if not plain or any(row.outcome in ("finished", "stopped") for row in plain):
        return None
    return plain[0].message or "Without it there is nothing to compare with."


def _so_few(state: State) -> Reason:
    if state.message:
        return Reason("message", state.message)
    text = f"{count(state.rounds, 'round')} so far."
    if state.rounds == 0:
        text = "No round has finished yet." if state.ended is None else "It ended before the first round was over."
    return Reason("rounds", text, {"rounds": state.rounds})


def _too_few(found: Findings) -> Verdict:
    lead, state, order = found.stands.order[0], found.state, found.stands.order
    least = max(state.least, LEAST_ROUNDS)
    seen = "" if lead.is_plain else f" So far {name(lead, order)} was ahead: {_ratio(found.row(lead))}."
    text = f"It ended after {count(state.rounds, 'round')} of at least {least}.{seen}"
    why = Reason("rounds", text, {"rounds": state.rounds, "least_rounds": least})
    return _open(found, "inconclusive", "Inconclusive: too few rounds", why)


def _unchecked(found: Findings) -> Verdict:
    text = (
        "Two runs of the plain loop gave different results, so nobody is ranked: what the task returns depends on "
        "chance, on time or on something outside."
    )
    why = [Reason("results-differ", text)]
    if found.fastest is not None:
        row = found.row(found.fastest)
        by_time = f"By time alone {name(found.fastest, found.stands.order)} came to {_ratio(row)}."
        why.append(Reason("by-time-alone", by_time, {"speedup": row.speedup.median if row.speedup else None}))
    return _open(found, "inconclusive", "Results can't be checked", *why)


def _nothing_helps(found: Findings, plain: Contestant) -> Verdict:
    stands, fastest = found.stands, found.fastest
    if fastest is not None and stands.undecided and stands.speedups[fastest][0] > AHEAD:
        return _perhaps(found, fastest)
    why = [Reason("no-rival", "No strategy finished to compare it with.")]
    if fastest is not None:
        why = why_nothing(found.row(fastest), found.rows, found.behaviours, stands.order)
    headline = "Keep the plain loop" + (f" on Python {plain.python}" if found.has_several_pythons else "")
    return _of(found, "keep-plain-loop", headline, found.row(plain), [*why, *_whole(found, found.row(plain))])


def _perhaps(found: Findings, fastest: Contestant) -> Verdict:
    """Something may beat the plain loop, but its interval still holds 1."""
    called = name(fastest, found.stands.order)
    speedup = found.row(fastest).speedup
    assert speedup is not None
    unsure = f"its interval is {_range(speedup)}" if speedup.has_interval else "so few rounds have no interval"
    text = f"{called} came to {times(speedup.median)}, but {unsure}: it may be chance."
    why = Reason("may-be-chance", text, {"speedup": speedup.median, "low": speedup.low, "high": speedup.high})
    if found.state.ended is None:
        return _open(found, "not-told-apart", f"Not told apart yet: {called} and the plain loop", why)
    return _open(found, "inconclusive", "Inconclusive: keep the plain loop for now", why)


def _not_told_apart(found: Findings, best: Contestant) -> Verdict:
    stands = found.stands
    rivals = (best, *stands.undecided)
    shown = names(rivals, stands.order)
    if len(rivals) > 3:  # as many as a headline has room for
        shown = f"{', '.join(name(each, stands.order) for each in rivals[:2])} and {len(rivals) - 2} more"
    figures = [_ratio(found.row(each)) for each in rivals[:2] if found.row(each).speedup is not None]
    beaten = "Each beats the plain loop" if all(each in stands.helps for each in rivals) else "The best so far"
    text = f"{beaten}: {' and '.join(figures)}. More rounds would settle which is ahead."
    why = Reason("not-told-apart", text, {"rivals": len(rivals)})
    if found.state.ended == "budget":
        return _open(found, "inconclusive", f"Inconclusive: {shown} are not told apart", why)
    return _open(found, "not-told-apart", f"Not told apart yet: {shown}", why)


def _named(found: Findings, best: Contestant) -> Verdict:
    """A winner, or the one to prefer among those that are level."""
    rows, stands = found.rows, found.stands
    group = tuple(each for each in (best, *stands.level) if not each.is_plain)
    chosen = found.row(min(group, key=lambda each: _preference(each, group)))
    others = tuple(each for each in group if each != chosen.contestant)
    families = {catalogue.find(each.strategy).family for each in group}
    either = {"threads", "processes"} <= families and len({each.python for each in group}) == 1
    headline = "Threads or processes, either will do" if either else f"Use {name(chosen.contestant, stands.order)}"
    threads = best_of(rows, "threads", chosen.contestant.python)
    first = reason(
        found.behaviours[chosen.contestant],
        found.behaviours.get(threads.contestant) if threads is not None else None,
        either=either,
    )
    elsewhere = other_pythons(chosen, group, rows, stands)
    second = level_with(others, stands.order) if others else elsewhere or runner_up(chosen, rows, stands, first)
    why = [each for each in (first, second, elsewhere if others else None) if each is not None]
    whole = _whole(found, row_of(rows, chosen.contestant.plain), chosen)
    assert chosen.speedup is not None
    gain = gain_of(chosen.contestant, chosen.speedup, found.state.sample, names_python=found.has_several_pythons)
    return _of(found, "level" if others else "winner", headline, chosen, [*why, *whole], gain)


def _whole(found: Findings, plain: Row | None, chosen: Row | None = None) -> list[Reason]:
    text = whole_in_words(found.state.sample, plain, chosen)
    return [Reason("whole-loop", text)] if text else []


def _preference(contestant: Contestant, group: Sequence[Contestant]) -> tuple[int, int, int]:
    """Executors first, then the simplest, then the fewest workers."""
    preference = catalogue.find(contestant.strategy).preference
    return preference, contestant.arrangement.workers or 0, group.index(contestant)


def _open(found: Findings, kind: VerdictKind, headline: str, *why: Reason) -> Verdict:
    """A verdict that names nobody."""
    return Verdict(kind, headline, "", _because(why), advice=found.advice, reasons=why)


def _of(
    found: Findings, kind: VerdictKind, headline: str, row: Row, why: Sequence[Reason], gain: Gain | None = None
) -> Verdict:
    """A verdict that names the contestant of that row."""
    return Verdict(
        kind=kind,
        headline=headline,
        figure=" ".join(gain_words(gain)) if gain is not None else "",
        because=_because(why),
        contestant=row.contestant,
        strategy=row.contestant.strategy,
        call=row.contestant.call,
        width=row.width,
        advice=found.advice,
        gain=gain,
        reasons=tuple(why),
    )


def _because(why: Sequence[Reason]) -> str:
    return " ".join(each.text for each in why)


def _range(figure: Figure) -> str:
    return interval(figure.low, figure.high)


def _ratio(row: Row) -> str:
    if row.speedup is None:
        return "not compared"
    return times(row.speedup.median) + (f" ({_range(row.speedup)})" if row.speedup.has_interval else "")
