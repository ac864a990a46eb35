"""A comparison in the window's words: the chart's rows, the pill beside the verdict, the status line. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parloop_gui.model.comparison import Comparison
from parloop_gui.model.plan import EFFORTS, Contestant
from parloop_gui.model.summary import Row
from parloop_gui.model.tags import pill
from parloop_gui.model.words import about, count, duration, thousands, times
from parloop_gui.ui.charts.compare_rows import ChartData, ChartRow

PLAIN = "serial"
TO_DECIDE = 3
"""Rounds from which on the verdict shows, marked as not settled."""


@dataclass(frozen=True)
class Name:
    """How a strategy is shown: its title, its family, and the call that needs no mention."""

    title: str
    family: str
    usual_call: str


Names = Mapping[str, Name]


def contestant_title(contestant: Contestant, names: Names, several_pythons: bool = False) -> str:
    """A contestant's name: the call, the width of its own and the Python only where they tell rows apart."""
    name = names.get(contestant.strategy, Name(contestant.strategy, "further", contestant.call))
    parts = [name.title]
    if contestant.call != name.usual_call:
        parts[0] += f".{contestant.call}"
    if contestant.workers is not None:
        parts.append(f"{contestant.workers} workers")
    if several_pythons:
        parts.append(contestant.python)
    return " · ".join(parts)


def chart_data(comparison: Comparison, names: Names, selected: Contestant | None) -> ChartData:
    """What the chart shows now. Failed rows stay in their place until the comparison has ended."""
    summaries = {row.contestant: row for row in comparison.rows}
    plain = {row.contestant.python: row for row in comparison.rows if row.contestant.strategy == PLAIN}
    made = [
        _chart_row(comparison, contestant, summaries.get(contestant), plain.get(contestant.python), names)
        for contestant in comparison.contestants
    ]
    if comparison.ended is None:
        return ChartData(tuple(made), (), selected)
    return ChartData(tuple(row for row in made if not row.failure), tuple(row for row in made if row.failure), selected)


def empty_data(choices: list[Contestant], names: Names) -> ChartData:
    """The rows that will fill in, before the first comparison."""
    rows = tuple(
        ChartRow(each, contestant_title(each, names), _family(each, names), plain=each.strategy == PLAIN)
        for each in choices
    )
    return ChartData(rows, dimmed=True, footnote="Bars fill in round by round while the comparison runs.")


def rounds_pill(comparison: Comparison) -> str:
    """The pill beside the verdict: how many rounds there are, and whether it is over."""
    rounds = count(comparison.rounds_finished, "round")
    if comparison.ended is None:
        return f"so far: {rounds}" if comparison.rounds_finished else "warming up"
    return f"stopped after {rounds}" if comparison.ended.reason == "stopped" else rounds


def is_settled(comparison: Comparison) -> bool:
    """Whether the verdict is shown as one: the least rounds are in, or it is over."""
    effort = EFFORTS[comparison.plan.effort]
    return comparison.ended is not None or comparison.rounds_finished >= effort.least_rounds


def status_line(comparison: Comparison, names: Names) -> str:
    """The left end of the status bar."""
    return _ended_line(comparison) if comparison.ended is not None else _running_line(comparison, names)


def progress(comparison: Comparison) -> float | None:
    """0 to 1: how much of the time it may take has gone; None when nothing runs."""
    if comparison.ended is not None:
        return None
    rounds = (
        comparison.estimate.rounds if comparison.estimate is not None else EFFORTS[comparison.plan.effort].most_rounds
    )
    contestants = max(1, len(comparison.contestants))
    began = comparison.under_way
    within = _done_share(comparison) / contestants
    if began is not None and began.contestant in comparison.contestants:
        in_round = sum(1 for run in comparison.runs if run.round == began.round)
        within += in_round / contestants
    return min(1.0, (comparison.rounds_finished + within) / max(1, rounds))


