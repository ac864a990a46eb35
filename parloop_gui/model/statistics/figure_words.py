"""A row's figures in words: the median with its interval in the same unit."""

from __future__ import annotations

from parloop_gui.model.statistics.summary import Figure, Row
from parloop_gui.model.wording import units

NOT_MEASURED = "–"


def speedup_words(figure: Figure | None) -> str:
    """A speed-up as in `1.93× (1.88–1.98)`."""
    if figure is None:
        return NOT_MEASURED
    ends = f" ({units.interval(figure.low, figure.high)})" if figure.has_interval else ""
    return f"{units.times(figure.median)}{ends}"


def wall_words(row: Row) -> str:
    """The interval in the median's unit: "12.3 ms (12.1–12.6)"; of a run that was ended what it took at least."""
    figure = row.wall_s
    if figure is None:
        return f"over {units.duration(row.censored_s, 2)}" if row.censored_s is not None else NOT_MEASURED
    return time_words(figure)


def time_words(figure: Figure) -> str:
    """Seconds with their interval, all in the median's unit: "12.3 ms (12.1–12.6)"."""
    scale, unit = units.time_unit(figure.median)
    ends = f" ({units.interval(figure.low * scale, figure.high * scale)})" if figure.has_interval else ""
    return f"{units.number(figure.median * scale)} {unit}{ends}"
