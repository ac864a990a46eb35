"""What the two charts show of a row: wall time in one unit for all rows, and throughput."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.model.wording.units import number
from parloop_gui.ui.charts.compare.rows import Beyond, ChartRow

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Figure

# From which length of the longest bar on, in seconds; what a second is in that unit; the unit.
_UNITS = ((0.1, 1.0, "s"), (1e-4, 1e3, "ms"), (0.0, 1e6, "µs"))


class Axis(NamedTuple):
    """One quantity: its title, its unit, which end is good, and how to take it from a row in that unit."""

    title: str
    unit: str
    good: str
    figure: Callable[[ChartRow], Figure | None]
    rounds: Callable[[ChartRow], tuple[float, ...]]
    forecast: Callable[[ChartRow], Figure | None]
    most: Callable[[Beyond], float | None]
    """What a run that was ended came to at most; None where it came to more than the axis shows."""
    kept_open: Callable[[ChartRow], float | None]
    """The figure of the second loop in a pool that is kept open."""
    names_best: bool = False

    @property
    def caption(self) -> str:
        """The unit, and which end is good."""
        return f"{self.unit} · {self.good_words}"

    @property
    def good_words(self) -> str:
        """Which end is good."""
        return f"{self.good} is better"

    def text(self, value: float) -> str:
        """The value beside a bar."""
        return number(value)

    def tick_text(self, value: float) -> str:
        """The value under a tick: as short as it is exact."""
        return f"{value:,.10g}" if value < 1e6 else f"{value:,.0f}"


def wall_axis(rows: Sequence[ChartRow]) -> Axis:
    """Wall time in s, ms or µs, as the longest bar asks for."""
    shown = [figure for row in rows if (figure := row.wall_s or row.forecast_wall_s) is not None]
    longest = max((figure.median for figure in shown), default=1.0)
    factor, unit = next((factor, unit) for least, factor, unit in _UNITS if longest >= least)
    return Axis(
        "Wall time",
        unit,
        "lower",
        lambda row: _scaled(row.wall_s, factor),
        lambda row: tuple(value * factor for value in row.round_wall_times_s),
        lambda row: _scaled(row.forecast_wall_s, factor),
        lambda beyond: None,
        lambda row: row.kept_open[0] * factor if row.kept_open is not None else None,
        names_best=True,
    )


def throughput_axis(rows: Sequence[ChartRow]) -> Axis:
    """Tasks per second."""
    return Axis(
        "Throughput",
        "tasks/s",
        "higher",
        lambda row: row.throughput_per_s,
        lambda row: row.round_throughputs_per_s,
        lambda row: row.forecast_throughput_per_s,
        lambda beyond: beyond.throughput_per_s,
        lambda row: row.kept_open[1] if row.kept_open is not None else None,
    )


def _scaled(figure: Figure | None, factor: float) -> Figure | None:
    if figure is None:
        return None
    return replace(figure, median=figure.median * factor, low=figure.low * factor, high=figure.high * factor)
