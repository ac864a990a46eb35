"""Why the verdict is what it is: sentences that the figures themselves bear out, each with its kind and its figures.

A sentence about the GIL is made only where the probe saw what the GIL did; figures are shown instead of guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family, GilState
from parloop_gui.model.explain.behaviour import MIXED, WAITS, Behaviour
from parloop_gui.model.explain.handed_over import Culprit
from parloop_gui.model.explain.verdict import Numbers, Reason
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import HANDING_OVER, NEARLY_ALL_WORKERS, SHORT_TASK_S, START_UP
from parloop_gui.model.statistics.wall_times import EVENT_LOOP
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import duration, interval, percent, rough, times

# Whether the task holds the GIL.
_MIXED_PROCESSES = {
    True: "Tasks compute {share} of their time: {workers} do that side by side, threads only in turns.",
    False: "Tasks compute {share} of their time: {workers} both compute and wait side by side.",
}
_EITHER_COMPUTES: dict[GilState, str] = {
    "free-threaded": "This Python has no GIL, so threads compute side by side as processes do.",
    "released": "The task releases the GIL, so threads compute side by side as processes do.",
}
_THREADS_COMPUTE: dict[GilState, str] = {
    "free-threaded": "This Python has no GIL, so threads compute side by side.",
    "released": "The task releases the GIL, so threads compute side by side.",
}
_PLURALS: dict[Family, str] = {"threads": "threads", "processes": "processes"}


def reason(chosen: Behaviour, threads: Behaviour | None, *, either: bool) -> Reason | None:
    """Why the chosen one is ahead of `threads`, the best of them; None where that is not known."""
    if not chosen.is_known:
        return None
    if chosen.rules == EVENT_LOOP and chosen.kind != WAITS and not either:
        return Reason("one-loop", "While one coroutine waits, one thread goes on with the others.")
    if chosen.kind == MIXED:
        return Reason("mixed", _why_mixed(chosen, either=either), {"cpu_share": chosen.own_share})
    if chosen.kind == WAITS:
        return _why_waiting(chosen, "workers" if either else _PLURALS.get(_like(chosen), "tasks"))
    if either:
        return Reason("computes", _EITHER_COMPUTES.get(chosen.gil, "Both compute side by side."))
    if chosen.rules == "threads":
        text = _THREADS_COMPUTE.get(chosen.gil, "")
        return Reason("computes", text) if text else None
    return _why_processes(chosen, threads)


def why_nothing(
    fastest: Row,
    rows: Sequence[Row],
    behaviours: Mapping[Contestant, Behaviour],
    among: Iterable[Contestant],
    culprit: Culprit | None = None,
) -> list[Reason]:
    """Why nothing beats the plain loop, and how close the best came; `culprit` is what processes lose by."""
    figure = fastest.speedup
    assert figure is not None
    came = f"The best, {name(fastest.contestant, among)}, came to {times(figure.median)}"
    came += f" (95% CI {interval(figure.low, figure.high)})." if figure.has_interval else "."
    numbers: Numbers = {"speedup": figure.median, "low": figure.low, "high": figure.high}
    processes = best_of(rows, "processes", fastest.contestant.python)
    plain = next((row for row in rows if row.contestant == fastest.contestant.plain), None)
    why = of_payload(culprit) or _took_what_it_saved(fastest, plain)
    why = why or _why_no_gain(behaviours[fastest.contestant], processes)
    return [*([why] if why is not None else []), Reason("best", came, numbers)]


def of_payload(culprit: Culprit | None) -> Reason | None:
    """That handing over is what processes lose by."""
    return Reason("payload", culprit.text, culprit.numbers) if culprit is not None else None


def best_of(rows: Sequence[Row], family: Family, python: str) -> Row | None:
    """The fastest finished row of a family under that interpreter."""
    own = [
        row
        for row in rows
        if row.contestant.python == python
        and row.speedup is not None
        and row.rank is not None
        and catalogue.find(row.contestant.strategy).family == family
    ]
    return min(own, key=lambda row: row.rank or 0, default=None)


def _like(run: Behaviour) -> Family:
    """The family whose workers it has: some of the further strategies run threads."""
    return "threads" if run.rules == "threads" else run.family


def _why_waiting(chosen: Behaviour, workers: str) -> Reason:
    """By how many really waited at once: a worker for each item is of no use where the first are over early."""
    numbers: Numbers = {"width": chosen.workers, "at_once": chosen.at_once}
    if chosen.how == "one-by-one":
        apart = f"one every {duration(chosen.apart_s or 0.0, 2)}"
        text = f"Waiting needs no core, but {workers} start one after the other, {apart}: "
        return Reason("waits", f"{text}about {rough(chosen.at_once)} wait at once.", numbers)
    if chosen.at_once < NEARLY_ALL_WORKERS * chosen.workers:
        text = f"Waiting needs no core: of {chosen.workers:,} {workers} about {rough(chosen.at_once)} wait at once."
        return Reason("waits", text, numbers)
    return Reason("waits", f"Waiting needs no core, so {chosen.workers:,} {workers} wait at once.", numbers)


def _why_mixed(chosen: Behaviour, *, either: bool) -> str:
    share = percent(chosen.own_share)
    if either:
        return f"Tasks compute {share} of their time and wait the rest, and both kinds of worker use the wait."
    if _like(chosen) == "threads":
        return f"Tasks compute only {share} of their time: while one waits, others go on."
    workers = _PLURALS.get(chosen.family, "sub-interpreters")
    return _MIXED_PROCESSES[chosen.gil == "held"].format(share=share, workers=workers)


def _why_processes(chosen: Behaviour, threads: Behaviour | None) -> Reason:
    further = chosen.family == "further"
    worker, workers = ("sub-interpreter", "Sub-interpreters") if further else ("process", "Processes")
    reached = threads.speedup if threads is not None else None
    if threads is not None and threads.how == "turns" and reached is not None:
        share = threads.gil_wait_share
        text = f"Threads took turns on the GIL: they waited for it {percent(share)} of their time"
        text += f" and came to {times(reached)}."
        return Reason("turns", text, {"gil_wait_share": share, "speedup": reached})
    if chosen.gil == "held":
        return Reason("computes", f"Each {worker} has a GIL of its own, so they compute side by side.")
    if reached is not None:
        text = f"{workers} compute side by side; the best of the threads reached {times(reached)}."
        return Reason("computes", text, {"speedup": reached})
    return Reason("computes", f"{workers} compute side by side, each on a core.")


def _took_what_it_saved(fastest: Row, plain: Row | None) -> Reason | None:
    """Handing tasks over, or starting and ending the workers, where that alone is what made the difference."""
    if plain is None or plain.wall_s is None or fastest.wall_s is None or not fastest.items:
        return None
    task_s = plain.task_s or 0.0
    outside_s = (fastest.work_s or 0.0) * (fastest.width or 1) / fastest.items - (fastest.task_s or 0.0)
    one_each = catalogue.find(fastest.contestant.strategy).width == "items"
    if task_s < SHORT_TASK_S and not one_each and outside_s >= HANDING_OVER * task_s:
        text = f"A task takes {duration(task_s)}: handing it to a worker took {duration(outside_s)}."
        return Reason("short-tasks", text, {"task_s": task_s, "outside_s": outside_s})
    starting_s, wall_s = (fastest.startup_s or 0.0) + (fastest.winddown_s or 0.0), fastest.wall_s.median
    if starting_s >= START_UP * wall_s and wall_s - starting_s < plain.wall_s.median:
        text = f"Starting and ending the workers took {duration(starting_s)} of {duration(wall_s)}, "
        text += "which is what they saved."
        return Reason("starting", text, {"starting_s": starting_s, "starting_share": starting_s / wall_s})
    return None


def _why_no_gain(fastest: Behaviour, processes: Row | None) -> Reason | None:
    if fastest.is_known and fastest.how == "crowded":
        share = fastest.core_wait_share
        text = f"Its tasks waited {percent(share)} of their time for a core: the cores were taken."
        return Reason("crowded", text, {"core_wait_share": share})
    if fastest.how == "turns" and processes is None:
        text = "The task holds the GIL, so threads take turns."
        return Reason("turns", text, {"gil_wait_share": fastest.gil_wait_share})
    return None
