"""Typed pieces of advice, each ending in a next step.

Every piece is a function of what was measured that returns a sentence or two, or nothing; `ADVISERS` lists them, the
most pressing first. It is long because there are many: each is a few lines, and which one comes first can only be
judged where all of them stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import Family
from parloop_gui.engine.protocol.messages import Habits, Measurement, Noise
from parloop_gui.model.events.events import EndReason, RunFinished
from parloop_gui.model.explain.behaviour import Behaviour, behaviours_of_rows
from parloop_gui.model.explain.correctness import other_results
from parloop_gui.model.explain.handed_over import Culprit, HandedOver
from parloop_gui.model.explain.oddities import Oddity
from parloop_gui.model.explain.reliance import (
    chance_text,
    changes_text,
    connection_text,
    native_text,
    remembers_text,
)
from parloop_gui.model.explain.verdict import Advice, AdviceKind, Numbers
from parloop_gui.model.explain.ways_out import measured_words, spared_words, way_out
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.statistics.hidden_cpu import have_threads_of_their_own, run_programs
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Row, pythons_that_differ
from parloop_gui.model.statistics.thresholds import (
    ADVISED_FROM,
    FOREIGN_CORES,
    MADE_FOR_LITTLE,
    MOST_PAUSED_S,
    MOSTLY_CPU,
    NOTABLE,
    SHORT_LOOP_S,
    SHORT_TASK_S,
    START_UP,
    STEAL,
)
from parloop_gui.model.statistics.wall_times import scored
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import count, duration, number, percent

# Of advice: what stands behind is less pressing, and nobody reads on.
_MOST_PIECES = 4
# Workers: as many as a loop that waits is given by itself.
MOST_ADVISED = 32

NOTHING = HandedOver()

# The sentence or two to show, and the figures in them.
Found = tuple[str, Numbers]


@dataclass(frozen=True)
class Case:
    """What advice is given on. `plain` is the first plain loop's row; `ended` why the comparison is over."""

    plan: Plan
    rows: Sequence[Row]
    stands: Ranking
    runs: Sequence[RunFinished]
    plain: Row
    ended: EndReason | None
    sure: bool = True
    oddities: tuple[Oddity, ...] = ()
    handed: HandedOver = NOTHING

    @property
    def habits(self) -> Habits:
        """What tasks rely on beside their arguments."""
        return self.handed.habits(self.plain.contestant.python)

    @property
    def culprit(self) -> tuple[Row, Culprit] | None:
        """What is handed over that keeps processes from being faster, and whose row that is."""
        return self.handed.culprits.get(self.plain.contestant.python)

    def has(self, family: Family) -> bool:
        """Whether workers of that family take part."""
        return any(catalogue.find(row.contestant.strategy).behaves_like == family for row in self.rows)

    @cached_property
    def behaviours(self) -> Mapping[Contestant, Behaviour]:
        """What each did that was measured."""
        return behaviours_of_rows(self.plan, self.rows)

    @cached_property
    def loop(self) -> Behaviour:
        """What tasks do by themselves, in the plain loop."""
        runs = self.plain_runs
        alone = self.behaviours[self.plain.contestant]
        return replace(alone, runs_programs=run_programs(runs), native_threads=have_threads_of_their_own(runs))

    @cached_property
    def leader(self) -> Row | None:
        """The fastest strategy that is not a plain loop, whether it helps or not."""
        ranked = [row for row in self.rows if row.speedup is not None and row.rank is not None]
        return min(ranked, key=lambda row: row.rank or 0, default=None)

    @property
    def of_leader(self) -> Behaviour | None:
        """How the leader's tasks behaved; None where there is no leader, or nothing is known of them."""
        return self.behaviours.get(self.leader.contestant) if self.leader is not None else None

    @cached_property
    def plain_runs(self) -> list[Measurement]:
        """The plain runs that count."""
        own = [run for run in self.runs if run.contestant == self.plain.contestant]
        return [measurement for run in own if (measurement := scored(run)) is not None]


def advise(
    plan: Plan,
    rows: Sequence[Row],
    stands: Ranking,
    runs: Sequence[RunFinished],
    ended: EndReason | None = None,
    *,
    sure: bool = True,
    oddities: tuple[Oddity, ...] = (),
    handed: HandedOver = NOTHING,
) -> tuple[Advice, ...]:
    """The pieces that apply, the most pressing first, never more than a reader will read."""
    plain = next((row for row in rows if row.contestant.is_plain and row.wall_s is not None), None)
    if plain is None:
        return ()
    case = Case(plan, rows, stands, runs, plain, ended, sure, oddities, handed)
    pieces = (Advice(kind, *found) for kind, adviser in ADVISERS if (found := adviser(case)))
    return tuple(pieces)[:_MOST_PIECES]


