"""When a comparison has measured enough: the floor of rounds, the precision and a settled verdict; or the most rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.model.plan import EFFORTS, Plan

if TYPE_CHECKING:
    from parloop_gui.model.comparison import Comparison


def limits(plan: Plan) -> tuple[int, int]:
    """Rounds at least and at most; a number of rounds asked for (`--rounds N`) is both."""
    if plan.rounds is not None:
        return plan.rounds, plan.rounds
    effort = EFFORTS[plan.effort]
    return effort.least_rounds, effort.most_rounds


def enough(comparison: Comparison) -> bool:
    """Whether to stop after the round just folded (call it after folding a RoundFinished)."""
    raise NotImplementedError
