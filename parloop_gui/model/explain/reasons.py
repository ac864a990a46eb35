"""Why the verdict is what it is: one or two sentences that the figures themselves bear out.

A sentence about the GIL is said only where the probe told what the GIL did; figures are said instead of guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.classification import Tag, is_mixed
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Row, row_of
from parloop_gui.model.statistics.thresholds import (
    MIXED_TO,
    NOTABLE,
    SHORT_TASK_S,
    SPOKEN_OF,
    START_UP,
    TOOK_TURNS_BELOW,
)
from parloop_gui.model.statistics.wall_times import EVENT_LOOP, rules_of
from parloop_gui.model.wording.titles import name, names
from parloop_gui.model.wording.units import duration, interval, listed, percent, times

_MOST_NAMED = 3


def reason(chosen: Row, rows: Sequence[Row], either: bool) -> str:
    """Why the chosen one is ahead, in one sentence."""
    tag = plain_tag_of(rows, chosen.contestant)
    rules, family = rules_of(chosen.contestant), catalogue.find(chosen.contestant.strategy).family
    family = "threads" if rules == "threads" else family
    if tag is None or tag.unsure:
        return ""
    if rules == EVENT_LOOP and not either and (tag.slug == "cpu-bound" or is_mixed(tag.corrected_share)):
        return "While one coroutine waits, one thread goes on with the others."
    if is_mixed(tag.corrected_share):
        return _why_mixed(tag, family, either)
    if tag.slug == "io-bound":
        return _why_waiting(chosen, family, either)
    if either:
        return _why_either_computes(tag)
    if rules == "threads":
        return _why_threads_compute(tag)
    return _why_processes(tag, chosen, rows)


def level_with(others: Sequence[Contestant], among: Iterable[Contestant]) -> str:
    """The sentence "Pool is as fast within noise"."""
    if len(others) > _MOST_NAMED:
        among = tuple(among)
        shown = [name(each, among) for each in others[: _MOST_NAMED - 1]]
        return f"{listed([*shown, f'{len(others) - len(shown)} more'])} are as fast within noise."
    return f"{names(others, among)} {'is' if len(others) == 1 else 'are'} as fast within noise."


def runner_up(chosen: Row, rows: Sequence[Row], stands: Ranking, first: str) -> str:
    """The next best and its figure, or nothing where the first sentence had that figure or there is none."""
    second = next((each for each in stands.order if each != chosen.contestant and each in stands.speedups), None)
    if second is None:
        return ""
    row = next(row for row in rows if row.contestant == second)
    if row.speedup is None or f" {times(row.speedup.median)}." in first:
        return ""
    return f"Next came {name(second, stands.order)}: {times(row.speedup.median)}."


def other_pythons(chosen: Row, level: Sequence[Contestant], rows: Sequence[Row], stands: Ranking) -> str:
    """How the best under each other interpreter compares: there every one has a plain loop of its own."""
    firsts = {each.python: each for each in reversed(stands.order)}
    by_contestant = {row.contestant: row for row in rows}
    said = []
    for python, best in firsts.items():
        wall = by_contestant[best].wall_s
        if python not in {each.python for each in level} and wall is not None:
            called = "the plain loop" if best.is_plain else name(best)
            said.append(f"on Python {python} the best is {called}, which takes {duration(wall.median)}")
    if not said or chosen.wall_s is None:
        return ""
    return f"It takes {duration(chosen.wall_s.median)}; {listed(said[:_MOST_NAMED])}."


def why_nothing(fastest: Row, rows: Sequence[Row], among: Iterable[Contestant]) -> str:
    """Why nothing beats the plain loop, and how close the best came."""
    figure = fastest.speedup
    assert figure is not None
    came = f"The best, {name(fastest.contestant, among)}, came to {times(figure.median)}"
    came += f" (95% CI {interval(figure.low, figure.high)})." if figure.has_interval else "."
    return f"{_why_no_gain(fastest, rows)} {came}".strip()


def plain_tag_of(rows: Sequence[Row], contestant: Contestant) -> Tag | None:
    """The tag of the plain loop that the contestant is compared with."""
    plain = row_of(rows, contestant.plain)
    return plain.tag if plain is not None else None


def best_of(rows: Sequence[Row], family: str, python: str) -> Row | None:
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


def _why_mixed(tag: Tag, family: str, either: bool) -> str:
    share = percent(tag.corrected_share)
    if either:
        return f"Tasks compute {share} of their time and wait the rest, and both kinds of worker use the wait."
    if family == "threads":
        return f"Tasks compute only {share} of their time: while one waits, others go on."
    workers = "processes" if family == "processes" else "sub-interpreters"
    if tag.gil == "held":
        return f"Tasks compute {share} of their time: {workers} do that side by side, threads only in turns."
    return f"Tasks compute {share} of their time: {workers} both compute and wait side by side."


def _why_waiting(chosen: Row, family: str, either: bool) -> str:
    kind = "workers" if either else {"threads": "threads", "processes": "processes"}.get(family, "tasks")
    return f"Waiting needs no core, so {chosen.width or 'many':,} {kind} wait at once."


def _why_either_computes(tag: Tag) -> str:
    if tag.gil == "free-threaded":
        return "This Python has no GIL, so threads compute side by side as processes do."
    if tag.gil == "released":
        return "The task releases the GIL, so threads compute side by side as processes do."
    return "Both compute side by side."


def _why_threads_compute(tag: Tag) -> str:
    if tag.gil == "free-threaded":
        return "This Python has no GIL, so threads compute side by side."
    if tag.gil == "released":
        return "The task releases the GIL, so threads compute side by side."
    return ""


def _why_processes(tag: Tag, chosen: Row, rows: Sequence[Row]) -> str:
    further = catalogue.find(chosen.contestant.strategy).family == "further"
    worker, workers = ("sub-interpreter", "Sub-interpreters") if further else ("process", "Processes")
    threads = best_of(rows, "threads", chosen.contestant.python)
    reached = threads.speedup.median if threads is not None and threads.speedup is not None else None
    if tag.gil == "held" and reached is not None and reached < TOOK_TURNS_BELOW:
        return f"Threads took turns on the GIL{_waited(threads)}: {times(reached)}."
    if tag.gil == "held":
        return f"Each {worker} has a GIL of its own, so they compute side by side."
    if reached is not None:
        return f"{workers} compute side by side; the best of the threads reached {times(reached)}."
    return f"{workers} compute side by side, each on a core."


def _waited(threads: Row | None) -> str:
    """How much of their time they waited for it, as a part of a sentence."""
    share = threads.tag.gil_wait_share if threads is not None and threads.tag is not None else 0.0
    return f", waiting for it {percent(share)} of their time" if share >= SPOKEN_OF else ""


def _why_no_gain(fastest: Row, rows: Sequence[Row]) -> str:
    tag = plain_tag_of(rows, fastest.contestant)
    plains = (row for row in rows if row.contestant.is_plain and row.wall_s is not None)
    plain = next((row for row in plains if row.contestant.python == fastest.contestant.python), None)
    family = catalogue.find(fastest.contestant.strategy).family
    if plain is not None and plain.task_s is not None and plain.task_s < SHORT_TASK_S:
        return f"A task takes {duration(plain.task_s)}: handing it to a worker costs about as much."
    if fastest.wall_s is not None and _starting_s(fastest) > START_UP * fastest.wall_s.median:
        return "Starting the workers took what they saved."
    own = fastest.tag
    if own is not None and not own.unsure and own.core_wait_share > NOTABLE:
        return f"Its tasks waited {percent(own.core_wait_share)} of their time for a core: the cores were taken."
    processes = best_of(rows, "processes", fastest.contestant.python)
    if (
        tag is not None
        and tag.gil == "held"
        and tag.corrected_share > MIXED_TO
        and family == "threads"
        and processes is None
    ):
        return "The task holds the GIL, so threads take turns."
    return ""


def _starting_s(row: Row) -> float:
    return (row.startup_s or 0.0) + (row.winddown_s or 0.0)
