"""What is said before anything was measured but the plain loop: what a forecast makes one expect."""

from __future__ import annotations

import math
from collections.abc import Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.explain.verdict import Reason, Verdict
from parloop_gui.model.statistics.thresholds import AHEAD
from parloop_gui.model.wording.units import interval, times

_DIGITS = 2
"""Of a forecast's gain: its interval is wide, more would be no better."""

_FAMILIES: dict[Family, str] = {"threads": "threads", "processes": "processes"}
_FROM = "From one plain loop, what starting workers costs here, and what the items weigh. Measuring now."


def expecting(forecasts: Sequence[Forecast]) -> Verdict | None:
    """The headline "Expecting processes, about 1.8×" with its interval; None where there is no forecast."""
    if not forecasts:
        return None
    best = max(forecasts, key=lambda each: each.gain)
    family = catalogue.find(best.contestant.strategy).family
    helps = best.gain > math.exp(AHEAD)
    named = _FAMILIES.get(family, catalogue.find(best.contestant.strategy).title)
    headline = (
        f"Expecting {named}, about {times(best.gain, _DIGITS)}" if helps else "Expecting nothing to beat the loop"
    )
    ends = f"80% interval {interval(best.gain_low, best.gain_high, _DIGITS)}×" if helps else ""
    numbers: dict[str, int | float | None] = {"gain": best.gain, "low": best.gain_low, "high": best.gain_high}
    return Verdict(
        "measuring",
        headline,
        ends,
        _FROM,
        reasons=(Reason("forecast", _FROM, numbers),),
        family=family if helps else "baseline",
    )