def noise_words(runs: Sequence[RunFinished]) -> str:
    """What else kept the machine busy while it counted, as half a sentence; "" on a quiet machine."""
    foreign, steal = foreign_cores_of(runs), steal_of(runs)
    if steal is not None and steal > STEAL:
        return f"other machines on the same host took {percent(steal)} of the time"
    if foreign is not None and foreign > FOREIGN_CORES:
        return f"other programs kept {number(foreign, 2)} cores busy"
    return ""


def _cannot_be_checked(case: Case) -> Found | None:
    if case.plain.contestant.python not in pythons_that_differ(case.runs):
        return None
    text = (
        "Results can't be checked: the plain loop itself gives other results each time. "
        "Fix the task's random seed, or leave times and ids out of what it returns, and compare again."
    )
    return text, {}


def _not_comparable(case: Case) -> Found | None:
    why = [each.match_message for each in case.plain_runs if each.results_match is None and each.match_message]
    if not why or case.plain.contestant.python in pythons_that_differ(case.runs):
        return None
    return f"Results were not compared: {why[0].rstrip('.')}. Return plain values to have them checked.", {}


def _other_results(case: Case) -> Found | None:
    text = other_results(case.rows, _all(case))
    return (text, {}) if text else None


def _odd(case: Case) -> Found | None:
    """What is odd about the figure that matters most: the leader's, else the plain loop's."""
    shown = [row.contestant for row in (case.leader, case.plain) if row is not None]
    found = [each for contestant in shown for each in case.oddities if each.contestant == contestant]
    return (found[0].text, found[0].numbers) if found else None


def _noisy(case: Case) -> Found | None:
    words = noise_words(case.runs)
    if not words:
        return None
    numbers: Numbers = {"steal_share": steal_of(case.runs), "foreign_cores": foreign_cores_of(case.runs)}
    return f"{words[0].upper()}{words[1:]}: figures may be off. Close what you can and compare again.", numbers


def _stood_still(case: Case) -> Found | None:
    still = [run for run in case.runs if run.round >= 1 and (run.ended.noise.paused_s or 0.0) > MOST_PAUSED_S]
    if not still:
        return None
    are = "It is" if len(still) == 1 else "They are"
    text = f"The machine slept or stood still during {count(len(still), 'run')}. {are} shown as made, and not counted."
    return text, {"runs": len(still)}


def _throttled(case: Case) -> Found | None:
    held = [row for row in (case.plain, case.leader) if row is not None and (row.throttled_share or 0.0) >= NOTABLE]
    if not held:
        return None
    row = max(held, key=lambda each: each.throttled_share or 0.0)
    share = row.throttled_share or 0.0
    named = "the plain loop" if row.contestant.is_plain else name(row.contestant, _all(case))
    text = (
        f"Of the core time that {named} wanted, a container’s limit kept back {percent(share)}: "
        "more workers won’t help, a higher limit would."
    )
    return text, {"throttled_share": share}


def _unresolved(case: Case) -> Found | None:
    wall = case.plain.wall_s
    if wall is None or wall.median >= SHORT_LOOP_S:
        return None
    text = f"The whole plain loop takes {duration(wall.median)}, too short to time well. Take more items."
    return text, {"wall_s": wall.median}


def _payload(case: Case) -> Found | None:
    """What helps where handing over costs too much; why, where the verdict does not say so."""
    if case.culprit is None:
        payload = case.handed.payload(case.plain.contestant.python)
        return _said(spared_words(payload, case.plain.task_s or 0.0) if case.has("processes") else "")
    row, culprit = case.culprit
    is_named = case.leader is not None and catalogue.find(case.leader.contestant.strategy).family == "processes"
    why = culprit.text if is_named else ""
    text = " ".join(filter(None, (why, way_out(culprit), measured_words(row, case.plain))))
    return text, culprit.numbers


def _lost_changes(case: Case) -> Found | None:
    return _said(changes_text(case.habits) if case.has("processes") else "")


def _connection(case: Case) -> Found | None:
    return _said(connection_text(case.habits) if case.has("threads") else "")


