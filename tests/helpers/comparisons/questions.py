"""Questions that were answered: made-up wall times along an axis, folded and answered by the real code."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator, Sequence

from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.engine.protocol.messages import LoopSpec, Measurement, Noise, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    EndReason,
    RoundFinished,
    RunAdvanced,
    RunBegan,
    RunFinished,
)
from parloop_gui.model.plan.plan import Choice, Contestant, Plan
from parloop_gui.model.questions.asking import QUESTIONS, asked, usual_strategies
from tests.helpers.comparisons.scenes import FREE, MACHINE, OTHERS, PYTHON

WallOf = Callable[[Contestant], float]


def asking(slug: str, loop: LoopSpec, values: Sequence[float] | None = None) -> Plan:
    """The plan that asks this of a loop, with those who usually race for it."""
    question = QUESTIONS[slug]
    racing = parse_choices(",".join(usual_strategies(question, loop.name)), loop.name)
    pythons = OTHERS if question.is_of_pythons else (PYTHON, FREE)[: question.most_pythons]
    plan = Plan(loop, tuple(Choice(*each) for each in racing), pythons, effort="quick", seed=1)
    return asked(plan, question, values)


def events(plan: Plan, wall_s: WallOf, rounds: int = 6, ended: EndReason | None = "done") -> Iterator[ComparisonEvent]:
    """What a conductor would tell; `ended` None leaves it after the last of these rounds."""
    dice = random.Random(3)
    racing = contestants_of(plan).racing
    yield ComparisonStarted(plan, racing, (), MACHINE, "2026-01-02T03:04:05+01:00")
    for number in range(rounds + 1):
        for at, contestant in enumerate(racing):
            run = f"{number}-{at}"
            yield RunBegan(run, contestant, number, at_most_s=14.0 - number)
            took = wall_s(contestant) * dice.lognormvariate(0.0, 0.03)
            yield RunFinished(run, contestant, number, _ended(run, contestant, plan, took))
        if number:
            yield RoundFinished(number, 12.0)
    if ended is not None:
        yield ComparisonEnded(ended, "", 13.1)
        return
    yield RunBegan("last", racing[-1], rounds + 1, at_most_s=9.0)
    yield RunAdvanced("last", 10, 60, at_most_s=9.0)


def answered(plan: Plan, wall_s: WallOf, rounds: int = 6, ended: EndReason | None = "done") -> Comparison:
    """The comparison after those events."""
    now: Comparison | None = None
    for event in events(plan, wall_s, rounds, ended):
        now = fold(now, event)
    assert now is not None
    return now


def _ended(run: str, contestant: Contestant, plan: Plan, wall_s: float) -> RunEnded:
    own = contestant.arrangement
    items = own.sample or int(plan.loop.items)
    workers = 1 if contestant.is_plain else own.workers or 2
    share = dict(own.params).get("cpu_share", 3.0 if plan.loop.name == "sleep" else 98.0) / 100
    is_pool = contestant.strategy == "process-pool"
    measured = Measurement(
        items=items,
        tasks=items,
        width=min(workers, items),
        workers=workers,
        workers_started=workers,
        chunksize=own.chunksize or (max(1, items // 8) if is_pool else 1),
        start_method=own.start_method,
        wall_s=wall_s,
        startup_s=0.004 * workers,
        work_s=wall_s * 0.95,
        winddown_s=0.001,
        first_result_s=0.01,
        cpu_s=wall_s * share,
        children_cpu_s=0.0,
        task_wall_s=items * 0.01,
        task_cpu_s=items * 0.01 * share,
        core_wait_s=0.0,
        peak_rss_bytes=40 * 2**20,
        results_match=True,
        match_message="",
        probe=None,
        task_times_s=(0.01,) * min(items, 64),
    )
    return RunEnded(run, "finished", measurement=measured, noise=Noise(0.4, 0.0, 0.1))


def _is_process(contestant: Contestant) -> bool:
    return catalogue.find(contestant.strategy).family == "processes"


def of_workers(contestant: Contestant) -> float:
    """Tasks that wait 10 ms: threads cost little each, processes 3 ms."""
    if contestant.is_plain:
        return 0.64
    workers = contestant.arrangement.workers or 1
    each_s = 0.003 if _is_process(contestant) else 0.0003
    return 0.64 / min(workers, 64) + each_s * workers + 0.004


def of_items(contestant: Contestant) -> float:
    """4 ms an item, half of it on two cores; processes take 40 ms to start, threads gain nothing."""
    items = contestant.arrangement.sample or 1
    if contestant.is_plain:
        return 0.004 * items
    return 0.04 + 0.0021 * items if _is_process(contestant) else 0.0005 + 0.0041 * items


def of_share(contestant: Contestant) -> float:
    """Threads overlap waiting for nothing, and take turns at computing; processes start for 20 ms.

    Without the GIL one thread is slower, and two are nearly twice as fast.
    """
    share = dict(contestant.arrangement.params).get("cpu_share", 50) / 100
    if contestant.python == FREE.id:
        return 0.648 if contestant.is_plain else 0.342 if _is_process(contestant) else 0.334
    if contestant.is_plain:
        return 0.48
    if _is_process(contestant):
        return 0.02 + max(0.48 / 12, 0.48 * share / 2)
    return max(0.48 / 32, 0.48 * share * 1.02) + 0.002


def of_chunk(contestant: Contestant) -> float:
    """Small chunks cost dispatch, large ones leave a worker without any."""
    if contestant.is_plain:
        return 0.4
    size = contestant.arrangement.chunksize or (25 if contestant.strategy == "process-pool" else 1)
    return 0.21 + 0.12 / size + (0.09 if size > 60 else 0.0)


def of_start(contestant: Contestant) -> float:
    """Fork is quick, spawn imports everything anew."""
    return {"fork": 0.22, "spawn": 0.61, "forkserver": 0.43}.get(contestant.arrangement.start_method or "", 0.4)


def of_python(contestant: Contestant) -> float:
    """The one without the GIL is slower by itself, and has threads that gain."""
    free = contestant.python == FREE.id
    if contestant.is_plain:
        return 0.52 if free else 0.41 if contestant.python == PYTHON.id else 0.46
    if _is_process(contestant):
        return 0.29 if free else 0.22
    return 0.27 if free else 0.42


_SCENES: dict[str, tuple[LoopSpec, WallOf]] = {
    "workers": (LoopSpec("builtin", "sleep", 64, {}, seed=1), of_workers),
    "items": (LoopSpec("builtin", "primes", 1000, {}, seed=1), of_items),
    "cpu-share": (LoopSpec("builtin", "mixed", 60, {}, seed=1), of_share),
    "chunk": (LoopSpec("builtin", "primes", 200, {}, seed=1), of_chunk),
    "start": (LoopSpec("builtin", "primes", 200, {}, seed=1), of_start),
    "python": (LoopSpec("builtin", "primes", 200, {}, seed=1), of_python),
}


def plan_of(slug: str) -> Plan:
    """The plan of that question's scene."""
    return asking(slug, _SCENES[slug][0], VALUES.get(slug))


def scene_events(slug: str, rounds: int = 6, ended: EndReason | None = "done") -> Iterator[ComparisonEvent]:
    """What a conductor would tell of that question's scene."""
    return events(plan_of(slug), _SCENES[slug][1], rounds, ended)


@functools.cache
def scene(slug: str, rounds: int = 6, ended: EndReason | None = "done") -> Comparison:
    """That question's scene, folded once: hundreds of rows take a while."""
    return answered(plan_of(slug), _SCENES[slug][1], rounds, ended)


VALUES: dict[str, Sequence[float]] = {"items": (1, 3, 10, 30, 100, 300)}
LAB_STATES = tuple(_SCENES)
