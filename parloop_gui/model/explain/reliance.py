"""What tasks rely on beside their arguments, in sentences: caches, chance, connections, state, threads of libraries."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.engine.protocol.messages import Habits
from parloop_gui.model.wording.units import count, listed, thousands


def remembers_text(habits: Habits, items: int | None) -> str:
    """That answers are remembered; "" where none are."""
    if not habits.remembered:
        return ""
    are, own = marked(habits.remembered), "each worker process remembers answers of its own"
    verb = "remembers its answers" if len(habits.remembered) == 1 else "remember their answers"
    few = habits.distinct_items
    if few is None or items is None or few >= items:
        return f"{_capital(are)} {verb}: {own}. What is asked again costs next to nothing."
    return (
        f"{_capital(are)} {verb}, and only {thousands(few)} of {thousands(items)} items differ: the plain loop does "
        f"the work {count(few, 'time')}, while {own}. Go over the different items alone."
    )


def chance_text(habits: Habits) -> str:
    """That tasks draw from a global generator; "" where none do."""
    if not habits.chance:
        return ""
    if "numpy.random" in habits.chance:
        return (
            "Tasks draw from NumPy’s global random state, which forked workers all start from: they repeat each "
            "other. Give each item a generator of its own: numpy.random.default_rng(seed)."
        )
    return (
        "Tasks draw from the global state of `random`, and each worker process has its own: give each item a "
        "generator of its own, random.Random(seed), for the same results every time."
    )


def connection_text(habits: Habits) -> str:
    """That one connection serves all tasks; "" where there is none."""
    if not habits.connections:
        return ""
    one = len(habits.connections) == 1
    return (
        f"{marked(habits.connections)} {'is' if one else 'are'} shared by all threads and meant for one at a time: "
        "open one in each worker, in a set-up function."
    )


def changes_text(habits: Habits) -> str:
    """What worker processes lose of what tasks change; "" where they change nothing."""
    if not habits.changed:
        return ""
    return (
        f"Processes lose what tasks change in {marked(habits.changed)}: each worker changes a copy of its own. Return "
        "it, and put it together afterwards."
    )


def native_text(habits: Habits, workers: int, cores: int) -> str:
    """How many threads libraries and workers come to together; "" where they fit the cores, or nobody knows."""
    if not habits.native_threads or workers * (habits.native_threads + 1) <= cores:
        return ""
    each = habits.native_threads + 1
    return f"{count(workers, 'worker')} with {each} threads each are {workers * each} for {count(cores, 'core')}."


def marked(names: Sequence[str]) -> str:
    """Names as they stand in the user's code, in a sentence."""
    return listed([f"`{name}`" if name.replace(".", "_").isidentifier() else name for name in names])


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
