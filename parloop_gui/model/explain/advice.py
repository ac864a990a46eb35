"""Typed pieces of advice, each ending in a next step.

Every piece is a function of what was measured that returns a sentence or two, or nothing; `ADVISERS` lists them, the
most pressing first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import Measurement, Noise
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.explain.correctness import other_results
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.statistics.hidden_cpu import compute_elsewhere, have_threads_of_their_own, run_programs
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Row, pythons_that_differ
from parloop_gui.model.statistics.thresholds import (
    ADVISED_FROM,
    AHEAD,
    FOREIGN_CORES,
    MOST_PAUSED_S,
    SHORT_LOOP_S,
    SHORT_TASK_S,
    START_UP,
    STEAL,
)
from parloop_gui.model.statistics.wall_times import scored
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, duration, number, percent

_MOST_PIECES = 4


@dataclass(frozen=True)
class Advice:
    """One piece of advice: a stable `kind` and the sentence or two to show."""

    kind: str
    text: str


@dataclass(frozen=True)
class Case:
    """What advice is given on. `plain` is the first plain loop's row; `ended` why the comparison is over."""

    plan: Plan
    rows: Sequence[Row]
    stands: Ranking
    runs: Sequence[RunFinished]
    plain: Row
    ended: str | None

    @property
    def leader(self) -> Row | None:
        """The fastest strategy that is not a plain loop, whether it helps or not."""
        ranked = [row for row in self.rows if row.speedup is not None and row.rank is not None]
        return min(ranked, key=lambda row: row.rank or 0, default=None)

    @property
    def plain_runs(self) -> list[Measurement]:
        """The plain runs that count."""
        own = [run for run in self.runs if run.contestant == self.plain.contestant]
        return [measurement for run in own if (measurement := scored(run)) is not None]


def advise(
    plan: Plan, rows: Sequence[Row], stands: Ranking, runs: Sequence[RunFinished], ended: str | None = None
) -> tuple[Advice, ...]:
    """The pieces that apply, the most pressing first, never more than a reader will read."""
    plain = next((row for row in rows if row.contestant.is_plain and row.wall_s is not None), None)
    if plain is None:
        return ()
    case = Case(plan, rows, stands, runs, plain, ended)
    pieces = (Advice(kind, text) for kind, adviser in ADVISERS if (text := adviser(case)))
    return tuple(pieces)[:_MOST_PIECES]


def noise_words(runs: Sequence[RunFinished]) -> str:
    """What else kept the machine busy while it counted, as half a sentence; "" on a quiet machine."""
    noises = [run.ended.noise for run in runs if run.round >= 1]
    foreign = _middle(noises, lambda noise: noise.foreign_cores)
    steal = _middle(noises, lambda noise: noise.steal_share)
    if steal is not None and steal > STEAL:
        return f"other machines on the same host took {percent(steal)} of the time"
    if foreign is not None and foreign > FOREIGN_CORES:
        return f"other programs kept {number(foreign, 2)} cores busy"
    return ""


def _cannot_be_checked(case: Case) -> str:
    if case.plain.contestant.python not in pythons_that_differ(case.runs):
        return ""
    return (
        "Results can't be checked: the plain loop itself gives other results each time. "
        "Fix the task's random seed, or leave times and ids out of what it returns, and compare again."
    )


def _not_comparable(case: Case) -> str:
    told = [each for each in case.plain_runs if each.results_match is None and each.match_message]
    if not told or case.plain.contestant.python in pythons_that_differ(case.runs):
        return ""
    return f"Results were not compared: {told[0].match_message.rstrip('.')}. Return plain values to have them checked."


def _other_results(case: Case) -> str:
    return other_results(case.rows, _all(case))


def _noisy(case: Case) -> str:
    told = noise_words(case.runs)
    return f"{told[0].upper()}{told[1:]}: figures may be off. Close what you can and compare again." if told else ""


def _stood_still(case: Case) -> str:
    still = [run for run in case.runs if run.round >= 1 and (run.ended.noise.paused_s or 0.0) > MOST_PAUSED_S]
    if not still:
        return ""
    are = "It is" if len(still) == 1 else "They are"
    return f"The machine slept or stood still during {count(len(still), 'run')}. {are} shown as made, and not counted."


def _unresolved(case: Case) -> str:
    wall = case.plain.wall_s
    if wall is None or wall.median >= SHORT_LOOP_S:
        return ""
    return f"The whole plain loop takes {duration(wall.median)}, too short to time well. Take more items."


def _short_tasks(case: Case) -> str:
    task_s = case.plain.task_s
    if task_s is None or task_s >= SHORT_TASK_S:
        return ""
    chunked = any(row.chunksize is not None for row in case.rows)
    step = "raise the chunk size, or let one call do more" if chunked else "let one call do more"
    return f"One task takes {duration(task_s)}, handing it to a worker costs about as much: {step}."


