"""Runs as a timeline shows them: groups with their words, and a task in figures. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.explain.behaviour import COMPUTES, Behaviour
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.caption import caption, subject
from parloop_gui.model.timeline.behaviour import Plains, behaviour_of, behaviours_of, own_speedup
from parloop_gui.model.timeline.part import Part, whole
from parloop_gui.model.timeline.sentences import headline, phrase, second_line
from parloop_gui.model.timeline.shown import ShownRun
from parloop_gui.model.timeline.spans import RAISED, SHARED_READING
from parloop_gui.model.timeline.task_times import histograms
from parloop_gui.model.wording.titles import strategy_title
from parloop_gui.model.wording.units import count, duration, listed, percent, thousands, times
from parloop_gui.ui.charts.figure.timeline import TimelineFigure
from parloop_gui.ui.charts.small.spread_rows import TaskSpread
from parloop_gui.ui.charts.timeline.legend import ON_CPU, SHARE
from parloop_gui.ui.charts.timeline.rows import Spot, TimelineData, TimelineGroup
from parloop_gui.ui.result.chart_texts import remark
from parloop_gui.ui.widgets.facts import Details, Fact

# How far the axis goes beyond the last end, so that this is seen to be one.
_MARGIN = 1.03
# As a share of the plain loop's time: a smaller saving is not drawn.
_NOTABLY = 0.02
# Tasks of the busiest worker in view at first: as many as can be told apart.
_TASKS_AT_FIRST = 30
# A bar of a histogram is some pixels wide.
_SPREAD_BINS = 64
# Tasks that were on a core for so much of their time are solid all over: when they were is no question.
_NEARLY_ALL = 0.95
LATER = "So many tasks are drawn once the comparison is over"


def timeline_data(
    comparison: Comparison, runs: Sequence[ShownRun], plains: Plains, *, heads: bool = True
) -> TimelineData:
    """The runs as groups, all of the time in view; `plains` are the plain loops' runs, shown or not."""
    groups = tuple(_group(comparison, run, plains if heads else {}) for run in runs)
    ends_s = [each.plain_end_s for each in groups if each.plain_end_s is not None]
    return TimelineData(
        groups=groups,
        part=whole(max([*(each.whole_s for each in groups), *ends_s], default=1.0) * _MARGIN),
        cores=max((behaviour_of(comparison, run, plains).cores for run in runs), default=1),
        heads=heads,
    )


def first_part(run: ShownRun) -> Part:
    """What a small timeline shows at first: all of a run with few tasks, else the first few dozen of each lane."""
    all_of_it = whole(run.spans.wall_s * _MARGIN)
    busiest = max(run.lanes, key=lambda lane: len(lane.task))
    if len(busiest.task) <= 1.5 * _TASKS_AT_FIRST:
        return all_of_it
    return Part(0.0, min(float(busiest.tasks.end_s[_TASKS_AT_FIRST]), all_of_it.whole_s), all_of_it.whole_s)


def takeaway(behaviours: Sequence[Behaviour], runs: Sequence[ShownRun]) -> str:
    """What came out, or why nothing can be said."""
    if not runs:
        return LATER
    return headline(behaviours) if behaviours else "Cut short before the last task"


def legend_words(runs: Sequence[ShownRun]) -> str:
    """What solid means in these runs."""
    return ON_CPU if all(run.sampled or _is_solid(run) for run in runs) else SHARE


def run_title(comparison: Comparison, contestant: Contestant) -> str:
    """A contestant's name among the others, of every Python."""
    python = _python_among(comparison, contestant)
    parts = (strategy_title(contestant.strategy), remark(contestant, comparison.contestants), python)
    return " · ".join(filter(None, parts))


def _python_among(comparison: Comparison, contestant: Contestant) -> str:
    """Its Python, "" where there is one."""
    return contestant.python if len({each.python for each in comparison.contestants}) > 1 else ""


