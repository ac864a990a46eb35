"""How claims are written: figures with their intervals, strategies by name, values with what they are of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, interval, number, times


def named(contestant: Contestant, among: Sequence[Contestant]) -> str:
    """The strategy's name among these, whatever its arrangement."""
    return name(Contestant(contestant.strategy, contestant.call, contestant.python), among)


def ratio(logs: Figure) -> Figure:
    """A ratio whose logarithm this is."""
    return Figure(*(math.exp(min(each, 700.0)) for each in (logs.median, logs.low, logs.high)))


def times_words(figure: Figure) -> str:
    """A ratio with its interval, as in `1.93× (1.88–1.98)`."""
    return f"{times(figure.median)} ({interval(figure.low, figure.high)})"


def share_words(figure: Figure) -> str:
    """Shares as percent: "3.1% (1.2–5.0%)"; of what is below a thousandth no digit counts."""
    ends = [_percent(each) for each in (figure.low, figure.high)]
    return f"{_percent(figure.median)}% ({ends[0]}–{ends[1]}%)"


def _percent(share: float) -> str:
    percents = share * 100
    return "0" if percents < 1e-3 else number(percents, 2)


def whole_words(figure: Figure, unit: str = "") -> str:
    """Whole numbers, of items or workers: "12 (9–17)", or "12" where both ends are the same."""
    middle, low, high = (_whole(each) for each in (figure.median, figure.low, figure.high))
    return f"{middle}{unit}" if low == high else f"{middle}{unit} ({low}–{high}{unit})"


def _whole(value: float) -> str:
    return number(value) if not math.isfinite(value) else f"{math.ceil(value - 1e-9):,}"


def rounds_words(series: Mapping[Any, Sequence[float]]) -> str:
    """How many rounds the places had: "3 to 8 rounds at each place"."""
    counts = [len(values) for values in series.values()]
    least, most = min(counts, default=0), max(counts, default=0)
    return f"{count(least, 'round')} at each place" if least == most else f"{least} to {most} rounds at each place"
