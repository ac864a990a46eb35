"""What is said of a row on hover and to screen readers: where a bar's time went, and what its tag means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.model.statistics.thresholds import MOSTLY_CPU, SPOKEN_OF
from parloop_gui.model.wording.units import count, duration, interval, number, percent, thousands, time_unit, times

if TYPE_CHECKING:
    from parloop_gui.model.statistics.classification import Tag
    from parloop_gui.model.statistics.summary import Figure, Row


def bar_hint(name: str, row: Row, standing: str = "", *odd: str) -> str:
    """The bar in figures: median and interval, its parts, its rounds, its speed-up, what was in force.

    `standing` is where it stands in the race, "" while it races; `odd` is what can't be what it seems.
    """
    if row.wall_s is None:
        return f"{name}: {standing or _expected(row) or 'no round yet'}"
    from parloop_gui.model.explain.ways_out import remedied_lines  # brings the statistics, as the first paint need not

    lines = (
        f"{name}: {duration(row.wall_s.median)}{_interval(row.wall_s)}",
        _parts(row),
        _rounds(row),
        _speedup(row),
        f"kept open, its second loop takes {duration(row.kept_open_s, 2)}" if row.kept_open_s else "",
        *(f"{how}: {duration(each.wall_s, 2)}" for each, _, how in remedied_lines(row, None)),
        _in_force(row),
        standing,
        *odd,
    )
    return "\n".join(filter(None, lines))


def _speedup(row: Row) -> str:
    if row.speedup is None:
        return ""
    shared = row.speedup_rounds
    over = f", over {count(shared, 'round')} that both ran" if shared is not None and shared < row.rounds else ""
    return f"{times(row.speedup.median)} the plain loop’s speed{_interval(row.speedup)}{over}"


def _expected(row: Row) -> str:
    if row.forecast_s is None:
        return ""
    low_s, high_s = row.forecast_low_s or row.forecast_s, row.forecast_high_s
    ends = f"80% interval {duration(low_s)} to {duration(high_s)}" if high_s is not None else "or longer"
    return f"expected to take {duration(row.forecast_s)} ({ends}); it has not run yet"


def tag_hint(row: Row, plain: Tag | None) -> str:
    """What the row's tag means, in a sentence."""
    tag = row.tag
    if tag is None:
        return ""
    waits = percent(1 - tag.free_share)
    lost = tag.free_share < MOSTLY_CPU or tag.free_share < tag.corrected_share - SPOKEN_OF
    if plain is not None and plain.slug == "cpu-bound" and tag is not plain and lost:
        return f"Tasks wait {waits} of their time though the plain loop computes: {_for_what(row, tag)}."
    if tag.slug == "cpu-bound":
        return f"Tasks are on a core {percent(tag.corrected_share)} of their time: they compute."
    return f"Tasks wait {percent(1 - tag.corrected_share)} of their time, as for a disk, a server or a clock."


def _for_what(row: Row, tag: Tag) -> str:
    """What tasks wait for most that compute in the plain loop."""
    from parloop_gui.model.statistics.wall_times import is_event_loop

    if is_event_loop(row.contestant):
        return "one thread runs them all"
    shares = {
        "they take turns on the GIL": tag.gil_wait_share,
        "they share the cores": tag.core_wait_share,
        "they wait for each other": tag.each_other_share,
    }
    most = max(shares, key=lambda each: shares[each])
    return most if shares[most] > 0 else "for what, can’t be told"


def _parts(row: Row) -> str:
    if row.startup_s is None or row.work_s is None or row.winddown_s is None:
        return ""
    startup, work, winddown = (duration(each) for each in (row.startup_s, row.work_s, row.winddown_s))
    return f"start-up {startup}, work {work}, wind-down {winddown}"


def _rounds(row: Row) -> str:
    wall_times = row.round_wall_times_s
    if len(wall_times) < 2:
        return count(row.rounds, "round")
    scale, unit = time_unit(max(wall_times))
    low, high = number(min(wall_times) * scale), number(max(wall_times) * scale)
    return f"{count(row.rounds, 'round')}, from {low} to {high} {unit}"


def _interval(figure: Figure | None) -> str:
    if figure is None or not figure.has_interval:
        return ""
    scale, _ = time_unit(figure.median) if figure.median < 0.1 else (1.0, "")
    return f" (95% CI {interval(figure.low * scale, figure.high * scale)})"


def _in_force(row: Row) -> str:
    parts = (
        f"{thousands(row.width)} at once" if row.width else "",
        row.start_method or "",
        f"chunks of {thousands(row.chunksize)}" if row.chunksize else "",
    )
    return " · ".join(filter(None, parts))