def _remembers(case: Case) -> Found | None:
    numbers: Numbers = {"distinct_items": case.habits.distinct_items, "items": case.plain.items}
    return _said(remembers_text(case.habits, case.plain.items), numbers)


def _chance(case: Case) -> Found | None:
    # Also where the proof has ruled processes out for it, and threads, in another order, draw other numbers.
    is_told = case.has("processes") or any(row.outcome == "wrong-result" for row in case.rows)
    return _said(chance_text(case.habits) if is_told else "")


def _said(text: str, numbers: Numbers | None = None) -> Found | None:
    return (text, numbers or {}) if text else None


def _short_tasks(case: Case) -> Found | None:
    task_s = case.plain.task_s
    if task_s is None or task_s >= SHORT_TASK_S:
        return None
    chunked = any(row.chunksize is not None for row in case.rows)
    step = "raise the chunk size, or let one call do more" if chunked else "let one call do more"
    text = f"One task takes {duration(task_s)}, handing it to a worker costs about as much: {step}."
    tried = [words for row in case.rows if case.culprit is None and (words := measured_words(row, case.plain))]
    return " ".join((text, *tried)), {"task_s": task_s}


def _start_up(case: Case) -> Found | None:
    leader, run = case.leader, case.of_leader
    if leader is None or run is None:
        return None
    if run.starting_share < START_UP:
        return _made_for_little(case)
    took_s, plain_s = run.startup_s + run.winddown_s, case.plain.wall_s.median if case.plain.wall_s else 0.0
    if took_s >= MADE_FOR_LITTLE * plain_s:
        text = (
            f"Workers of {run.name} were made for {duration(plain_s, 2)} of work: starting and ending them took "
            f"{duration(took_s, 2)}. Make them once and use them for many loops, or keep the plain loop."
        )
        return text, {"starting_s": took_s, "plain_s": plain_s}
    slow = leader.start_method in ("spawn", "forkserver")
    why = f" ({leader.start_method} starts each worker as a new Python)" if slow else ""
    text = (
        f"Starting and ending workers took {percent(run.starting_share)} of {run.name}'s time{why}. "
        "Make the workers once and use them for many loops, or measure with more items."
    )
    return text, {"starting_share": run.starting_share}


def _made_for_little(case: Case) -> Found | None:
    """That starting processes takes longer than the whole plain loop, where nobody else is any faster."""
    plain_s = case.plain.wall_s.median if case.plain.wall_s is not None else 0.0
    pools = [row for row in case.rows if row.startup_s is not None and row.start_method is not None]
    took_s = min([(row.startup_s or 0.0) + (row.winddown_s or 0.0) for row in pools], default=0.0)
    if not pools or plain_s <= 0 or took_s < MADE_FOR_LITTLE * plain_s:
        return None
    text = (
        f"The plain loop is done in {duration(plain_s, 2)}, and processes take {duration(took_s, 2)} to start and end: "
        "keep them for many loops, or leave them out."
    )
    return text, {"starting_s": took_s, "plain_s": plain_s}


def _more_workers(case: Case) -> Found | None:
    leader, loop = case.leader, case.loop
    if leader is None or not loop.is_known or loop.own_share >= MOSTLY_CPU or not _can_widen(leader):
        return None
    if loop.computes_elsewhere:
        return None
    items = leader.items or 0
    wider = min(items, max(2 * (leader.width or 1), MOST_ADVISED))
    if leader.width is None or leader.width >= wider or loop.own_share * wider > loop.cores:
        return None
    waits = 1 - loop.own_share
    text = f"Tasks wait {percent(waits)} of their time, and waiting needs no core: try {wider} workers."
    return text, {"waiting_share": waits, "workers": wider}


def _can_widen(row: Row) -> bool:
    return catalogue.find(row.contestant.strategy).width == "workers"


def _free_threaded(case: Case) -> Found | None:
    loop = case.loop
    if not loop.is_known or loop.gil != "held" or loop.own_share < MOSTLY_CPU:
        return None
    if case.culprit is not None or case.habits.remembered:  # what processes lose by has a nearer remedy
        return None
    if any(python.free_threaded for python in case.plan.pythons) or loop.cores < 2:
        return None
    if not any(catalogue.find(row.contestant.strategy).family == "threads" for row in case.rows):
        return None
    text = "Threads take turns because the task holds the GIL. Compare under a free-threaded Python, which has none."
    return text, {"cpu_share": loop.own_share}


