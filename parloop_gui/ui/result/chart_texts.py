"""A comparison as the chart shows it: its rows in words and figures. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Contestant, Interpreter
from parloop_gui.model.report.race_words import beyond_words, brief_race_words, race_words
from parloop_gui.model.wording.groups import group_titles, same_python
from parloop_gui.model.wording.titles import strategy_title, version_words
from parloop_gui.model.wording.units import thousands, times
from parloop_gui.ui.charts.compare.rows import FORECAST_NOTE, KEPT_OPEN_NOTE, Beyond, ChartData, ChartRow
from parloop_gui.ui.result.row_hints import bar_hint, tag_hint
from parloop_gui.ui.result.status_texts import done_share

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.explain.verdict import VerdictKind
    from parloop_gui.model.statistics.summary import Figure, Row

_NAMES_THE_BEST: tuple[VerdictKind, ...] = ("winner", "level", "keep-plain-loop", "likely")


def remark(contestant: Contestant, among: Sequence[Contestant]) -> str:
    """What else tells it apart among those of its group: a width of its own, a call that is not the usual one."""
    twins = [each for each in same_python(contestant, among) if each.strategy == contestant.strategy]
    own = contestant.arrangement
    parts = [each.strip() for each in version_words(own.source, [twin.arrangement.source for twin in twins])]
    parts += [f"{thousands(own.workers)} workers"] if own.workers is not None else []
    if contestant.call != _usual_call(contestant) or any(each.call != contestant.call for each in twins):
        parts.append(contestant.call)
    return " · ".join(parts)


def _usual_call(contestant: Contestant) -> str:
    return catalogue.find(contestant.strategy).default_call or contestant.call


def chart_data(comparison: Comparison, selected: Contestant | None) -> ChartData:
    """What the chart shows now. Failed rows stay in their place until the comparison has ended."""
    summaries = {row.contestant: row for row in comparison.rows}
    made = [
        _chart_row(comparison, contestant, summaries.get(contestant), summaries.get(contestant.plain))
        for contestant in comparison.contestants
    ]
    if comparison.ended is None:
        shown = ChartData(tuple(made), (), selected)
        expected = not any(row.wall_s for row in made) and any(row.forecast_wall_s for row in made)
        return shown._replace(footnote=FORECAST_NOTE) if expected else shown
    failed = tuple(_below(row) for row in made if row.failure)
    shown = ChartData(tuple(row for row in made if not row.failure), failed, selected, over=True)
    if any(row.kept_open is not None for row in shown.rows):
        shown = shown._replace(footnote=KEPT_OPEN_NOTE)
    return shown if shown.rows else shown._replace(footnote="Nothing could be measured.")


def _below(row: ChartRow) -> ChartRow:
    """The row as it stands below the axes, where nothing else names its interpreter."""
    own = f"Python {row.contestant.python}" if row.group else ""
    return row._replace(group="", remark=" · ".join(filter(None, (row.remark, own))))


def empty_data(choices: Sequence[Contestant], pythons: Sequence[Interpreter] = ()) -> ChartData:
    """The rows that will fill in, before the first comparison."""
    titles = group_titles(pythons)
    rows = tuple(
        ChartRow(
            each,
            strategy_title(each.strategy),
            catalogue.find(each.strategy).family,
            group=titles.get(each.python, ""),
            plain=each.is_plain,
        )
        for each in choices
    )
    return ChartData(rows, dimmed=True, footnote="Bars fill in round by round while the comparison runs.")


def best_of(comparison: Comparison) -> Contestant | None:
    """Whom to show beside the chart: the one the verdict names, else the one that is ahead, or is expected to be."""
    if comparison.verdict is not None and comparison.verdict.contestant is not None:
        return comparison.verdict.contestant
    ahead = next((row.contestant for row in comparison.rows if row.rank == 1), None)
    if ahead is not None or comparison.forecast is None:
        return ahead
    from parloop_gui.model.explain.expected import expected_best  # brings the statistics, as in the verdict's texts

    expected = expected_best(comparison.forecast, comparison.rows)
    return expected.contestant if expected is not None else None


def _chart_row(comparison: Comparison, contestant: Contestant, row: Row | None, plain: Row | None) -> ChartRow:
    under_way = comparison.under_way is not None and comparison.under_way.contestant == contestant
    bare = ChartRow(
        contestant,
        strategy_title(contestant.strategy),
        catalogue.find(contestant.strategy).family,
        remark(contestant, comparison.contestants),
        group_titles(comparison.plan.pythons).get(contestant.python, ""),
        plain=contestant.is_plain,
        progress=done_share(comparison) if under_way and comparison.ended is None else None,
    )
    if row is None:
        return bare
    if row.outcome not in ("finished", "stopped", "overtaken"):
        return _failed(bare, row)
    return _filled(bare, row, plain, comparison)


def _failed(bare: ChartRow, row: Row) -> ChartRow:
    words = row.message or f"It {row.outcome.replace('-', ' ')}."
    return bare._replace(failure=words, hint=f"{_full_name(bare)}: {words}", excused=row.outcome == "not-run")


def _full_name(bare: ChartRow) -> str:
    """Its name where no caption is in sight."""
    return f"{bare.name} on Python {bare.contestant.python}" if bare.group else bare.name


def _filled(bare: ChartRow, row: Row, plain: Row | None, comparison: Comparison) -> ChartRow:
    verdict = comparison.verdict
    best = verdict.contestant if verdict is not None and verdict.kind in _NAMES_THE_BEST else None
    speedup = times(row.speedup.median) if row.speedup is not None else ""
    over = comparison.ended is not None
    items = comparison.sample.measured
    wall, throughput = _forecast(row, items)
    return bare._replace(
        kept_open=_kept_open(row),
        forecast_wall_s=wall,
        forecast_throughput_per_s=throughput,
        wall_s=row.wall_s,
        throughput_per_s=row.throughput_per_s,
        round_wall_times_s=row.round_wall_times_s,
        round_throughputs_per_s=tuple((row.items or 0) / wall_s for wall_s in row.round_wall_times_s if wall_s > 0),
        pill=_pill(row, plain),
        at_once=thousands(row.width) if row.width is not None else "",
        speedup=speedup if not bare.plain else "1×" if row.wall_s is not None else "",
        best=best == bare.contestant,
        level=best is not None and row.level_with_best and best != bare.contestant and not bare.plain,
        hint=bar_hint(_full_name(bare), row, race_words(row, plain, over=over), *_odd(comparison, row)),
        tag_hint=tag_hint(row, plain.tag if plain is not None else None),
        standing=brief_race_words(row, over=over),
        faded=row.state == "out",
        beyond=_beyond(row, plain, items),
    )


def _kept_open(row: Row) -> tuple[float, float | None] | None:
    if not row.kept_open_s or row.wall_s is None:
        return None
    return row.kept_open_s, row.items / row.kept_open_s if row.items else None


def _odd(comparison: Comparison, row: Row) -> tuple[str, ...]:
    """What is odd about its figure."""
    return tuple(each.text for each in comparison.oddities if each.contestant == row.contestant)


def _forecast(row: Row, items: int | None) -> tuple[Figure | None, Figure | None]:
    """Wall time and throughput as expected, until there are figures; no end that nothing bounds."""
    if row.wall_s is not None or row.state != "forecast" or not row.forecast_s:
        return None, None
    from parloop_gui.model.statistics.summary import Figure

    low_s, high_s = row.forecast_low_s or row.forecast_s, row.forecast_high_s or row.forecast_s
    wall = Figure(row.forecast_s, low_s, high_s)
    return wall, Figure(items / wall.median, items / wall.high, items / wall.low) if items else None


def _beyond(row: Row, plain: Row | None, items: int | None) -> Beyond | None:
    """A run that was ended, where there is no whole one to show."""
    words = beyond_words(row, plain) if row.wall_s is None else ""
    if not words or row.censored_s is None or plain is None or plain.wall_s is None:
        return None
    most = items / row.censored_s if items else None
    return Beyond(words, row.censored_s, most, f"under {times(plain.wall_s.median / row.censored_s, 2)}")


def _pill(row: Row, plain: Row | None) -> tuple[str, bool] | None:
    from parloop_gui.model.statistics.classification import pill, waits_for_its_turn

    if row.tag is None:
        return None
    beside = plain.tag if plain is not None else None
    return pill(row.tag, beside), row.tag.slug == "cpu-bound" and not waits_for_its_turn(row.tag, beside)
