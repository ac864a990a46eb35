"""What is known of a loop before anything but the plain loop ran: by its runs, by a part of one, by trying it out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean, pstdev

from parloop_gui.engine.protocol.kinds import GilState
from parloop_gui.engine.protocol.messages import Measurement, Part, PreflightFacts
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.hidden_cpu import compute_elsewhere
from parloop_gui.model.statistics.thresholds import MIXED_FROM

# Standard deviation of the logarithm of a plain run of which there was one: 13–20% were measured, machine idle.
UNKNOWN_SPREAD = 0.15


@dataclass(frozen=True)
class Beside:
    """What there is beside the tasks: bytes of one item and one result, pickled; seconds in each process that starts.

    `shared_bytes` is what goes along with each chunk of items, however many: what all of them share, and what the
    function is bound to. Nothing of a built-in loop, whose items are numbers.
    """

    item_bytes: float = 0.0
    result_bytes: float = 0.0
    import_s: float = 0.0
    setup_s: float = 0.0
    shared_bytes: float = 0.0


@dataclass(frozen=True)
class LoopFacts:
    """Seconds, bytes and counts of the loop that is to be forecast, the plain one.

    `task_s` is the mean of one task and `longest_s` the longest; `cpu_s` what of it is spent on a core. `items` are
    measured, of `all_items`. `spread` is the standard deviation of the logarithm of a plain run. `core_share` is how
    much of a core a task got while it wanted one, `foreign` how many cores others kept busy meanwhile. `cut`: a task
    takes at least `task_s`, and no one knows how much more. `together` is how many times as fast the tasks went by in
    threads side by side, where that was tried: what releases the GIL may still wait for it before and after.
    """

    items: int
    all_items: int
    task_s: float
    longest_s: float
    cpu_s: float
    gil: GilState = "unknown"
    spread: float = UNKNOWN_SPREAD
    core_share: float = 1.0
    foreign: float = 0.0
    beside: Beside = Beside()
    cut: bool = False
    together: float | None = None

    @property
    def plain_s(self) -> float:
        """The plain loop over what is measured: its set-up, then one task after the other."""
        return self.beside.setup_s + self.items * self.task_s

    @property
    def computes(self) -> bool:
        """Whether its tasks want a core for more than they hardly ever do."""
        return self.cpu_s > MIXED_FROM * self.task_s

    def in_one_loop(self, event_loop_s: float) -> LoopFacts:
        """The same tasks without an event loop of their own each, which takes so long; never below nothing.

        By the share that they wait: one that computes throughout never has its event loop fall asleep and wake up, and
        what is left of it may well be the task's.
        """
        waits = 1 - min(1.0, self.cpu_s / self.task_s) if self.task_s > 0 else 0.0
        parts = (max(0.0, each - waits * event_loop_s) for each in (self.task_s, self.longest_s, self.cpu_s))
        task_s, longest_s, cpu_s = parts
        return replace(self, task_s=task_s, longest_s=longest_s, cpu_s=cpu_s)

    def over(self, items: int) -> LoopFacts:
        """The same loop over another number of items."""
        return replace(self, items=items)


def facts_of_runs(
    runs: Sequence[Measurement], tag: Tag | None, tried: PreflightFacts | None, foreign: float = 0.0
) -> LoopFacts | None:
    """By plain runs that came to their end; None where there is none.

    What all of a run took is shared out among its items, so that what lies between tasks is in it. A task that computes
    in programs or threads of its own has its CPU time from the whole process.
    """
    runs = [each for each in runs if each.wall_s > 0 and each.items > 0]
    if not runs:
        return None
    setup_s = (tried.setup_s or 0.0) if tried is not None else 0.0
    walls = [math.log(each.wall_s) for each in runs]
    last = runs[-1]
    work_s = max(math.exp(fmean(walls)) - setup_s, fmean(each.task_wall_s for each in runs))
    waited_s = fmean(each.core_wait_s or 0.0 for each in runs)
    cpu = fmean(each.cpu_s if compute_elsewhere(runs) else each.task_cpu_s for each in runs)
    return LoopFacts(
        items=last.items,
        all_items=max(last.of_items or last.items, last.items),
        task_s=work_s / last.items,
        longest_s=max(max(last.task_times_s, default=0.0), work_s / last.items),
        cpu_s=cpu / last.items,
        gil=tag.gil if tag is not None else "unknown",
        spread=max(UNKNOWN_SPREAD if len(runs) == 1 else pstdev(walls), UNKNOWN_SPREAD / math.sqrt(len(runs))),
        core_share=min(1.0, cpu / (cpu + waited_s)) if cpu > 0 else 1.0,
        foreign=foreign,
        beside=_beside(tried),
    )


def together(facts: LoopFacts, tried: Measurement) -> float | None:
    """How many times as fast the tasks of that run went by as one after the other; None where nobody can tell."""
    if tried.work_s <= 0 or tried.items != facts.items:
        return None
    return facts.items * facts.task_s / tried.work_s


def facts_of_part(
    items: int, plain_s: float, cpu_share: float | None, tried: PreflightFacts | None, *, cut: bool
) -> LoopFacts:
    """By a plain run that was stopped: `plain_s` is what the whole would take, by how far it came.

    `cut`: it did not come to the end of its first task, and `plain_s` rests on how long that had taken. What trying
    the loop out told of its tasks is better than that, where there is any.
    """
    task_s, share = plain_s / max(items, 1), cpu_share
    if tried is not None and tried.task_s is not None and tried.task_cpu_s is not None and tried.task_s > 0:
        if cut:
            task_s, cut = max(task_s, tried.task_s), False
        wanted_s = tried.task_cpu_s + (tried.task_wait_s or 0.0)
        share = wanted_s / tried.task_s if share is None else share
    cpu_s = task_s * min(1.0 if share is None else share, 1.0)
    return LoopFacts(items, items, task_s, task_s, cpu_s, cut=cut, beside=_beside(tried))


def beside_of(parts: Sequence[Part]) -> Beside:
    """What is handed over, where that is all that is known."""
    there = [each for each in parts if each.kind not in ("result", "given")]
    return Beside(
        item_bytes=sum(each.size_bytes for each in there if not each.is_same),
        shared_bytes=sum(each.size_bytes for each in there if each.is_same),
        result_bytes=sum(each.size_bytes for each in parts if each.kind == "result"),
    )


def _beside(tried: PreflightFacts | None) -> Beside:
    if tried is None:
        return Beside()
    handed = beside_of(tried.payload.parts)
    is_told = any(each.kind not in ("result", "given") for each in tried.payload.parts)
    return replace(
        handed,
        item_bytes=handed.item_bytes if is_told else (tried.items_bytes or 0) / max(tried.items or 1, 1),
        result_bytes=float(tried.result_bytes or 0),
        import_s=tried.import_s or 0.0,
        setup_s=tried.setup_s or 0.0,
    )
