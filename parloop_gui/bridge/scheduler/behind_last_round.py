"""What is run behind the last round: for a figure beside the answer, which rests on none of it.

threads that took turns      ─► once more, each thread looked at a thousand times a second, so that the turns are seen
whom the answer is about     ─► the loop twice in a pool that is kept open
who loses by handing over    ─► with less of that (`remedies.py`)

Each kind says whose turns it wants, as plain data, and `make_behind` makes them while there is time. A loop that does
something outside its processes is not repeated for a figure that nobody asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from parloop_gui.bridge.scheduler.budget import GRACE_S, Budget
from parloop_gui.bridge.scheduler.limits import EndError
from parloop_gui.bridge.scheduler.run_maker import CancelledError, Turn
from parloop_gui.bridge.scheduler.width import workers_of
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.forecast.played import LOOPS
from parloop_gui.model.preflight.report import Report
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import RECORDED_FROM
from parloop_gui.model.user_code.program_loop import split_of

# How often at most the same strategy is recorded: the sampler may lose sight of threads where it waits for a core.
TRIES = 3


@dataclass(frozen=True)
class Behind:
    """One turn behind the last round, its time limit still open.

    `expected_s` is what it will take, None where nobody knows.
    """

    turn: Turn
    expected_s: float | None = None


@dataclass(frozen=True)
class Wanted:
    """All turns of one kind, each made `times` at most.

    `again` says whether a run that was made is wanted once more, behind all others. `least_s` they may take together
    even where the budget is used up.
    """

    turns: tuple[Behind, ...] = ()
    times: int = 1
    again: Callable[[RunFinished], bool] = lambda run: True
    least_s: float = 0.0


def make_behind(
    wanted: Wanted, budget: Budget, elapsed_s: Callable[[], float], make: Callable[[Turn], RunFinished]
) -> None:
    """Make those runs; stopping them, or a limit that they reach, takes nothing from what is known already."""
    until_s = elapsed_s() + max(budget.traced_s(elapsed_s()), wanted.least_s)
    queue = list(wanted.turns)
    with contextlib.suppress(CancelledError, EndError):
        for behind in queue:  # grows: who is wanted once more comes after all others
            left_s = until_s - elapsed_s()
            if left_s <= 0 or (behind.expected_s or 0.0) > left_s:
                continue
            limit_s = left_s if behind.expected_s is None else budget.limit_s(elapsed_s())
            run = make(replace(behind.turn, timeout_s=limit_s))
            if queue.count(behind) < wanted.times and wanted.again(run):
                queue.append(behind)


def to_record(comparison: Comparison, budget: Budget, workers: int | None) -> Wanted:
    """Strategies whose threads waited for the GIL: in others there is nothing to be seen."""
    if any(map(does_something_outside, comparison.preflight)):
        return Wanted()
    found = [
        row.contestant
        for row in comparison.rows
        if row.outcome == "finished" and row.tag is not None and row.tag.gil_wait_share >= RECORDED_FROM
    ]
    turns = (Turn(each, 0, workers_of(each, workers), 0.0, recorded=True) for each in found)
    return Wanted(tuple(Behind(turn, budget.run_s(turn.contestant)) for turn in turns), TRIES, _misses_turns)


def _misses_turns(run: RunFinished) -> bool:
    # It loads numpy, which takes longer than many a comparison, and which nothing else here needs.
    from parloop_gui.model.timeline.shown import misses_turns

    return misses_turns(run)


def to_keep_open(comparison: Comparison, budget: Budget, workers: int | None) -> Wanted:
    """Whoever is named and the best pool of each family; nobody where the loop has effects, or nobody tried it."""
    if comparison.plan.loop.kind != "builtin" and (
        not comparison.preflight or any(map(_is_no_second_loop, comparison.preflight))
    ):
        return Wanted()
    if _ends_at_a_match(comparison.plan.loop):
        return Wanted()
    pools = [row.contestant for row in _pools(comparison)]
    turns = (Turn(each, 0, workers_of(each, workers), 0.0, kept_open=True) for each in pools)
    return Wanted(tuple(Behind(turn, LOOPS * budget.run_s(turn.contestant)) for turn in turns), least_s=GRACE_S)


def _ends_at_a_match(loop: LoopSpec) -> bool:
    """Whether each run takes its pools chunk by chunk, so that there is no second loop in the same one."""
    found = split_of(loop)
    return found is not None and found.until_found


def does_something_outside(report: Report) -> bool:
    """Whether tasks, or the folds of a program's loop, were seen to do something outside their process."""
    arrival = report.facts.arrival
    return bool(report.facts.effects) or (arrival is not None and bool(arrival.in_loop))


def _is_no_second_loop(report: Report) -> bool:
    """Whether the loop does something outside, or its passes leave something that the next one reads.

    Of a program's loop only the tasks are done twice; but a second loop over what the first one has changed, a memo
    say, is no second loop of the same.
    """
    proof = report.facts.proof
    return does_something_outside(report) or (proof is not None and proof.kind != "proven")


def _pools(comparison: Comparison) -> Iterator[Row]:
    """Of those that have a pool to keep open: the one that is named, and the best of each family."""
    named = comparison.verdict.contestant if comparison.verdict is not None else None
    ranked = sorted((row for row in comparison.rows if _may_keep(row)), key=lambda row: row.rank or 0)
    seen: set[str] = set()
    for row in ranked:
        family = catalogue.find(row.contestant.strategy).family
        if family not in seen or row.contestant == named:
            seen.add(family)
            yield row


def _may_keep(row: Row) -> bool:
    strategy = catalogue.find(row.contestant.strategy)
    if row.rank is None or row.outcome != "finished" or strategy.family == "further":
        return False
    return catalogue.can_be_kept_open(strategy.find_call(row.contestant.call))