def _gil_switched_on(case: Case) -> Found | None:
    switched = [python for python in case.plan.pythons if python.free_threaded and python.gil]
    if not switched:
        return None
    could = f"Python {switched[0].id} could do without the GIL, but"
    if switched[0].gil_by:
        return f"{could} importing {switched[0].gil_by} switched it on: look for a newer version of it.", {}
    text = (
        f"{could} a module that the loop imports, or PYTHON_GIL=1, "
        "switched the GIL on. What the loop printed may name the module: look for a newer version of it."
    )
    return text, {}


def _subprocesses(case: Case) -> Found | None:
    if not case.loop.runs_programs:
        return None
    share = median([each.children_cpu_s / each.cpu_s for each in case.plain_runs if each.cpu_s > 0])
    text = (
        f"The task runs other programs ({percent(share)} of the CPU time is theirs), and waiting for them needs no "
        "process: try threads first."
    )
    return text, {"children_cpu_share": share}


def _native_threads(case: Case) -> Found | None:
    if not case.loop.native_threads:
        return None
    busy = median([each.cpu_s / each.wall_s for each in case.plain_runs if each.wall_s > 0])
    text = (
        f"The task computes with threads of its own (as BLAS does): the plain loop kept {busy:.1f} cores busy. "
        f"{_crowd(case)}Set OMP_NUM_THREADS=1 and compare again."
    )
    return text, {"busy_cores": busy, "native_threads": case.habits.native_threads}


def _crowd(case: Case) -> str:
    """How many threads the widest pool of workers and their libraries come to together."""
    widths = [row.width or 1 for row in case.rows if not row.contestant.is_plain]
    text = native_text(case.habits, max(widths, default=1), case.loop.cores)
    return f"{text} " if text else ""


def _each_other(case: Case) -> Found | None:
    sure = [row for row in case.rows if row.outcome == "finished" and row.tag is not None and not row.tag.unsure]
    waited = [case.behaviours[row.contestant] for row in sure if row.contestant in case.behaviours]
    run = max(waited, key=lambda each: each.each_other_share, default=None)
    if run is None or run.each_other_share <= ADVISED_FROM or noise_words(case.runs):
        return None
    text = (
        f"Tasks of {run.name} waited for each other {percent(run.each_other_share)} of their time: "
        "a lock, a database or a server lets few in at once. Give each worker its own, or take fewer workers."
    )
    return text, {"each_other_share": run.each_other_share}


def _more_rounds(case: Case) -> Found | None:
    if case.ended is None or case.sure or not case.stands.speedups:
        return None
    if case.plan.once:
        return "Each ran only once, so small differences may be chance. More rounds would tell.", {}
    if case.plan.rounds is not None:
        rounds = count(case.plan.rounds, "round")
        text = f"{rounds} did not settle it. Ask for more, or leave the number to Parloop."
        return text, {"rounds": case.plan.rounds}
    if case.plan.effort == "thorough":
        return "The machine is too unsteady for a finer answer. Compare again when it is quiet, or take either.", {}
    step = {"quick": "Standard", "standard": "Thorough"}[case.plan.effort]
    return f"More rounds make it sure: choose {step} and compare again.", {}


ADVISERS: tuple[tuple[AdviceKind, Callable[[Case], Found | None]], ...] = (
    ("cannot-be-checked", _cannot_be_checked),
    ("other-results", _other_results),
    ("odd-figure", _odd),
    ("gil-switched-on", _gil_switched_on),
    ("lost-changes", _lost_changes),
    ("shared-connection", _connection),
    ("not-comparable", _not_comparable),
    ("stood-still", _stood_still),
    ("throttled", _throttled),
    ("noisy-machine", _noisy),
    ("below-resolution", _unresolved),
    ("payload", _payload),
    ("remembers", _remembers),
    ("own-chance", _chance),
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


def steal_of(runs: Sequence[RunFinished]) -> float | None:
    """The share of the time that other machines on the same host took, in the middle of the rounds."""
    return _middle(runs, lambda noise: noise.steal_share)


def foreign_cores_of(runs: Sequence[RunFinished]) -> float | None:
    """How many cores other programs kept busy, in the middle of the rounds."""
    return _middle(runs, lambda noise: noise.foreign_cores)


def _middle(runs: Sequence[RunFinished], value: Callable[[Noise], float | None]) -> float | None:
    known = [each for run in runs if run.round >= 1 and (each := value(run.ended.noise)) is not None]
    return median(known) if known else None
