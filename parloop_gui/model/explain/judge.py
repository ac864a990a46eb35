"""The answer to "threads, processes, or the plain loop?": a name, a gain and a bound, as soon as each is known.

    nothing yet ─► whoever beats the plain loop ─► the family ─► the class, its gain, and what nothing else gains

When the time is up before that much is known, the answer is what is likely, with the bound that there is: never none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.events.events import EndReason, ForecastMade
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.explain.behaviour import Behaviour
from parloop_gui.model.explain.expected import (
    bound_by_forecast,
    expected_best,
    expected_gain,
    expected_loss,
    expecting,
    figure_of_gain,
    forecast_of,
    why_by_forecast,
)
from parloop_gui.model.explain.handed_over import Culprit
from parloop_gui.model.explain.others import bound, level_with, other_chunks, other_pythons, runner_up
from parloop_gui.model.explain.reasons import best_of, of_payload, reason, why_nothing
from parloop_gui.model.explain.sample import NOT_KNOWN, Sample, whole_in_words
from parloop_gui.model.explain.verdict import Advice, Gain, Numbers, Reason, Verdict, VerdictKind, gain_of, gain_words
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.race import Race
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Figure, Row, row_of
from parloop_gui.model.statistics.thresholds import AHEAD, BOUND_TOO_WIDE, LEAST_ROUNDS
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, interval, listed, times

# The headline where the family is known and the class is not yet.
_FAMILIES: dict[Family, str] = {
    "baseline": "Nothing beats the plain loop, it seems",
    "threads": "Threads",
    "processes": "Processes",
}


class Formerly(NamedTuple):
    """Who was named surely after that round, and is not any more."""

    contestant: Contestant
    round: int


@dataclass(frozen=True)
class State:
    """How far a comparison is: `rounds` were made; `ended` is why it is over (None while it runs).

    `message` is what the end said, a sentence or "". `sample` says whether only a sample of the items is measured.
    `unchecked`: the plain loop itself gives other results each time. `formerly`: whom it named surely before it took
    that back. `went_on`: it was over before, so that there is an answer already.
    """

    rounds: int
    ended: EndReason | None = None
    message: str = ""
    sample: Sample = NOT_KNOWN
    unchecked: bool = False
    formerly: Formerly | None = None
    went_on: bool = False


@dataclass(frozen=True)
class Findings:
    """What is judged: rows, how they stand, the race, what each did, how far the comparison is, what is advised.

    `forecast` is what was expected before the first round, `culprits` by Python what processes lose by.
    """

    rows: Sequence[Row]
    stands: Ranking
    race: Race
    behaviours: Mapping[Contestant, Behaviour]
    state: State
    advice: tuple[Advice, ...] = ()
    forecast: ForecastMade | None = None
    culprits: Mapping[str, Culprit] = field(default_factory=dict)

    def row(self, contestant: Contestant) -> Row:
        """The row of a contestant; raises StopIteration for one that never ran."""
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
    """The verdict after so many rounds; also "so far", while it runs."""
    stands, state = found.stands, found.state
    plain_failed = _plain_failure(found.rows)
    if plain_failed is not None:
        return _open(found, "inconclusive", "The plain loop failed", Reason("message", plain_failed))
    expected = expected_best(found.forecast, found.rows)
    if expected is not None and state.ended is not None and not state.unchecked and found.fastest is None:
        return _by_forecast(found, expected)
    if stands.best is None:
        over = state.ended is not None
        if expected is not None:
            return _expecting(found, expected)
        return _open(found, "inconclusive" if over else "measuring", _NOTHING[over], _so_few(state))
    if state.unchecked:
        return _unchecked(found)
    if not found.race.sure and state.ended is None and not state.went_on:
        return _so_far(found)
    if stands.best.is_plain:
        return _plain(found, stands.best)
    return _named(found, stands.best)


_NOTHING = {False: "Measuring…", True: "Nothing was measured"}


_FROM = "From one plain loop, what starting workers costs here, and what the items weigh. Measuring now."


def _expecting(found: Findings, expected: Forecast) -> Verdict:
    """While nothing is measured yet: whom one expects, by how much, and what that rests on."""
    ends = f"80% interval {interval(expected.gain_low, expected.gain_high, _EXPECTED_DIGITS)}×"
    numbers: Numbers = {"gain": expected.gain, "low": expected.gain_low, "high": expected.gain_high}
    verdict = _open(found, "measuring", expecting(expected), Reason("forecast", _FROM, numbers))
    family = catalogue.find(expected.contestant.strategy).family
    return replace(verdict, figure="" if expected.contestant.is_plain else ends, family=family)


# Of a forecast's gain: its interval is wide, more would be no better.
_EXPECTED_DIGITS = 2


def _by_forecast(found: Findings, expected: Forecast) -> Verdict:
    """The answer where nobody but the plain loop came to be measured."""
    assert found.forecast is not None
    one, several = expected.contestant, len({each.contestant.python for each in found.forecast.forecasts}) > 1
    named = "the plain loop" if one.is_plain else name(one, [each.contestant for each in found.forecast.forecasts])
    gain = expected_gain(expected, names_python=several)
    why = why_by_forecast(found.forecast, expected, found.rows)
    verdict = _of(found, "likely", f"Probably {named}", found.row(one), why, gain)
    return replace(verdict, loss_high=expected_loss(found.forecast, expected, found.rows), sure="likely")


def _plain_failure(rows: Sequence[Row]) -> str | None:
    plain = [row for row in rows if row.contestant.is_plain]
    if not plain or any(row.outcome in ("finished", "stopped", "not-run") for row in plain):
        return None
    return plain[0].message or "Without it there is nothing to compare with."


def _so_few(state: State) -> Reason:
    if state.message:
        return Reason("message", state.message)
    text = f"After {count(state.rounds, 'round')} nobody can be named yet."
    if state.rounds == 0:
        text = "No round has finished yet." if state.ended is None else "It ended before the first round was over."
    return Reason("rounds", text, {"rounds": state.rounds})


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


def _so_far(found: Findings) -> Verdict:
    """What is known while nobody can be named yet: the family, else who is surely faster than the plain loop."""
    order = found.stands.order
    faster = [each for each in order if (gain := found.race.gains.get(each)) is not None and gain[1] > 0]
    ahead = [f"{name(each, order)} came to {_ratio(found.row(each))}" for each in faster[:2]]
    why = [Reason("best", f"So far {listed(ahead)}.")] if ahead else [_so_few(found.state)]
    why = [*_taken_back(found), *why]
    if found.race.family is not None and found.race.family in _FAMILIES:
        return _open(found, "measuring", _FAMILIES[found.race.family], *why)
    if faster:
        return _open(found, "measuring", "Something beats the plain loop", *why)
    expected = expected_best(found.forecast, found.rows)
    if expected is not None:  # nothing bears it out yet, and nothing speaks against it
        return _expecting(found, expected)
    return _open(found, "measuring", "Measuring…", _so_few(found.state))


def _taken_back(found: Findings) -> list[Reason]:
    """A headline that goes back says why, for as long as it is not over."""
    formerly, state = found.state.formerly, found.state
    if (
        formerly is None
        or state.ended is not None
        or not any(row.contestant == formerly.contestant for row in found.rows)
    ):
        return []
    named = "the plain loop" if formerly.contestant.is_plain else name(formerly.contestant, found.stands.order)
    text = f"Until round {formerly.round} it was {named}; the rounds since then don’t bear that out."
    return [Reason("changed", text, {"round": formerly.round})]


def _plain(found: Findings, plain: Contestant) -> Verdict:
    fastest = found.fastest
    why = [Reason("no-rival", "No strategy finished to compare it with.")]
    if fastest is not None and found.stands.speedups[fastest][0] > AHEAD and not found.race.sure:
        why = [_by_chance(found, fastest)]
    elif fastest is not None:
        why = why_nothing(
            found.row(fastest), found.rows, found.behaviours, found.stands.order, found.culprits.get(plain.python)
        )
    there = f" on Python {plain.python}" if found.has_several_pythons else ""
    headline = f"Keep the plain loop{there}" if found.race.sure else f"Probably the plain loop{there}"
    limit = _limit(found, plain)
    # The bound comes first, then what all items would take: a card has room for two lines.
    why = [*([limit] if limit is not None else []), *_whole(found, found.row(plain)), *_taken_back(found), *why]
    return _of(found, "keep-plain-loop" if found.race.sure else "likely", headline, found.row(plain), why)


def _by_chance(found: Findings, fastest: Contestant) -> Reason:
    """Something may beat the plain loop, but its interval still holds 1."""
    speedup = found.row(fastest).speedup
    assert speedup is not None
    unsure = f"its interval is {_range(speedup)}" if speedup.has_interval else "so few rounds have no interval"
    text = f"{name(fastest, found.stands.order)} came to {times(speedup.median)}, but {unsure}: it may be chance."
    return Reason("may-be-chance", text, {"speedup": speedup.median, "low": speedup.low, "high": speedup.high})


def _named(found: Findings, named: Contestant) -> Verdict:
    """The one to use, or the likely one where the time was up first."""
    rows, stands, sure = found.rows, found.stands, found.race.sure
    chosen = found.row(named)
    others = tuple(each for each in stands.level if each != named)
    families = {catalogue.find(each.strategy).family for each in (named, *others)}
    either = sure and {"threads", "processes"} <= families and len({each.python for each in (named, *others)}) == 1
    headline = f"{'Use' if sure else 'Probably'} {name(named, stands.order)}"
    threads = best_of(rows, "threads", named.python)
    first = reason(
        found.behaviours[named],
        found.behaviours.get(threads.contestant) if threads is not None else None,
        either=either,
    )
    elsewhere = other_pythons(chosen, (named, *others), rows, stands)
    second = (
        level_with(others, stands.order, found.race) if others else elsewhere or runner_up(chosen, rows, stands, first)
    )
    limit = _limit(found, named)
    few = _taken_back(found) if sure else [_few_rounds(found)]
    is_thread = catalogue.find(named.strategy).behaves_like == "threads" and not either
    lost = of_payload(found.culprits.get(named.python)) if is_thread else None
    chunks = other_chunks(chosen, rows, stands)
    why = [each for each in (first, lost, chunks, second, elsewhere if others else None) if each is not None]
    # The bound comes first, then what all items would take: a card has room for two lines.
    early = [*([limit] if limit is not None else []), *_whole(found, row_of(rows, named.plain), chosen), *few]
    headline = "Threads or processes, either will do" if either else headline
    gain = None
    if chosen.speedup is not None:
        gain = gain_of(named, chosen.speedup, found.state.sample, names_python=found.has_several_pythons)
        if chosen.rounds < LEAST_ROUNDS:
            expected = forecast_of(found.forecast, named)
            of = figure_of_gain(expected) if expected is not None else None
            gain = replace(gain, rounds=chosen.rounds, forecast=of)
    kind: VerdictKind = "likely" if not sure else "level" if others else "winner"
    return _of(found, kind, headline, chosen, [*early, *why], gain)


def _limit(found: Findings, named: Contestant) -> Reason | None:
    """How much faster anything else may be: by the rounds, or by forecast where they are too few to tell."""
    loss, expected = found.race.losses.get(named), forecast_of(found.forecast, named)
    is_known = loss is not None and math.isfinite(loss) and math.expm1(loss) <= BOUND_TOO_WIDE
    if is_known or expected is None or found.forecast is None:
        return bound(loss, found.race)
    return bound_by_forecast(found.forecast, expected, found.rows)


def _few_rounds(found: Findings) -> Reason:
    rounds = found.state.rounds
    text = f"There was time for {count(rounds, 'round')}: more would tell it surely."
    return Reason("rounds", text, {"rounds": rounds})


def _whole(found: Findings, plain: Row | None, chosen: Row | None = None) -> list[Reason]:
    text = whole_in_words(found.state.sample, plain, chosen)
    return [Reason("whole-loop", text)] if text else []


def _open(found: Findings, kind: VerdictKind, headline: str, *why: Reason) -> Verdict:
    """A verdict that names nobody."""
    family = found.race.family
    return Verdict(kind, headline, "", _because(why), advice=found.advice, reasons=why, family=family)


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
        family=catalogue.find(row.contestant.strategy).family,
        loss_high=_share(found.race.losses.get(row.contestant)),
        sure="known" if found.race.sure else "likely",
    )


def _share(loss: float | None) -> float | None:
    """A logarithm as a share: 0.08 for 8% slower; None where nothing bounds it."""
    return math.expm1(loss) if loss is not None and math.isfinite(loss) else None


def _because(why: Sequence[Reason]) -> str:
    return " ".join(each.text for each in why)


def _range(figure: Figure) -> str:
    return interval(figure.low, figure.high)


def _ratio(row: Row) -> str:
    if row.speedup is None:
        return "not compared"
    return times(row.speedup.median) + (f" ({_range(row.speedup)})" if row.speedup.has_interval else "")
