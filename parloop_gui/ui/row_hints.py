"""What is said of a row on hover and to screen readers: where a bar's time went, and what its tag means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.model.words import count, duration, interval, number, percent, thousands, time_unit, times

if TYPE_CHECKING:
    from parloop_gui.model.summary import Figure, Row
    from parloop_gui.model.tags import Tag


def bar_hint(name: str, row: Row) -> str:
    """The bar in figures: median and interval, its parts, its rounds, its speed-up, what was in force."""
    if row.wall_s is None:
        return f"{name}: no round yet"
    lines = (
        f"{name}: {duration(row.wall_s.median)}{_interval(row.wall_s)}",
        _parts(row),
        _rounds(row),
        f"{times(row.speedup.median)} the plain loop’s speed{_interval(row.speedup)}" if row.speedup else "",
        _in_force(row),
    )
    return "\n".join(filter(None, lines))


def tag_hint(row: Row, plain: Tag | None, family: str) -> str:
    """What the row's tag means, in a sentence."""
    tag = row.tag
    if tag is None:
        return ""
    waits = percent(1 - tag.cpu_share)
    if plain is not None and plain.slug == "cpu-bound" and tag is not plain and tag.cpu_share < 0.5:
        return f"Tasks wait {waits} of their time though the plain loop computes: {_for_what(tag, family)}."
    if tag.slug == "cpu-bound":
        return f"Tasks are on a core {percent(tag.corrected_share)} of their time: they compute."
    return f"Tasks wait {percent(1 - tag.corrected_share)} of their time, as for a disk, a server or a clock."


def _for_what(tag: Tag, family: str) -> str:
    """What tasks wait for most that compute in the plain loop."""
    if tag.each_other_share > max(tag.gil_wait_share, tag.core_wait_share):
        return "they wait for each other"
    took_turns = family == "threads" and tag.gil == "held" and tag.gil_wait_share >= tag.core_wait_share
    return "they take turns on the GIL" if took_turns else "they share the cores"


def _parts(row: Row) -> str:
    if row.startup_s is None or row.work_s is None or row.winddown_s is None:
        return ""
    startup, work, winddown = (duration(each) for each in (row.startup_s, row.work_s, row.winddown_s))
    return f"start-up {startup}, work {work}, wind-down {winddown}"


def _rounds(row: Row) -> str:
    walls = row.round_walls_s
    if len(walls) < 2:
        return count(row.rounds, "round")
    scale, unit = time_unit(max(walls))
    return f"{count(row.rounds, 'round')}, from {number(min(walls) * scale)} to {number(max(walls) * scale)} {unit}"


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
