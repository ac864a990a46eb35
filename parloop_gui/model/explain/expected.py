"""What a forecast alone says: whom to expect while nothing is measured, and the answer where there was no time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.model.events.events import ForecastMade
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.explain.verdict import Gain, Reason
from parloop_gui.model.forecast.forecast import favourite, most_behind
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure, Row
from parloop_gui.model.statistics.thresholds import BOUND_HARDLY
from parloop_gui.model.wording.units import duration, percent, times

# Families as a forecast names them; what is further goes by its own name.
_FAMILIES: dict[Family, str] = {"baseline": "the plain loop", "threads": "threads", "processes": "processes"}

# How rows stand that may still be named: nothing went wrong with them.
_HOPEFUL = ("finished", "stopped", "not-run")


def expected_best(made: ForecastMade | None, rows: Iterable[Row]) -> Forecast | None:
    """Whom one would name by forecast alone, of those that nothing went wrong with; None where there is no choice."""
    able = _able(made, rows)
    return favourite(able) if any(not each.contestant.is_plain for each in able) else None


def family_words(forecast: Forecast) -> str:
    """The family of one: "processes"."""
    strategy = catalogue.find(forecast.contestant.strategy)
    return _FAMILIES.get(strategy.family, strategy.title)


def expecting(forecast: Forecast) -> str:
    """The headline before anything but the plain loop ran: "Expecting processes, about 1.80×"."""
    gain = "" if forecast.contestant.is_plain else f", about {times(forecast.gain, 2)}"
    return f"Expecting {family_words(forecast)}{gain}"


def expected_gain(forecast: Forecast, *, names_python: bool) -> Gain | None:
    """Its gain as a forecast has it; the plain loop has none over itself."""
    if forecast.contestant.is_plain:
        return None
    return Gain(figure_of_gain(forecast), forecast.contestant.python, names_python, rounds=0)


def figure_of_gain(forecast: Forecast) -> Figure:
    """The gain with the ends of its 80% interval."""
    return Figure(forecast.gain, forecast.gain_low, forecast.gain_high)


def why_by_forecast(made: ForecastMade, forecast: Forecast, rows: Sequence[Row]) -> list[Reason]:
    """That it is one, and how much faster anything else may be."""
    text = "This is a forecast: there was no time to measure it."
    if made.cut_s is not None:
        text = f"This is a forecast: the first task was cut after {duration(made.cut_s, 2)}, and no other was tried."
    return [Reason("forecast", text, {"cut_s": made.cut_s}), bound_by_forecast(made, forecast, rows)]


def bound_by_forecast(made: ForecastMade, forecast: Forecast, rows: Iterable[Row]) -> Reason:
    """How much faster anything else may be, where rounds don't tell."""
    share = expected_loss(made, forecast, rows)
    text = f"By the forecast nothing else is more than {percent(share)} faster."
    if share < BOUND_HARDLY:
        text = "By the forecast nothing else is as fast."
    return Reason("bound", text, {"loss_high": share})


def expected_loss(made: ForecastMade, forecast: Forecast, rows: Iterable[Row]) -> float:
    """How much slower than the best of the others it may be, as a share."""
    return most_behind(forecast, _able(made, rows))


def forecast_of(made: ForecastMade | None, contestant: Contestant) -> Forecast | None:
    """The forecast of one."""
    forecasts = made.forecasts if made is not None else ()
    return next((each for each in forecasts if each.contestant == contestant and math.isfinite(each.gain)), None)


def _able(made: ForecastMade | None, rows: Iterable[Row]) -> list[Forecast]:
    outcomes = {row.contestant: row.outcome for row in rows}
    forecasts = made.forecasts if made is not None else ()
    return [each for each in forecasts if outcomes.get(each.contestant) in _HOPEFUL]
