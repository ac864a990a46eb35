"""An engine that runs nothing and takes as long as a function of what it is asked for says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from parloop_gui.engine.protocol.messages import Event, RunSpec
from tests.helpers.engines.mock_engine import MockEngine

WallOf = Callable[[RunSpec], float]


@dataclass
class CurveEngine(MockEngine):
    """`wall_of` gives the seconds of a run."""

    wall_of: WallOf = field(default=lambda spec: 1.0)

    def execute(self, spec: RunSpec) -> Iterator[Event]:
        """Make a run that takes so long."""
        self.wall_s[spec.strategy] = self.wall_of(spec)
        return super().execute(spec)


def of_items(spec: RunSpec) -> float:
    """10 ms for each item of a plain loop; half of it in a pool, whose start takes as long as ten items."""
    items = spec.loop.sample or int(spec.loop.items)
    return items * 0.01 if spec.strategy == "serial" else 0.1 + items * 0.005


def of_workers(spec: RunSpec) -> float:
    """A loop of 320 ms that two workers do in half the time, and more no faster."""
    return 0.32 / min(spec.workers or 1, 2)
