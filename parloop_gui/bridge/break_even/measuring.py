"""Measures a break-even map: the coarse grid in one round, then places near the borders, as long as there is time.

    machine's costs ─► 16 coarse places ─► where is it least clear? ─► that place ─► … ─► budget
                                              (the model between)

All three sides run in turns at each place, so that a slow spell meets all alike. Where they come out near each other
two more rounds are made; where one is far ahead, one is enough.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from parloop_gui.bridge.processes.stoppable_runs import Execute, StoppableRuns, finished_wall_s
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.bridge.scheduler.run_maker import CancelledError
from parloop_gui.engine.protocol.messages import RunSpec
from parloop_gui.model.break_even.cells import SIDES, STRATEGY_OF, Cell, Map, Side, Spot, loop_of
from parloop_gui.model.break_even.grid import coarse, next_spot
from parloop_gui.model.break_even.interpolation import plan_of, workers_of
from parloop_gui.model.forecast.costs import kind_of
from parloop_gui.model.plan.plan import Contestant, Interpreter

# As a logarithm: a single run may be off by a fifth, so one that is ahead by less is measured twice more.
NEAR = 0.3
MORE_ROUNDS = 2

# The longest place of the map takes some five seconds; what takes this long hangs.
RUN_LIMIT_S = 60.0

# Called with the map so far, after each place.
Tell = Callable[[Map], None]


class MapMaker:
    """Makes maps with runs that `execute` makes. `cancel` may be called from any thread: what is there by then is kept.

    `stop(run id)` makes the run under way end; `costs` (None: the usual ones) are what the model between rests on.
    """

    def __init__(
        self,
        execute: Execute,
        *,
        stop: Callable[[str], None] = lambda run: None,
        costs: MachineCosts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._runs, self._costs, self._clock = StoppableRuns(execute, stop), costs, clock
        self._is_cancelled = False

    def cancel(self) -> None:
        """Measure nothing more."""
        self._is_cancelled = True
        self._runs.stop_run()
        if self._costs is not None:
            self._costs.cancel()

    def make(self, python: Interpreter, cpu_share: int, budget_s: float, tell: Tell = lambda so_far: None) -> Map:
        """The map under that Python for tasks that compute for so many percent of their time."""
        until = self._clock() + budget_s
        made = self._begun(python, cpu_share)
        try:
            grid = list(coarse())
            while self._clock() < until and (spot := grid.pop(0) if grid else next_spot(made)) is not None:
                made = replace(made, cells=(*made.cells, self.cell(python, spot, cpu_share)))
                tell(made)
        except CancelledError:  # what is there by then is a map, too
            pass
        return made

    def cell(self, python: Interpreter, spot: Spot, cpu_share: int, rounds: int | None = None) -> Cell:
        """That place measured, in so many rounds (None: as many as it takes). Raises CancelledError."""
        walls: dict[Side, list[float]] = {side: [] for side in SIDES}
        self._round(python, spot, cpu_share, walls, 0)
        cell = Cell(spot, walls)
        more = MORE_ROUNDS * (cell.margin < NEAR) if rounds is None else rounds - 1
        for number in range(1, more + 1):
            self._round(python, spot, cpu_share, walls, number)
        return Cell(spot, {side: tuple(own) for side, own in walls.items()})

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled: the map is what was there by then."""
        return self._is_cancelled

    def _begun(self, python: Interpreter, cpu_share: int) -> Map:
        created = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        begun = Map(python, cpu_share, (), created=created)
        if self._costs is None:
            return begun
        plan = plan_of(python, cpu_share)
        sides: dict[Side, Contestant] = {side: Contestant(*STRATEGY_OF[side], python.id) for side in SIDES}
        rate = Contestant("process-pool", "map", python.id)  # by whose costs the way of bytes is measured
        wanted = [*sides.values(), rate]
        try:
            found = self._costs.of(plan, python, [each for each in wanted if not each.is_plain], self._check)
        except CancelledError:
            return begun
        kinds = {side: kind_of(each, plan, python) for side, each in sides.items()}
        costs = {side: found.by_kind[kind] for side, kind in kinds.items() if kind in found.by_kind}
        return replace(begun, costs=costs, bytes_per_s=found.bytes_per_s)

    def _check(self) -> None:
        if self._is_cancelled:
            raise CancelledError

    def _round(
        self, python: Interpreter, spot: Spot, cpu_share: int, walls: dict[Side, list[float]], number: int
    ) -> None:
        """Each side once, beginning with another one each time."""
        for at in range(len(SIDES)):
            side = SIDES[(at + number) % len(SIDES)]
            wall_s = self._wall_s(python, spot, cpu_share, side)
            walls[side].append(wall_s)

    def _wall_s(self, python: Interpreter, spot: Spot, cpu_share: int, side: Side) -> float:
        """One run's wall time; what came to no end took as long as it was given."""
        strategy, call = STRATEGY_OF[side]
        spec = RunSpec(
            id=(run := f"map-{uuid.uuid4().hex[:12]}"),
            comparison=run,
            python=python.path,
            loop=loop_of(spot, cpu_share),
            strategy=strategy,
            call=call,
            workers=None if side == "baseline" else workers_of(python, cpu_share),
            start_method=python.start_method if side == "processes" else None,
            timeout_s=RUN_LIMIT_S,
            reference=True,  # its own results are all there is to compare with
        )
        wall_s = finished_wall_s(self._runs.ended(spec, self._check))
        return wall_s if wall_s is not None else RUN_LIMIT_S
