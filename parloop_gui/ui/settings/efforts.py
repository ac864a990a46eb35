"""The efforts to choose from, and what each means: the same in the top bar and in the settings."""

from __future__ import annotations

from parloop_gui.model.plan.plan import EFFORTS, Effort


def effort_options() -> list[tuple[str, str, str]]:
    """The slug, title and tooltip of each."""
    return [(effort.slug, effort.title, _meaning(effort)) for effort in EFFORTS.values()]


def _meaning(effort: Effort) -> str:
    """As "10 to 15 rounds, at most 20 s, figures to ±15%"."""
    return (
        f"{effort.least_rounds} to {effort.most_rounds} rounds, at most {effort.budget_s:g} s, "
        f"figures to ±{effort.precision:.0%}"
    )
