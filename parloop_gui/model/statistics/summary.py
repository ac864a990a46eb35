"""Medians, simultaneous intervals, ranks and ties over the rounds of a comparison."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Interpreter, Plan, round_limits
from parloop_gui.model.statistics.change import change_race
from parloop_gui.model.statistics.classification import Tag, TaskTimes, contestant_tag, plain_tag, pooled, task_times
from parloop_gui.model.statistics.intervals import level_of_one_look, median_interval
from parloop_gui.model.statistics.race import LogInterval, Race, begun
from parloop_gui.model.statistics.races import advanced_by_loop, loops_of
from parloop_gui.model.statistics.ranking import Ranking, ranking
from parloop_gui.model.statistics.remedies import Remedied
from parloop_gui.model.statistics.wall_times import WallTimes, rules_of, scored, scored_wall_times

# The message of a run where even the plain loop gives other results each time.
CANNOT_BE_CHECKED = "Can't be checked: two runs of the plain loop gave different results."

# Where no interval bounds a figure: the exponential function overflows a little above.
_LARGEST_LOG = 700.0


@dataclass(frozen=True)
class Figure:
    """A median with its 95% interval; with fewer than 3 rounds there is none, and both ends are the median."""

    median: float
    low: float
    high: float

    @property
    def has_interval(self) -> bool:
        """Whether there were rounds enough to say how sure the median is."""
        return self.low < self.high


# Whether a contestant is only expected to take so long, runs on, could not change the answer, was beaten, took too long
# to matter, or never ran.
RaceState = Literal["forecast", "racing", "resting", "out", "overtaken", "not-run"]


@dataclass(frozen=True)
class Row:
    """What all scored rounds of one contestant say.

    `outcome` is "finished" or how the contestant's bad run ended; then the figures may be None. `rank` counts
    from 1 among the contestants that may be ranked. `speedup` is against the plain loop of the same
    interpreter (None for the plain loop's own row is not used: it is exactly 1). The intervals of the speed-ups
    hold together for all contestants and every look; those of wall time and throughput hold one by one.
    `level_with_best` includes the best itself.
    """

    contestant: Contestant
    rounds: int
    outcome: str = "finished"
    message: str = ""
    width: int | None = None
    workers: int | None = None
    chunksize: int | None = None
    start_method: str | None = None
    wall_s: Figure | None = None
    throughput_per_s: Figure | None = None
    speedup: Figure | None = None
    speedup_rounds: int | None = None
    """The rounds that it shares with its plain loop, over which the speed-up is: either may have rested in others."""
    round_wall_times_s: tuple[float, ...] = ()
    rank: int | None = None
    level_with_best: bool = False
    tag: Tag | None = None
    startup_s: float | None = None
    work_s: float | None = None
    winddown_s: float | None = None
    first_result_s: float | None = None
    cpu_s: float | None = None
    peak_rss_bytes: int | None = None
    held_bytes: int | None = None
    """The most that its processes held at once with what they share counted once, where a run was weighed."""
    items: int | None = None
    task_s: float | None = None
    """Mean time inside one task."""
    task_cpu_s: float | None = None
    """Mean CPU time in one task."""
    throttled_share: float | None = None
    """Of the core time that it wanted, what a container's limit kept from it; None without a limit."""
    state: RaceState = "racing"
    out_after: int | None = None
    """The round after which it was surely beaten."""
    slower: Figure | None = None
    """How many times as long as the leader's its wall time was then."""
    loss_high: float | None = None
    """How much slower it may at most be than the best of those still in, as a share (0.08: 8%)."""
    censored_s: float | None = None
    """It was ended after so long: its wall time is more."""
    forecast_s: float | None = None
    """What a run was expected to take before its first one, with the ends of an 80% interval (no high: unbounded)."""
    forecast_low_s: float | None = None
    forecast_high_s: float | None = None
    kept_open_s: float | None = None
    """The second loop in the same pool, measured once: what it takes where a pool is made once for many loops."""
    remedied: tuple[Remedied, ...] = ()
    """What it would come to with less handed over; counts for nothing else."""


def row_of(rows: Iterable[Row], contestant: Contestant) -> Row | None:
    """The row of a contestant; of its plain loop with `contestant.plain`."""
    return next((row for row in rows if row.contestant == contestant), None)


def with_kept_open(rows: Iterable[Row], runs: Iterable[RunFinished]) -> tuple[Row, ...]:
    """The rows with the second loop's time, where there is one and it gave the plain loop's results."""
    found = {
        run.contestant: run.ended.measurement.kept_open_s
        for run in runs
        if run.ended.outcome == "finished" and run.ended.measurement is not None
    }
    return tuple(replace(row, kept_open_s=found.get(row.contestant, row.kept_open_s)) for row in rows)


def summarise(
    plan: Plan, contestants: Sequence[Contestant], runs: Sequence[RunFinished], race: Race, *, over: bool = False
) -> tuple[tuple[Row, ...], Ranking]:
    """A row for every contestant, in their order, and how they stand in the race; `over`: there are no more runs."""
    wall_times = scored_wall_times(runs)
    by_contestant: dict[Contestant, list[RunFinished]] = {each: [] for each in contestants}
    for run in runs:
        by_contestant.setdefault(run.contestant, []).append(run)
    differing = pythons_that_differ(runs)
    bare = [_bare_row(each, by_contestant[each], wall_times, plan, differing) for each in contestants]
    bare = [
        _not_run(row, row_of(bare, row.contestant.plain), over) if by_contestant[row.contestant] == [] else row
        for row in bare
    ]
    stands = ranking(wall_times, [row.contestant for row in bare if _may_be_named(row)], race)
    tags = _tags(by_contestant, plan)
    is_one = len(loops_of(contestants)) <= 1  # of several loops, points of a question, nobody is the best
    placed = (_placed(row, stands, tags, is_one and row.contestant.python not in differing) for row in bare)
    return tuple(_raced(_shared(row, wall_times), race) for row in placed), stands


def raced(plan: Plan, contestants: Sequence[Contestant], runs: Sequence[RunFinished], before: Race) -> Race:
    """The race after the rounds that these runs belong to."""
    wall_times = scored_wall_times(runs)
    differing = pythons_that_differ(runs)
    own: dict[Contestant, list[RunFinished]] = {each: [] for each in contestants}
    for run in runs:
        own.setdefault(run.contestant, []).append(run)
    able = [
        each
        for each in contestants
        if wall_times.get(each) and _ending(own[each], each.python in differing)[0] == "finished"
    ]
    times = {each: wall_times[each] for each in able}
    if plan.against is not None:
        return change_race(plan, contestants, times)
    if plan.races:
        return advanced_by_loop(before, times, able, EFFORTS[plan.effort])
    race = advanced_by_loop(replace(begun(contestants), family=before.family), times, able, EFFORTS[plan.effort])
    return replace(
        race, racing=tuple(contestants), resting=frozenset(), out_after={}, slower={}
    )  # everyone runs in each round


def _shared(row: Row, wall_times: WallTimes) -> Row:
    """The row with how many rounds its speed-up rests on."""
    if row.speedup is None:
        return row
    own, plain = wall_times.get(row.contestant, {}), wall_times.get(row.contestant.plain, {})
    return replace(row, speedup_rounds=len(own.keys() & plain.keys()))


def _may_be_named(row: Row) -> bool:
    """Whether it ran whole, with results that are the plain loop's as far as that can be told."""
    return row.outcome == "finished" and row.wall_s is not None


def _raced(row: Row, race: Race) -> Row:
    """The row with its place in the race: whether it runs on, since when not, and how much slower it may be."""
    loss = race.losses.get(row.contestant)
    state: RaceState = "racing"
    if row.outcome == "overtaken":
        state = "overtaken"
    elif row.outcome == "not-run":
        state = "not-run"
    elif row.contestant in race.out_after:
        state = "out"
    elif row.contestant in race.resting:
        state = "resting"
    return replace(
        row,
        state=state,
        out_after=race.out_after.get(row.contestant),
        slower=figure_of(race.slower[row.contestant]) if row.contestant in race.slower else None,
        loss_high=math.expm1(loss) if loss is not None and math.isfinite(loss) else None,
    )


def pythons_that_differ(runs: Sequence[RunFinished]) -> frozenset[str]:
    """The interpreters whose plain loop gave other results the second time: there nobody's results can be checked."""
    return frozenset(run.contestant.python for run in runs if run.contestant.is_plain and _differs(run))


def _differs(run: RunFinished) -> bool:
    measurement = run.ended.measurement
    return run.ended.outcome == "wrong-result" or (measurement is not None and measurement.results_match is False)


def _bare_row(
    contestant: Contestant, runs: Sequence[RunFinished], wall_times: WallTimes, plan: Plan, differing: frozenset[str]
) -> Row:
    """The row without what depends on the others."""
    unchecked = contestant.python in differing
    outcome, message = _ending(runs, unchecked)
    own = wall_times.get(contestant, {})
    counted = [measurement for run in runs if (measurement := scored(run)) is not None]
    cut = [run.censored_s for run in runs if run.censored_s is not None]
    weighed = [run.ended.measurement.held_bytes for run in runs if run.ended.measurement is not None]
    held = max(filter(None, weighed), default=None)
    row = Row(contestant, len(own), outcome, message, censored_s=max(cut, default=None), held_bytes=held)
    if not own or not counted:
        return row
    last = counted[-1]
    logs = [math.log(each.wall_s) for each in counted]
    wall = median_interval(logs, level_of_one_look(1, *round_limits(plan)))
    return replace(
        _with_parts(row, counted),
        width=last.width,
        workers=last.workers,
        chunksize=last.chunksize,
        start_method=last.start_method,
        wall_s=figure_of(wall),
        throughput_per_s=_throughput(wall, last.items),
        round_wall_times_s=tuple(math.exp(log) for log in logs),
        items=last.items,
        throttled_share=throttled_share(runs),
    )


def _ending(runs: Sequence[RunFinished], unchecked: bool) -> tuple[str, str]:
    """Finished, or how the run that ended badly did. A run the user stopped does not spoil earlier ones."""
    finished = False
    for run in runs:
        outcome = run.ended.outcome
        if outcome == "finished" or outcome == "wrong-result":
            finished = True  # other results are no bad end where the plain loop's differ, too
            if _differs(run) and not unchecked and not run.contestant.is_plain:
                return "wrong-result", run.ended.message or _difference(run)
        elif outcome != "stopped":
            return outcome, run.ended.message
    if finished or not runs:
        return "finished", ""
    return "stopped", runs[-1].ended.message


# Why one never ran.
PLAIN_FIRST = "Not run: the plain loop has to work first."
NOT_ITS_TURN = "Not run: the comparison ended before its turn."


def _not_run(row: Row, plain: Row | None, over: bool) -> Row:
    """The row of a contestant without a run: not run, once it is clear that there will be none."""
    if plain is not None and plain.outcome not in _HOPEFUL and not row.contestant.is_plain:
        return replace(row, outcome="not-run", message=f"{PLAIN_FIRST} {plain.message}".rstrip())
    return replace(row, outcome="not-run", message=NOT_ITS_TURN) if over else row


# Outcomes of a plain loop after which others may still have their turn.
_HOPEFUL = ("finished", "stopped", "not-run")


def _difference(run: RunFinished) -> str:
    found = run.ended.measurement.match_message if run.ended.measurement else ""
    return found or "Gave a different result than the plain loop."


def _with_parts(row: Row, counted: Sequence[Measurement]) -> Row:
    """The row with the medians of the parts of its runs."""

    def middle(value: Callable[[Measurement], float]) -> float:
        return median([value(each) for each in counted])

    memory = [each.peak_rss_bytes for each in counted if each.peak_rss_bytes is not None]
    return replace(
        row,
        startup_s=middle(lambda each: each.startup_s),
        work_s=middle(lambda each: each.work_s),
        winddown_s=middle(lambda each: each.winddown_s),
        first_result_s=middle(lambda each: each.first_result_s),
        cpu_s=middle(lambda each: each.cpu_s),
        task_s=middle(lambda each: each.task_wall_s / each.tasks if each.tasks else 0.0),
        task_cpu_s=middle(lambda each: each.task_cpu_s / each.tasks if each.tasks else 0.0),
        peak_rss_bytes=max(memory) if memory else None,  # no middle: one has to have what the largest run held
    )


def _placed(row: Row, stands: Ranking, tags: Mapping[Contestant, Tag], checked: bool) -> Row:
    """The row with its speed-up, its rank (none where results can't be checked) and its tag."""
    contestant = row.contestant
    speedup = stands.speedups.get(contestant)
    return replace(
        row,
        speedup=figure_of(speedup) if speedup is not None else None,
        rank=stands.order.index(contestant) + 1 if checked and contestant in stands.order else None,
        level_with_best=checked and (contestant == stands.best or contestant in stands.level),
        tag=tags.get(contestant),
    )


def figure_of(logs: LogInterval) -> Figure:
    """The figure of which these are the logarithms."""
    return Figure(*(math.exp(min(max(value, -_LARGEST_LOG), _LARGEST_LOG)) for value in logs))


def _throughput(wall: LogInterval, items: int) -> Figure:
    """Items ÷ wall; the ends change places."""
    middle, low, high = figure_of(wall).median, figure_of(wall).low, figure_of(wall).high
    return Figure(items / middle, items / high, items / low)


def throttled_share(runs: Sequence[RunFinished]) -> float | None:
    """What a container's limit kept from these runs, of the core time they had or would have had without it.

    Its counter adds up over cores, so it stands beside CPU time: at half a core a plain loop that computes is at 50%.
    """
    scored_runs = [run for run in runs if scored(run) is not None]
    limited = [(run.ended.noise.throttled_s, each.cpu_s) for run in scored_runs if (each := scored(run)) is not None]
    kept_s = sum(throttled_s for throttled_s, _ in limited if throttled_s is not None)
    if not any(throttled_s is not None for throttled_s, _ in limited):
        return None
    had_s = sum(cpu_s for _, cpu_s in limited)
    return kept_s / (kept_s + had_s) if kept_s + had_s > 0 else 0.0


def _unthrottled(tag: Tag, runs: Sequence[RunFinished]) -> Tag:
    """The tag without what a limit held back: the system counts that as waiting for a core that others had."""
    kept = throttled_share(runs)
    return replace(tag, core_wait_share=max(0.0, tag.core_wait_share - kept), held_back=kept) if kept else tag


def _tags(by_contestant: Mapping[Contestant, Sequence[RunFinished]], plan: Plan) -> dict[Contestant, Tag]:
    pythons = {each.id: each for each in plan.pythons}
    times = {each: found for each, runs in by_contestant.items() if (found := _times(runs)) is not None}
    tags = {
        each: _plain_tag(by_contestant[each], times[each], pythons[each.python])
        for each in times
        if each.is_plain and each.python in pythons
    }
    for each, own in times.items():
        plain = each.plain
        if not each.is_plain and plain in tags:
            noise = [run.ended.noise for run in by_contestant[each]]
            tags[each] = contestant_tag(own, rules_of(each), tags[plain], times[plain], noise)
    return {each: _unthrottled(tag, by_contestant[each]) for each, tag in tags.items()}


def _plain_tag(runs: Sequence[RunFinished], times: TaskTimes, interpreter: Interpreter) -> Tag:
    probes = [run.ended.measurement.probe for run in runs if run.ended.measurement and run.ended.measurement.probe]
    return plain_tag(times, interpreter.gil, pooled(probes), [run.ended.noise for run in runs])


def _times(runs: Sequence[RunFinished]) -> TaskTimes | None:
    """The task times of the runs that count, or of the others before there are any."""
    counted = [measurement for run in runs if (measurement := scored(run)) is not None]
    return task_times(counted or [run.ended.measurement for run in runs if run.ended.measurement is not None])
