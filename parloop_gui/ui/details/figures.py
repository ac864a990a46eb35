"""The figures of a strategy as the right panel lists them, each with what its name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.wording.machine import cores_words, is_limited
from parloop_gui.model.wording.units import duration, interval, number, percent, rate, size, thousands, time_unit, times
from parloop_gui.ui.result.verdict_texts import ideal
from parloop_gui.ui.widgets.facts import Fact
from parloop_gui.ui.widgets.glossary import hover

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.statistics.summary import Figure, Row

# So many answer a newcomer's questions: how long, how much faster, by how many cores, and what starting costs.
FIRST = 4


def figures(comparison: Comparison, row: Row | None, plain: Row | None) -> tuple[Fact, ...]:
    """The facts of a row; none where it ended badly before a round that counts."""
    if row is None or row.wall_s is None:
        return () if row is not None and row.message else (Fact("Rounds", "none yet"),)
    facts = (
        Fact("Wall time", duration(row.wall_s.median, 4), _half_s(row.wall_s), _rounds(row)),
        _speedup(comparison, row),
        _cores_used(comparison, row),
        Fact("Start-up", duration(row.startup_s) if row.startup_s is not None else "", why=hover("start-up")),
        _throttled(row),
        _throughput(row.throughput_per_s),
        _first_result(row),
        _overhead(row),
        _memory(row, plain),
        _workers(row),
    )
    return tuple(fact for fact in facts if fact.value)


def _rounds(row: Row) -> str:
    return (
        f"The median of {row.rounds} rounds. {hover('wall-time')}\n± is half its 95% confidence interval: of 100 such "
        "intervals, 95 hold the true value."
    )


def _half_s(figure: Figure) -> str:
    half = (figure.high - figure.low) / 2
    scale, unit = time_unit(min(half, figure.median))  # "12.7 ms ±0.5 s" would be read as ±0.5 ms
    return f"±{number(half * scale, 2)} {unit}" if half > 0 else ""


def _throughput(figure: Figure | None) -> Fact:
    if figure is None:
        return Fact("Throughput", "")
    half = (figure.high - figure.low) / 2
    return Fact("Throughput", rate(figure.median), f"±{number(half, 2)}" if half > 0 else "", hover("throughput"))


def _speedup(comparison: Comparison, row: Row) -> Fact:
    if row.contestant.is_plain:
        return Fact("Speed-up", "1×", "by definition", "Every other strategy is measured against the plain loop.")
    if row.speedup is None:
        return Fact("Speed-up", "")
    most = ideal(comparison, [row])
    sure = f", 95% CI {interval(row.speedup.low, row.speedup.high)}" if row.speedup.has_interval else ""
    why = (
        f"The median ratio to the plain loop of the same round{sure}. "
        f"Ideal would be as many times as tasks can go on at once."
    )
    return Fact("Speed-up", times(row.speedup.median, 4), f"of {most:,.0f} ideal", why)


def _cores_used(comparison: Comparison, row: Row) -> Fact:
    if row.cpu_s is None or row.wall_s is None:
        return Fact("CPU used", "")
    share, cores = f"{row.cpu_s / row.wall_s.median:.2f}", cores_words(comparison.machine)
    of = cores if is_limited(comparison.machine) or not cores else f"of {cores}"
    return Fact("CPU used", share, of, hover("cpu-used"))


def _throttled(row: Row) -> Fact:
    if row.throttled_share is None:
        return Fact("Held back", "")
    return Fact("Held back", percent(row.throttled_share), "by a container’s limit", hover("held-back"))


def _first_result(row: Row) -> Fact:
    """Only for calls that hand results over one by one: for the others it is the whole wall time."""
    is_lazy = catalogue.find(row.contestant.strategy).find_call(row.contestant.call).lazy
    if not is_lazy or row.first_result_s is None or row.contestant.is_plain:
        return Fact("First result", "")
    return Fact("First result", duration(row.first_result_s), "", "When the first result could be used.")


def _overhead(row: Row) -> Fact:
    from parloop_gui.model.timeline.task_times import overhead_per_task_s

    overhead_s = overhead_per_task_s(row)
    return Fact("Overhead per task", duration(overhead_s, 2) if overhead_s is not None else "", why=hover("overhead"))


def _memory(row: Row, plain: Row | None) -> Fact:
    if not row.peak_rss_bytes:
        return Fact("Memory", "")
    why = hover("memory")
    if plain is None or plain is row or not plain.peak_rss_bytes:
        return Fact("Memory", size(row.peak_rss_bytes), why=why)
    more_bytes = row.peak_rss_bytes - plain.peak_rss_bytes
    whole = f"{why} Here: {size(row.peak_rss_bytes)}, compared with the plain loop’s."
    return Fact("Memory", f"{'+' if more_bytes >= 0 else '−'}{size(abs(more_bytes))}", why=whole)


def _workers(row: Row) -> Fact:
    if row.workers is None or row.contestant.is_plain:
        return Fact("Workers", "")
    chunk = f"chunks of {thousands(row.chunksize)}" if row.chunksize is not None else ""
    at_once = f"{thousands(row.width)} at once" if row.width not in (None, row.workers) and row.width else ""
    remark = " · ".join(filter(None, (row.start_method or "", chunk or at_once)))
    return Fact("Workers", thousands(row.workers), remark, "What was in force: workers, start method and chunk size.")