def _start_up(case: Case) -> str:
    leader = case.leader
    if leader is None or leader.wall_s is None:
        return ""
    share = ((leader.startup_s or 0.0) + (leader.winddown_s or 0.0)) / leader.wall_s.median
    if share < START_UP:
        return ""
    called = name(leader.contestant, _all(case))
    slow = leader.start_method in ("spawn", "forkserver")
    why = f" ({leader.start_method} starts each worker as a new Python)" if slow else ""
    return (
        f"Starting and ending workers took {percent(share)} of {called}'s time{why}. "
        "Make the workers once and use them for many loops, or measure with more items."
    )


def _more_workers(case: Case) -> str:
    leader, tag = case.leader, case.plain.tag
    if leader is None or tag is None or tag.unsure or tag.slug != "io-bound" or not _can_widen(leader):
        return ""
    if compute_elsewhere(case.plain_runs):
        return ""
    items = leader.items or 0
    wider = min(items, max(2 * (leader.width or 1), 32))
    if leader.width is None or leader.width >= wider or tag.corrected_share * wider > _cores(case):
        return ""
    return (
        f"Tasks wait {percent(1 - tag.corrected_share)} of their time, and waiting needs no core: try {wider} workers."
    )


def _can_widen(row: Row) -> bool:
    return catalogue.find(row.contestant.strategy).width == "workers"


def _free_threaded(case: Case) -> str:
    tag = case.plain.tag
    if tag is None or tag.unsure or tag.gil != "held" or tag.slug != "cpu-bound":
        return ""
    if any(python.free_threaded for python in case.plan.pythons) or _cores(case) < 2:
        return ""
    if not any(catalogue.find(row.contestant.strategy).family == "threads" for row in case.rows):
        return ""
    return "Threads take turns because the task holds the GIL. Compare under a free-threaded Python, which has none."


def _gil_switched_on(case: Case) -> str:
    switched = [python for python in case.plan.pythons if python.free_threaded and python.gil]
    if not switched:
        return ""
    return (
        f"Python {switched[0].id} could do without the GIL, but a module that the loop imports, or PYTHON_GIL=1, "
        "switched the GIL on. What the loop printed may name the module: look for a newer version of it."
    )


def _subprocesses(case: Case) -> str:
    if not run_programs(case.plain_runs):
        return ""
    return "The task runs other programs, and waiting for them needs no process: try threads first."


def _native_threads(case: Case) -> str:
    if not have_threads_of_their_own(case.plain_runs):
        return ""
    return (
        "The task computes with threads of its own (as BLAS does), which already use several cores. "
        "Set OMP_NUM_THREADS=1 and compare again."
    )


def _each_other(case: Case) -> str:
    told = [row for row in case.rows if row.outcome == "finished" and row.tag is not None and not row.tag.unsure]
    row = max(told, key=_each_other_share, default=None)
    if row is None or _each_other_share(row) <= ADVISED_FROM or noise_words(case.runs):
        return ""
    return (
        f"Tasks of {name(row.contestant, _all(case))} waited for each other {percent(_each_other_share(row))} of their "
        "time: a lock, a database or a server lets few in at once. Give each worker its own, or take fewer workers."
    )


def _each_other_share(row: Row) -> float:
    return row.tag.each_other_share if row.tag is not None else 0.0


def _more_rounds(case: Case) -> str:
    stands = case.stands
    if case.ended is None or not stands.undecided:
        return ""
    if not stands.helps and max(middle for middle, _, _ in stands.speedups.values()) <= AHEAD:
        return ""
    if case.plan.rounds is not None:
        rounds = count(case.plan.rounds, "round")
        return f"{rounds} did not settle it: the intervals still overlap. Ask for more, or leave the number to Parloop."
    if case.plan.effort == "thorough":
        return "The machine is too unsteady for a finer answer. Compare again when it is quiet, or take either."
    step = {"quick": "Standard", "standard": "Thorough"}[case.plan.effort]
    return f"Their intervals still overlap, and more rounds make them narrower: choose {step} and compare again."


ADVISERS: tuple[tuple[str, Callable[[Case], str]], ...] = (
    ("cannot-be-checked", _cannot_be_checked),
    ("other-results", _other_results),
    ("gil-switched-on", _gil_switched_on),
    ("not-comparable", _not_comparable),
    ("stood-still", _stood_still),
    ("noisy-machine", _noisy),
    ("below-resolution", _unresolved),
    ("short-tasks", _short_tasks),
    ("more-rounds", _more_rounds),
    ("start-up", _start_up),
    ("subprocesses", _subprocesses),
    ("native-threads", _native_threads),
    ("each-other", _each_other),
    ("more-workers", _more_workers),
    ("free-threaded", _free_threaded),
)


def _all(case: Case) -> list[Contestant]:
    return [row.contestant for row in case.rows]


def _cores(case: Case) -> int:
    pythons: dict[str, Interpreter] = {python.id: python for python in case.plan.pythons}
    python = pythons.get(case.plain.contestant.python)
    return python.cores if python is not None else 1


def _middle(noises: Sequence[Noise], value: Callable[[Noise], float | None]) -> float | None:
    told = [each for noise in noises if (each := value(noise)) is not None]
    return median(told) if told else None
