"""What strategies cost here is measured once, by runs of a loop that does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.machine_costs import BUSY, LIMIT_S, PASSES, SIZED_BYTES, SIZED_ITEMS, MachineCosts
from parloop_gui.engine.protocol.messages import Event, Noise, RunEnded, RunSpec
from parloop_gui.model.forecast.costs import LOOPED_ITEMS, kind_of
from parloop_gui.model.plan.plan import Contestant
from tests.bridge.scheduler.test_real_comparison import real_plan
from tests.helpers.comparisons.races import PLAIN, measured
from tests.helpers.engines.mock_engine import PYTHON, plan

POOL = Contestant("process-pool", "map", "3.11")
MADE = plan()
CONTESTANTS = contestants_of(MADE).racing


class Machine:
    """Runs of the empty loop take what they are said to: 10 ms, 2 ms a worker, 0.1 ms an item, 1 s a gigabyte.

    A task that computes takes 10 ms, and 12 ms where all cores do.
    """

    def __init__(self, takes_s: float = 0.0) -> None:
        self.specs: list[RunSpec] = []
        self.now, self._takes_s = 0.0, takes_s
        self.fails = ""

    def execute(self, spec: RunSpec) -> Iterator[Event]:
        """Make a run."""
        self.specs.append(spec)
        self.now += self._takes_s
        items = spec.loop.items if isinstance(spec.loop.items, int) else SIZED_ITEMS
        wall_s = 0.01 + 0.002 * (spec.workers or 0) + 1e-4 * items
        if spec.loop.function == BUSY.function:
            wall_s = 0.01 * items
            if spec.workers is not None:
                wall_s = 0.01 + 0.002 * spec.workers + 1.2 * wall_s / spec.workers
        elif not isinstance(spec.loop.items, int):
            wall_s += SIZED_BYTES * SIZED_ITEMS / 1e9
        if spec.strategy == self.fails:
            yield RunEnded(spec.id, "failed", "No.")
        else:
            yield RunEnded(spec.id, "finished", measurement=measured(PLAIN, wall_s), noise=Noise(foreign_cores=0.25))

    def clock(self) -> float:
        """Seconds, as whoever measures sees them."""
        return self.now


def costs_on(machine: Machine, folder: Path) -> MachineCosts:
    return MachineCosts(machine.execute, KeptCosts(folder / "costs.json"), clock=machine.clock)


def test_that_costs_are_measured_and_kept(tmp_path: Path) -> None:
    machine = Machine()
    found = costs_on(machine, tmp_path).of(MADE, PYTHON, CONTESTANTS, lambda: None)
    pool = found.by_kind[kind_of(POOL, MADE, PYTHON)]
    assert (pool.start_s, pool.worker_s, pool.item_s) == pytest.approx((0.01, 0.002, 1e-4))
    assert pool.foreign == 0.25
    assert found.bytes_per_s == pytest.approx(1e9)
    assert found.side_by_side == pytest.approx(1.2)
    assert len(machine.specs) == PASSES * (3 * 3 + 1 + 2)
    assert costs_on(machine, tmp_path).of(MADE, PYTHON, CONTESTANTS, lambda: None) == found
    assert len(machine.specs) == PASSES * (3 * 3 + 1 + 2)


def test_that_what_an_event_loop_for_each_task_costs_is_measured_once_where_tasks_are_coroutines(
    tmp_path: Path,
) -> None:
    machine, awaited = Machine(), replace(MADE, loop=replace(MADE.loop, is_async=True))
    assert costs_on(machine, tmp_path).of(MADE, PYTHON, CONTESTANTS, lambda: None).event_loop_s is None
    assert costs_on(machine, tmp_path).lacks(awaited, PYTHON, [PLAIN])
    found = costs_on(machine, tmp_path).of(awaited, PYTHON, [PLAIN], lambda: None)
    assert found.event_loop_s == pytest.approx(measured(PLAIN, 1.0).task_cpu_s / LOOPED_ITEMS)
    assert not costs_on(machine, tmp_path).lacks(awaited, PYTHON, [PLAIN])
    (last, *_) = machine.specs[::-1]
    assert (last.loop.is_async, last.loop.items, last.strategy) == (True, LOOPED_ITEMS, "serial")


def test_that_it_is_told_beforehand_whether_something_has_to_be_measured(tmp_path: Path) -> None:
    machine = Machine()
    costs = costs_on(machine, tmp_path)
    assert costs.lacks(MADE, PYTHON, CONTESTANTS)
    assert not costs.lacks(MADE, PYTHON, [PLAIN])
    costs.of(MADE, PYTHON, CONTESTANTS, lambda: None)
    assert not costs.lacks(MADE, PYTHON, CONTESTANTS)


def test_that_one_that_cannot_run_has_no_costs_and_the_others_have(tmp_path: Path) -> None:
    machine = Machine()
    machine.fails = "process-pool-executor"
    found = costs_on(machine, tmp_path).of(MADE, PYTHON, CONTESTANTS, lambda: None)
    assert {kind.partition(":")[0] for kind in found.by_kind} == {"thread-pool-executor", "process-pool"}


def test_that_it_takes_no_longer_than_its_limit(tmp_path: Path) -> None:
    machine = Machine(takes_s=1.0)
    found = costs_on(machine, tmp_path).of(MADE, PYTHON, CONTESTANTS, lambda: None)
    assert machine.now <= LIMIT_S + 3 * 1.0 + PASSES * 1.0
    assert len(found.by_kind) < len(CONTESTANTS)


def test_that_it_ends_as_soon_as_somebody_says_so(tmp_path: Path) -> None:
    machine = Machine()

    def stopped() -> None:
        if machine.specs:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        costs_on(machine, tmp_path).of(MADE, PYTHON, CONTESTANTS, stopped)
    assert len(machine.specs) == 1


def test_that_cancelling_stops_the_run_under_way(tmp_path: Path) -> None:
    stopped: list[str] = []

    def execute(spec: RunSpec) -> Iterator[Event]:
        costs.cancel()
        yield from Machine().execute(spec)

    def check() -> None:
        if stopped:
            raise KeyboardInterrupt

    costs = MachineCosts(execute, KeptCosts(tmp_path / "costs.json"), stop=stopped.append)
    costs.cancel()  # nothing is under way yet
    with pytest.raises(KeyboardInterrupt):
        costs.of(MADE, PYTHON, CONTESTANTS, check)
    assert len(stopped) == 1 and stopped[0].startswith("costs-")


@pytest.mark.slow
def test_that_this_machine_has_costs(tmp_path: Path) -> None:
    made = real_plan("primes", 8, 1)
    with Engine() as engine:
        costs = MachineCosts(engine.execute, KeptCosts(tmp_path / "costs.json"))
        found = costs.of(made, made.pythons[0], contestants_of(made).racing, lambda: None)
    assert {kind.partition(":")[0] for kind in found.by_kind} == {"thread-pool-executor", "process-pool"}
    for cost in found.by_kind.values():
        assert cost.start_s + cost.worker_s + cost.item_s > 0
