"""What it means to go on with a comparison that is over: by which plan."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.model.plan.plan import EFFORTS, Plan


def further(plan: Plan, *, was_known: bool) -> Plan | None:
    """The plan to go on by: a further budget, or as many rounds again where those were asked for.

    What was not known by the end is aimed at again; what was, at the precision of the next effort. None where there is
    no finer one: more rounds would change digits.
    """
    if plan.against is not None:  # the version before is no longer there
        return None
    if plan.rounds is not None:
        return replace(plan, rounds=2 * plan.rounds)
    if not was_known:
        return plan
    slugs = list(EFFORTS)
    finer = slugs[slugs.index(plan.effort) + 1 :]
    return replace(plan, effort=finer[0]) if finer else None