def _chart_row(
    comparison: Comparison, contestant: Contestant, row: Row | None, plain: Row | None, names: Names
) -> ChartRow:
    several = len(comparison.plan.pythons) > 1
    is_plain = contestant.strategy == PLAIN
    under_way = comparison.under_way is not None and comparison.under_way.contestant == contestant
    bare = ChartRow(
        contestant,
        contestant_title(contestant, names, several),
        _family(contestant, names),
        plain=is_plain,
        progress=_done_share(comparison) if under_way and comparison.ended is None else None,
    )
    return bare if row is None else _filled(bare, row, plain, comparison)


def _filled(bare: ChartRow, row: Row, plain: Row | None, comparison: Comparison) -> ChartRow:
    failed = row.outcome != "finished"
    verdict = comparison.verdict
    best = verdict is not None and verdict.contestant == bare.contestant and verdict.kind in ("winner", "level")
    items = _items(comparison, row)
    return ChartRow(
        bare.contestant,
        bare.name,
        bare.family,
        wall_s=None if failed else row.wall_s,
        throughput_per_s=None if failed else row.throughput_per_s,
        round_walls_s=() if failed else row.round_walls_s,
        round_throughputs_per_s=tuple(items / wall_s for wall_s in row.round_walls_s if wall_s > 0) if items else (),
        pill=pill(row.tag, plain.tag if plain is not None else None) if row.tag is not None else None,
        at_once=thousands(row.width) if row.width is not None else "",
        speedup="1×" if bare.plain and row.wall_s else times(row.speedup.median) if row.speedup is not None else "",
        plain=bare.plain,
        best=best,
        level=row.level_with_best and not best,
        progress=bare.progress,
        failure=row.message if failed else "",
        hint=_hint(bare.name, row),
    )


def _items(comparison: Comparison, row: Row) -> float:
    """How many items a run did, from its throughput: a user's items are only known by then."""
    if row.throughput_per_s is None or row.wall_s is None:
        return 0.0
    return row.throughput_per_s.median * row.wall_s.median


def _hint(name: str, row: Row) -> str:
    if row.outcome != "finished":
        return f"{name}: {row.message}"
    if row.wall_s is None:
        return f"{name}: no round yet"
    parts = [f"{name}: {duration(row.wall_s.median)}"]
    if row.startup_s is not None and row.work_s is not None and row.winddown_s is not None:
        parts.append(
            f"start-up {duration(row.startup_s)}, work {duration(row.work_s)}, wind-down {duration(row.winddown_s)}"
        )
    return "\n".join(parts)


def _running_line(comparison: Comparison, names: Names) -> str:
    began = comparison.under_way
    if began is None:
        return "Starting…"
    at_most = f" of at most {comparison.estimate.rounds}" if comparison.estimate is not None else ""
    parts = [f"Round {began.round}{at_most}" if began.round else "Warm-up round, not counted"]
    parts.append(contestant_title(began.contestant, names))
    if comparison.total:
        parts.append(f"{thousands(comparison.done)} of {thousands(comparison.total)} tasks")
    if comparison.left_s is not None:
        parts.append(f"about {about(comparison.left_s)} left")
    return " · ".join(parts)


def _ended_line(comparison: Comparison) -> str:
    ended = comparison.ended
    assert ended is not None
    word = {"stopped": "Stopped", "failed": "Failed"}.get(ended.reason, "Done")
    good = sum(1 for row in comparison.rows if row.outcome == "finished")
    total = len(comparison.contestants)
    strategies = f"{good} of {total} strategies" if good != total else f"{total} strategies"
    parts = [word, count(comparison.rounds_finished, "round"), strategies, duration(ended.elapsed_s)]
    if ended.message:
        parts.append(ended.message)
    return " · ".join(parts)


def _done_share(comparison: Comparison) -> float:
    return comparison.done / comparison.total if comparison.total else 0.0


def _family(contestant: Contestant, names: Names) -> str:
    name = names.get(contestant.strategy)
    return name.family if name is not None else "further"
