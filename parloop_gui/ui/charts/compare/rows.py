"""What the compare chart shows, as plain data: one row per contestant, already in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.model.plan.plan import Contestant

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Figure


class Beyond(NamedTuple):
    """A run that was ended before its end: in words ("over 3×"), at least so long, at most so many tasks a second."""

    words: str
    wall_s: float
    throughput_per_s: float | None
    speedup: str


class ChartRow(NamedTuple):
    """One row. Figures are None until there are rounds; `failure` is the sentence of a bad ending.

    `group` is the caption over it and its neighbours where there are several interpreters.

    `remark` tells the row from others of its name. `pill` is the tag's text and whether it is filled. `progress` is
    0 to 1 while this row's run is under way. `hint` is said on hover and to screen readers, `tag_hint` over the tag.
    `standing` says where it stands in the race ("" while it races); `faded`: it is out.
    `beyond` stands in place of figures where a run was ended: "over 3×", its least wall time and most throughput.
    The forecasts are shown until there are figures.
    """

    contestant: Contestant
    name: str
    family: str
    remark: str = ""
    group: str = ""
    wall_s: Figure | None = None
    throughput_per_s: Figure | None = None
    round_wall_times_s: tuple[float, ...] = ()
    round_throughputs_per_s: tuple[float, ...] = ()
    pill: tuple[str, bool] | None = None
    at_once: str = ""
    speedup: str = ""
    plain: bool = False
    best: bool = False
    level: bool = False
    progress: float | None = None
    failure: str = ""
    hint: str = ""
    tag_hint: str = ""
    standing: str = ""
    faded: bool = False
    beyond: Beyond | None = None
    kept_open: tuple[float, float | None] | None = None
    """Wall time and throughput of the second loop in a pool that is kept open."""
    forecast_wall_s: Figure | None = None
    forecast_throughput_per_s: Figure | None = None
    excused: bool = False
    """Below the axes without having done anything wrong: it never ran."""


class ChartView(NamedTuple):
    """How the chart is looked at."""

    throughput: bool = True
    by_speed: bool = False
    log: bool = False


class ChartData(NamedTuple):
    """Everything one painting of the chart needs. `failed` rows stand below the axes."""

    rows: tuple[ChartRow, ...] = ()
    failed: tuple[ChartRow, ...] = ()
    selected: Contestant | None = None
    dimmed: bool = False
    """True before the first comparison: names and empty tracks only."""
    over: bool = False
    """Whether nothing is measured any more: only then rows may change places."""
    view: ChartView = ChartView()
    footnote: str = "Dots: rounds · whiskers: 95% CI · dashed: plain loop"


def at_rest(data: ChartData) -> ChartData:
    """The chart without what only shows while it runs; what has failed stands below the axes."""
    still = [row._replace(progress=None) for row in data.rows]
    failed = (*(row for row in still if row.failure), *data.failed)
    return data._replace(rows=tuple(row for row in still if not row.failure), failed=failed)


# A picture of more rows would have no end.
MOST_ROWS = 200

# The footnote where there are rings.
KEPT_OPEN_NOTE = "Dots: rounds · whiskers: 95% CI · ring: pool kept open"

# The footnote while nothing is measured.
FORECAST_NOTE = "Pale: forecast with its 80% interval"