def task_details(comparison: Comparison, run: ShownRun, spot: Spot) -> Details:
    """The selected task in figures."""
    lane = run.lanes[spot.lane]
    task = int(lane.task[spot.place])
    spans, family = run.spans, catalogue.find(run.contestant.strategy).family
    start_s, took_s = float(spans.start_s[task]), float(spans.end_s[task] - spans.start_s[task])
    facts = [
        Fact("Started", duration(start_s, 4), why="Since the clock was started, just before workers are made."),
        Fact("Took", duration(took_s), why="From the task's first instruction to its last."),
        *_cpu_facts(run, task, took_s),
        *_turns(comparison, run, spot),
    ]
    if spans.flags[task] & RAISED:
        facts.append(Fact("Ended", "with an exception"))
    return Details(
        title=task_title(run, task),
        subtitle=f"{run_title(comparison, run.contestant)} · {lane.name}",
        family=family,
        facts=tuple(facts),
    )


def task_title(run: ShownRun, task: int) -> str:
    """What a task is called: by its item's place in the loop, counted from 0."""
    item = int(run.spans.item[task])
    return f"Task {thousands(item)}" if item >= 0 else "A task"


def task_tip(run: ShownRun, spot: Spot) -> str:
    """What hovering over a task says."""
    lane = run.lanes[spot.lane]
    task = int(lane.task[spot.place])
    spans = run.spans
    took_s = float(spans.end_s[task] - spans.start_s[task])
    on_cpu = next((f"on CPU {fact.value} ({fact.remark})" for fact in _cpu_facts(run, task, took_s)[:1]), "")
    begun = f"started at {duration(float(spans.start_s[task]))}, took {duration(took_s)}"
    return "\n".join(filter(None, (f"{task_title(run, task)} · {lane.name}", begun, on_cpu)))


def _group(comparison: Comparison, run: ShownRun, plains: Plains) -> TimelineGroup:
    behaviour, plain = behaviour_of(comparison, run, plains), plains.get(run.contestant.python)
    own = own_speedup(run, plains)
    took = (duration(behaviour.wall_s), times(own) if own is not None else "", "" if run.whole else run.ending)
    return TimelineGroup(
        contestant=run.contestant,
        name=run_title(comparison, run.contestant),
        family=behaviour.family,
        words=" · ".join(filter(None, took)),
        median=_median(comparison, run, own) if run.whole else "",
        phrase=phrase(behaviour) if run.whole and behaviour.how != "alone" else "",
        lanes=run.lanes,
        whole_s=run.spans.wall_s,
        plain_end_s=plain.spans.wall_s if plain is not None and plain.whole else None,
        saving=_saving(comparison, run, plain),
        busy=f"{behaviour.busy:.1f} of {count(behaviour.cores, 'core')}",
        hint=(
            f"{behaviour.name}: {count(behaviour.tasks, 'task')} on {count(behaviour.workers, 'lane')}, "
            f"{phrase(behaviour)}"
        ),
    )


def _median(comparison: Comparison, run: ShownRun, own: float | None) -> str:
    """What all rounds came to, beside the run that is drawn: that one is never quite as the others."""
    row = comparison.row(run.contestant)
    if row is None or row.speedup is None or run.contestant.is_plain:
        return ""
    median, rounds = times(row.speedup.median), count(row.speedup_rounds or row.rounds, "round")
    return f"median of {rounds}: {median}" if own is None or times(own) != median else ""


def _saving(comparison: Comparison, run: ShownRun, plain: ShownRun | None) -> tuple[str, str] | None:
    """How much sooner than the plain loop of its Python; said where all of its rounds bear it out."""
    row = comparison.row(run.contestant)
    if plain is None or not (plain.whole and run.whole) or plain.contestant.python != run.contestant.python:
        return None
    saved_s = plain.spans.wall_s - run.spans.wall_s
    is_ahead = row is not None and row.speedup is not None and row.speedup.low > 1
    if run.contestant.is_plain or not is_ahead or saved_s < _NOTABLY * plain.spans.wall_s:
        return None
    return f"{duration(saved_s)} sooner", "than the plain loop"


def _is_solid(run: ShownRun) -> bool:
    inside_s = float((run.spans.end_s - run.spans.start_s).sum())
    return inside_s > 0 and float(np.nansum(run.spans.cpu_s)) / inside_s >= _NEARLY_ALL


