"""What a map says: from which task length on processes pay, for small and for large items, and where a loop lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parloop_gui.model.break_even.cells import LEAST_BYTES, Map, Side, Spot
from parloop_gui.model.break_even.grid import is_whole, lattice
from parloop_gui.model.break_even.interpolation import Between
from parloop_gui.model.wording.units import count, duration, listed, percent, size

NAMES: dict[Side, str] = {"baseline": "the plain loop", "threads": "threads", "processes": "processes"}

# The sizes that the sentence is about: next to nothing, and a picture.
_LARGE_BYTES = 1_000_000


def headline(of: Map) -> str:
    """One sentence: from which length of a task on which family wins."""
    between = Between(of)
    small, large = _won(between, LEAST_BYTES), _won(between, _LARGE_BYTES)
    if not small:
        return f"The plain loop wins up to tasks of {duration(lattice()[0][-1], 2)}, whatever is handed over."
    (side, task_s), *others = small
    first = f"{NAMES[side].capitalize()} win from tasks of {duration(task_s, 2)}"
    said = f"{listed([first, *_from(others)])} on"
    if not large:
        return f"{said}; with {size(_LARGE_BYTES)} handed over to each the plain loop wins at every length."
    return f"{said}; with {size(_LARGE_BYTES)} handed over to each, {listed(_from(large))} on."


def also(of: Map) -> Iterator[str]:
    """Where the user's loop lies; what the map stands on."""
    if of.dot is not None:
        handed = f"{size(of.dot.item_bytes)} handed over" if of.dot.item_bytes else "next to nothing handed over"
        where = f"tasks of {duration(of.dot.task_s, 2)}, {handed} to each"
        name = of.dot_name or "Your loop"
        yield f"{name} ({where}) lies where {_wins(Between(of).winner(of.dot))}, with {of.items} items."
    if not is_whole(of):
        yield "The map is not whole: not all of it was measured."
    rounds = [len(walls) for cell in of.cells for walls in cell.walls_s.values()]
    least, most = min(rounds), max(rounds)
    made = count(most, "round") if least == most else f"{least} to {count(most, 'round')}"
    places = f"{count(len(of.cells), 'place')} of {of.items} items each, {made} at each"
    computing = f"tasks compute for {percent(of.cpu_share / 100)} of their time"
    yield f"It stands on {places}, and on a model between them; {computing}."


def _wins(side: Side) -> str:
    return f"{NAMES[side]} {'wins' if side == 'baseline' else 'win'}"


def _from(won: Sequence[tuple[Side, float]]) -> list[str]:
    return [f"{NAMES[side]} from {duration(task_s, 2)}" for side, task_s in won]


def _won(between: Between, item_bytes: int) -> list[tuple[Side, float]]:
    """Who wins from which length on at that size, beyond the last at which the plain loop does; empty: it always does.

    Threads may win before processes do: each stands with the length from which on it is the one.
    """
    tasks, _ = lattice()
    sides = [between.winner(Spot(task_s, item_bytes)) for task_s in tasks]
    last = max((at for at, side in enumerate(sides) if side == "baseline"), default=-1)
    beyond = range(last + 1, len(tasks))
    return [(sides[at], tasks[at]) for at in beyond if at == last + 1 or sides[at] != sides[at - 1]]
