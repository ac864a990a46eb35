"""Measures what strategies cost on this machine beside their tasks: runs of a loop that does nothing, kept for later.

Each kind of run is tried in passes over all of them, so that a slow spell does not meet one kind alone, and so that the
first tells something of everyone where the time for it is over before the others.
"""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from statistics import fmean, median

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.bridge.processes.stoppable_runs import Execute, StoppableRuns, finished_wall_s
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec
from parloop_gui.model.forecast.costs import (
    LOOPED_ITEMS,
    MOST_SLOWER,
    Cost,
    Costs,
    Trial,
    cost_from,
    kind_of,
    start_method_of,
    trials_of,
)
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan, plain_loop

# So that one run in a slow spell does not count: the median is taken.
PASSES = 3
# For everything that is measured before a comparison: somebody waits for it, though only once for each Python.
LIMIT_S = 6.0
# What hangs in an empty loop tells nothing of what it costs.
RUN_LIMIT_S = 5.0

# A loop whose tasks take no time: what is left of its wall time is what the strategy costs.
NOTHING = LoopSpec("user", "nothing", 1, function="nothing", code="def nothing(item):\n    return item\n")
NOTHING_AWAITED = replace(NOTHING, code=f"async {NOTHING.code}", is_async=True)
# A coroutine that waits has its process fall asleep and wake up in its event loop: that computes three times as much as
# the event loop of one that is done at once (0.26 and 0.1 ms measured).
WAITING = replace(
    NOTHING_AWAITED,
    items=LOOPED_ITEMS,
    code="import asyncio\n\n\nasync def nothing(item):\n    await asyncio.sleep(0.001)\n    return item\n",
)
# Some milliseconds of plain computing each, and so many for each core that starting the workers is small beside them.
BUSY = LoopSpec(
    "user", "busy", 1, function="busy", code="def busy(item):\n    return sum(number % 7 for number in range(50_000))\n"
)
# For each core: so many that starting the workers is small beside them.
BUSY_EACH = 12
# Eight megabytes each, one object: they take some 40 ms, and one at a time is pickled.
SIZED_BYTES, SIZED_ITEMS = 8_000_000, 8
SIZED = LoopSpec(
    "user",
    "size",
    f"[bytes({SIZED_BYTES})] * {SIZED_ITEMS}",
    function="size",
    code="def size(item):\n    return len(item)\n",
)