def _cpu_facts(run: ShownRun, task: int, took_s: float) -> list[Fact]:
    cpu_s = float(run.spans.cpu_s[task])
    if np.isnan(cpu_s):
        return []
    cpu_s = min(cpu_s, took_s)
    share = cpu_s / took_s if took_s > 0 else 0.0
    about = "about " if run.spans.flags[task] & SHARED_READING else ""
    why = "Too short to be timed by itself: this is its share of several tasks' time." if about else ""
    return [
        Fact("On CPU", f"{about}{duration(cpu_s)}", percent(share), why),
        Fact("Waiting", f"{about}{duration(took_s - cpu_s)}", percent(1 - share), why),
        *_core_wait(run, task, took_s),
    ]


def _core_wait(run: ShownRun, task: int, took_s: float) -> list[Fact]:
    """How much of the waiting was for a core, where that was read for this task."""
    waits = run.spans.core_wait_s
    if waits is None or np.isnan(waits[task]) or took_s <= 0:
        return []
    wait_s = min(float(waits[task]), took_s)
    return [
        Fact("… for a core", duration(wait_s), percent(wait_s / took_s), "Ready to run, while others had the cores.")
    ]


def _turns(comparison: Comparison, run: ShownRun, spot: Spot) -> list[Fact]:
    """How often the task lost its turn: stretches on a core within it, less the last. One that waits may just wait."""
    lane = run.lanes[spot.lane]
    if lane.on_core is None:
        return []
    start_s, end_s = float(lane.tasks.start_s[spot.place]), float(lane.tasks.end_s[spot.place])
    seen = lane.on_core.seen(start_s, end_s)
    gaps = lane.on_core.start_s[seen][1:] > lane.on_core.end_s[seen][:-1]
    called = "Lost its turn" if behaviour_of(comparison, run, {}).kind == COMPUTES else "Off its core"
    return [Fact(called, count(int(gaps.sum()), "time"), why="Seen by looking at the thread every 1 ms.")]


def timeline_figure(
    comparison: Comparison, runs: Sequence[ShownRun], plains: Plains, on_screen: TimelineData | None
) -> TimelineFigure:
    """The timeline as a picture: what is on screen, else all of the time; raises ExportError without a run."""
    if not runs:
        raise ExportError("There is no timeline to export: when each task ran is not known of this comparison.")
    behaviours = behaviours_of(comparison, runs, plains)
    data = on_screen or timeline_data(comparison, runs, plains)
    return TimelineFigure(
        subject=subject(comparison),
        takeaway=takeaway(behaviours, runs),
        second=second_line(behaviours),
        data=replace(data, hovered=None),
        legend=legend_words(runs),
        caption=f"{runs_note(comparison, runs)} {caption(comparison)}",
    )


def task_spreads(comparison: Comparison, runs: Sequence[ShownRun]) -> tuple[list[TaskSpread], float]:
    """Times per task of up to three of the runs, and where their common axis ends."""
    shown = [run for run in runs if not run.contestant.is_plain][:3] or list(runs[:1])
    found, high_s = histograms([run.spans.end_s - run.spans.start_s for run in shown], _SPREAD_BINS)
    families = [catalogue.find(run.contestant.strategy).family for run in shown]
    spreads = [
        TaskSpread(
            run_title(comparison, run.contestant),
            " · ".join(filter(None, (family, _python_among(comparison, run.contestant)))),
            family,
            each.shares,
            each.median_s,
        )
        for run, family, each in zip(shown, families, found, strict=True)
    ]
    return spreads, high_s


def runs_note(comparison: Comparison, runs: Sequence[ShownRun]) -> str:
    """Which runs are shown, in small print."""
    closely = [run for run in runs if run.sampled]
    apart = [run for run in runs if run.recorded and not run.sampled]
    rounds = sorted({run.round for run in runs if not run.recorded})
    parts = []
    if closely:
        period = duration(closely[0].spans.sample_s or 0.001, 1)
        parts.append(f"Turns were recorded in a separate round, not counted, sampled every {period}.")
    if apart:
        names = listed([run_title(comparison, run.contestant) for run in apart])
        parts.append(f"{names}: from a separate round, not counted; turns could not be seen.")
    if rounds:
        numbers = f"round {rounds[0]}" if len(rounds) == 1 else f"rounds {listed([str(each) for each in rounds])}"
        parts.append(f"{'The others are' if closely or apart else 'These runs are'} from {numbers}, counted as usual.")
    return " ".join(parts)
