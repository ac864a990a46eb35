"""Runs made one at a time, the one under way stopped from whichever thread somebody cancels in."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator

from parloop_gui.engine.protocol.messages import Event, RunEnded, RunSpec

Execute = Callable[[RunSpec], Iterable[Event]]


class StoppableRuns:
    """`execute(spec)` gives the events of a run, its RunEnded last; `stop(run id)` makes that end soon.

    `stop_run` may be called from any thread, the rest from one.
    """

    def __init__(self, execute: Execute, stop: Callable[[str], None]) -> None:
        self.events, self._stop = execute, stop
        self._under_way: str | None = None

    def stop_run(self) -> None:
        """Stop the run under way, if there is one; returns at once."""
        under_way = self._under_way
        if under_way is not None:
            self._stop(under_way)

    @contextlib.contextmanager
    def under_way(self, run: str, check: Callable[[], None]) -> Iterator[None]:
        """While that run is made; `check` raises where somebody cancelled, who has to say so before `stop_run`."""
        # First this, then the check: whoever cancels says so first, so that one of the two sees the other.
        self._under_way = run
        try:
            check()
            yield
        finally:
            self._under_way = None

    def ended(self, spec: RunSpec, check: Callable[[], None]) -> RunEnded | None:
        """Make a whole run and look at its end alone; None where none came. Raises what `check` does."""
        with self.under_way(spec.id, check):
            ended = [event for event in self.events(spec) if isinstance(event, RunEnded)]
            check()
        return ended[-1] if ended else None


def finished_wall_s(ended: RunEnded | None) -> float | None:
    """The wall time of a run that came through; None of any other."""
    measured = ended.measurement if ended is not None and ended.outcome == "finished" else None
    return measured.wall_s if measured is not None and measured.wall_s > 0 else None
