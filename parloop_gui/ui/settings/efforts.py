"""The efforts to choose from, and what each means: the same in the top bar and in the settings."""

from __future__ import annotations

from parloop_gui.model.plan.plan import EFFORTS, Effort


def effort_options() -> list[tuple[str, str, str]]:
    """The slug, title and tooltip of each."""
    return [(effort.slug, effort.title, _meaning(effort)) for effort in EFFORTS.values()]


def _meaning(effort: Effort) -> str:
    """As "At most 20 s: an answer within 20% of the best, its gain known to ±25%"."""
    aim = f"an answer within {effort.loss:.0%} of the best, its gain known to ±{effort.gain:.0%}"
    return f"At most {effort.budget_s:g} s: {aim}"
