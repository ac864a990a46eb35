"""Makes one comparison for a program that asked for it, and asks nobody anything meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from parloop_gui.api.refusal import RepeatsEffectsError
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent, LeaveWanted
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.preflight.repeated import asked_for


def _to_nobody(event: ComparisonEvent, comparison: Comparison) -> None:
    pass


def _for_nobody(cancel: Callable[[], None] | None) -> None:
    pass


def measured(
    plan: Plan,
    *,
    repeat_effects: bool,
    tell: Callable[[ComparisonEvent, Comparison], None] = _to_nobody,
    begun: Callable[[Callable[[], None] | None], None] = _for_nobody,
) -> Comparison:
    """The comparison of that plan. Raises RepeatsEffectsError where it would repeat effects that may not be repeated.

    `tell` hears of each event, in this thread. `begun` is given what calls the comparison off, from any thread, and
    None once there is nothing to call off any more.
    """

    def watch(event: ComparisonEvent, comparison: Comparison) -> None:
        if isinstance(event, LeaveWanted):
            raise RepeatsEffectsError(asked_for(event.arrival, plan))
        tell(event, comparison)

    with Leave(is_given=repeat_effects) as leave, conducting(plan, watch, leave=leave) as conductor:
        begun(conductor.cancel)
        try:
            return conductor.run()
        finally:
            begun(None)