class MachineCosts:
    """The costs of contestants' kinds of run: what is kept, the rest measured by runs that `execute` makes.

    `stop(run id)` makes the run under way end; `cancel` may be called from any thread, the rest from one.
    """

    def __init__(
        self,
        execute: Execute,
        kept: KeptCosts | None = None,
        *,
        stop: Callable[[str], None] = lambda run: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._runs, self._kept = StoppableRuns(execute, stop), kept if kept is not None else KeptCosts()
        self._clock = clock
        self._foreign: list[float] = []
        self._until_s = math.inf
        self._check: Callable[[], None] = lambda: None

    def cancel(self) -> None:
        """End the run under way; that no other follows is for `check` to say."""
        self._runs.stop_run()

    def of(
        self, plan: Plan, python: Interpreter, contestants: Iterable[Contestant], check: Callable[[], None]
    ) -> Costs:
        """The costs of these under that Python; `check` is called between runs and may raise to end it all."""
        known, missing = self._kept.of(python), self._missing(plan, python, contestants)
        if not missing and not self._lacks_event_loop(plan, known):
            return known
        self._check = check
        measured = self._measured(plan, python, missing)
        every = {**known.by_kind, **measured}
        rate = known.bytes_per_s or self._rate(plan, python, every)
        slower = known.side_by_side or self._side_by_side(plan, python, every)
        event_loop_s = known.event_loop_s
        if self._lacks_event_loop(plan, known):
            event_loop_s = self._event_loop_s(plan, python)
        self._kept.keep(python, Costs(measured, rate, None, slower, event_loop_s))
        return Costs(every, rate, known.beside_s, slower, event_loop_s)

    def correct(self, python: Interpreter, costs: Costs) -> None:
        """Keep these instead of what was kept of their kinds, and of what a run takes beside its time."""
        if costs.by_kind or costs.beside_s is not None:
            self._kept.keep(python, costs)

    def lacks(self, plan: Plan, python: Interpreter, contestants: Iterable[Contestant]) -> bool:
        """Whether something has to be measured for `of`, which takes seconds then."""
        return bool(self._missing(plan, python, contestants)) or self._lacks_event_loop(plan, self._kept.of(python))

    def _lacks_event_loop(self, plan: Plan, known: Costs) -> bool:
        return plan.loop.is_async and known.event_loop_s is None

    def _missing(self, plan: Plan, python: Interpreter, contestants: Iterable[Contestant]) -> dict[str, Contestant]:
        known = self._kept.of(python)
        wanted = {kind_of(each, plan, python): each for each in contestants if not each.is_plain}
        return {kind: each for kind, each in wanted.items() if kind not in known.by_kind}

    def _measured(self, plan: Plan, python: Interpreter, missing: dict[str, Contestant]) -> dict[str, Cost]:
        """The costs of each that came through; of none that can't run here or for which there was no time."""
        until = self._until_s = self._clock() + LIMIT_S
        passes: dict[str, list[dict[Trial, float]]] = {kind: [] for kind in missing}
        self._foreign.clear()
        for _ in range(PASSES):
            for kind, contestant in missing.items():
                if self._clock() > until:
                    break
                walls = {trial: self._wall_s(plan, python, contestant, trial) for trial in trials_of(contestant)}
                whole = {trial: wall for trial, wall in walls.items() if wall is not None}
                if len(whole) == len(walls):
                    passes[kind].append(whole)
        foreign = fmean(self._foreign) if self._foreign else 0.0
        costs = {kind: cost_from(each, foreign) for kind, each in passes.items()}
        return {kind: cost for kind, cost in costs.items() if cost is not None}

    def _rate(self, plan: Plan, python: Interpreter, costs: dict[str, Cost]) -> float | None:
        """Bytes a second to a pool of processes: what larger items take longer than empty ones."""
        pool = Contestant("process-pool", "map", python.id)
        cost = costs.get(kind_of(pool, plan, python))
        if cost is None:
            return None
        trial = Trial(SIZED_ITEMS, 2)
        walls = [self._wall_s(plan, python, pool, trial, SIZED) for _ in range(PASSES)]
        done = [wall for wall in walls if wall is not None]
        empty_s = cost.start_s + 2 * cost.worker_s + SIZED_ITEMS * cost.item_s
        if not done or median(done) <= empty_s:
            return None
        return SIZED_BYTES * SIZED_ITEMS / (median(done) - empty_s)

    def _side_by_side(self, plan: Plan, python: Interpreter, costs: dict[str, Cost]) -> float | None:
        """How many times as long tasks take in as many processes as there are cores; None where a pool did not run."""
        pool, plain = Contestant("process-pool", "map", python.id), plain_loop(python.id)
        cost, cores = costs.get(kind_of(pool, plan, python)), python.cores
        if cost is None or cores <= 1:
            return None
        loop = replace(BUSY, items=BUSY_EACH * cores)
        found = []
        for _ in range(PASSES):
            if self._clock() > self._until_s:
                break
            one_s = self._wall_s(plan, python, plain, Trial(BUSY_EACH * cores), loop)
            all_s = self._wall_s(plan, python, pool, Trial(BUSY_EACH * cores, cores), loop)
            if one_s is not None and all_s is not None:
                found.append((all_s - cost.start_s - cores * cost.worker_s) / (one_s / cores))
        return min(max(median(found), 1.0), MOST_SLOWER) if found else None

    def _event_loop_s(self, plan: Plan, python: Interpreter) -> float | None:
        """What an event loop for each task computes: the least of some runs in which coroutines do nothing but wait."""
        found: list[float] = []
        for _ in range(PASSES):
            if found and self._clock() > self._until_s:  # one at least: without it asyncio is forecast too slow
                break
            ended = self._ended(plan, python, plain_loop(python.id), Trial(LOOPED_ITEMS), WAITING)
            if ended is not None and ended.outcome == "finished" and ended.measurement is not None:
                found.append(ended.measurement.task_cpu_s / LOOPED_ITEMS)
        return min(found, default=None)

    def _wall_s(
        self, plan: Plan, python: Interpreter, contestant: Contestant, trial: Trial, loop: LoopSpec | None = None
    ) -> float | None:
        return finished_wall_s(self._ended(plan, python, contestant, trial, loop))

    def _ended(
        self, plan: Plan, python: Interpreter, contestant: Contestant, trial: Trial, loop: LoopSpec | None
    ) -> RunEnded | None:
        own = contestant.arrangement
        spec = RunSpec(
            id=(run := f"costs-{uuid.uuid4().hex[:12]}"),
            comparison=run,
            python=python.path,
            loop=loop if loop is not None else replace(_nothing(plan), items=trial.items),
            strategy=contestant.strategy,
            call=contestant.call,
            workers=trial.workers,
            chunksize=plan.chunksize if own.chunksize is None else own.chunksize,
            start_method=start_method_of(contestant, plan, python),
            timeout_s=RUN_LIMIT_S,
            reference=True,  # its own results are all there is to compare with
        )
        ended = self._runs.ended(spec, self._check)
        busy = ended.noise.foreign_cores if ended is not None else None
        self._foreign += [busy] if busy is not None else []
        return ended


def _nothing(plan: Plan) -> LoopSpec:
    return NOTHING_AWAITED if plan.loop.is_async else NOTHING
