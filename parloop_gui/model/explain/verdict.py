"""What a verdict is: whom to use, how much faster, why, and what to do next; kinds and figures beside sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.explain.sample import Sample
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.units import count, interval, times

VerdictKind = Literal[
    "winner", "level", "not-told-apart", "keep-plain-loop", "inconclusive", "measuring", "likely", "answer"
]

ReasonKind = Literal[
    # why the chosen one is ahead
    "one-loop",
    "mixed",
    "waits",
    "computes",
    "turns",
    # why nothing is, or why processes are not
    "payload",
    "short-tasks",
    "starting",
    "crowded",
    # how the others did
    "level",
    "runner-up",
    "best",
    "other-pythons",
    "chunk-size",
    "may-be-chance",
    "not-told-apart",
    "by-time-alone",
    "bound",
    "no-rival",
    # how far it came, and what all items would take
    "changed",
    "rounds",
    "message",
    "results-differ",
    "whole-loop",
    # nothing was measured of it
    "forecast",
]

AdviceKind = Literal[
    "cannot-be-checked",
    "other-results",
    "odd-figure",
    "gil-switched-on",
    "lost-changes",
    "shared-connection",
    "not-comparable",
    "stood-still",
    "throttled",
    "noisy-machine",
    "below-resolution",
    "payload",
    "remembers",
    "own-chance",
    "short-tasks",
    "more-rounds",
    "start-up",
    "subprocesses",
    "native-threads",
    "each-other",
    "more-workers",
    "free-threaded",
]

# The figures in a sentence by their names, as measured: shares of 1, seconds, ratios.
Numbers = dict[str, int | float | None]


@dataclass(frozen=True)
class Reason:
    """One of the sentences that say why."""

    kind: ReasonKind
    text: str
    numbers: Numbers = field(default_factory=dict)


@dataclass(frozen=True)
class Advice:
    """A sentence or two that end in a next step."""

    kind: AdviceKind
    text: str
    numbers: Numbers = field(default_factory=dict)


@dataclass(frozen=True)
class Gain:
    """How much faster the strategy that is named is than the plain loop of the Python `than`.

    `names_python` where several were compared. `measured` of `items` where only a sample was measured (else None; items
    also where nobody knows how many there are). `rounds` were measured, 0 where the gain is a forecast; `forecast` is
    what was expected, said beside a figure of so few rounds that they have no interval.
    """

    speedup: Figure
    than: str
    names_python: bool = False
    measured: int | None = None
    items: int | None = None
    rounds: int | None = None
    forecast: Figure | None = None


@dataclass(frozen=True)
class Verdict:
    """What to do and why.

    `contestant` is the one to use (None where nothing is to be named); `headline` as "Use ProcessPoolExecutor",
    `figure` as "1.93× faster than the plain loop (95% CI 1.88–1.98)" or "", and `gain` what that says. `because` holds
    the sentences of `reasons`; those of older documents have no kinds.
    """

    kind: VerdictKind
    headline: str
    figure: str
    because: str
    contestant: Contestant | None = None
    strategy: str | None = None
    call: str | None = None
    width: int | None = None
    advice: tuple[Advice, ...] = ()
    gain: Gain | None = None
    reasons: tuple[Reason, ...] = ()
    family: Family | None = None
    """Threads, processes or the plain loop: known before a class is named."""
    loss_high: float | None = None
    """How much slower than the best of the others the named one may at most be, as a share: 0.08 is 8%."""
    sure: Literal["known", "likely"] | None = None


def gain_of(contestant: Contestant, speedup: Figure, sample: Sample, *, names_python: bool) -> Gain:
    """The gain of the one that is named."""
    measured, items = (sample.measured, sample.items) if sample.is_sample else (None, None)
    return Gain(speedup, contestant.python, names_python, measured, items)


def gain_words(gain: Gain) -> tuple[str, str, str]:
    """The parts "1.93× faster", "than the plain loop" and "(95% CI 1.88–1.98)": each has its own colour."""
    there = f"on Python {gain.than}" if gain.names_python else ""
    of = Sample(gain.measured, gain.items).on_sample()
    than = " ".join(filter(None, ("than the plain loop", there, of)))
    return f"{times(gain.speedup.median)} faster", than, f"({_how_sure(gain)})"


def _how_sure(gain: Gain) -> str:
    """The interval and what it rests on: rounds, or a forecast."""
    ends = interval(gain.speedup.low, gain.speedup.high)
    if gain.rounds == 0:
        return f"forecast, 80%: {ends}"
    if gain.rounds is None:
        return f"95% CI {ends}"
    expected = f"; forecast {interval(gain.forecast.low, gain.forecast.high)}" if gain.forecast is not None else ""
    return f"{count(gain.rounds, 'round')} in the time{expected}"
