"""What the compare chart shows, as plain data: one row per contestant, already in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.model.plan.plan import Contestant

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Figure


class ChartRow(NamedTuple):
    """One row. Figures are None until there are rounds; `failure` is the sentence of a bad ending.

    `group` is the caption over it and its neighbours where there are several interpreters.

    `remark` tells the row from others of its name. `pill` is the tag's text and whether it is filled. `progress` is
    0 to 1 while this row's run is under way. `hint` is said on hover and to screen readers, `tag_hint` over the tag.
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


class ChartData(NamedTuple):
    """Everything one painting of the chart needs. `failed` rows stand below the axes."""

    rows: tuple[ChartRow, ...] = ()
    failed: tuple[ChartRow, ...] = ()
    selected: Contestant | None = None
    dimmed: bool = False
    """True before the first comparison: names and empty tracks only."""
    footnote: str = "Dots: rounds · whiskers: 95% CI · dashed: plain loop"
