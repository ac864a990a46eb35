"""Circles of imports, among files or among the folders they lie in, told as ways that end where they begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from tests.helpers.source import Import, room, short

Steps = dict[str, dict[str, list[Import]]]


def circles(imports: Iterable[Import], *, of_rooms: bool) -> list[str]:
    """A line for each circle: the way round, and the import that it would be least to give up.

    That one is taken away before the next is looked for, so that the lines together are all that has to go.
    """
    steps: Steps = defaultdict(lambda: defaultdict(list))
    for each in imports:
        if each.target is not None:
            start, end = (room(path) if of_rooms else short(path) for path in (each.file, each.target))
            if start != end:
                steps[start][end].append(each)
    lines = []
    while way := _circle(steps):
        start, end = min(pairwise(way), key=lambda step: len(steps[step[0]][step[1]]))
        tie = steps[start].pop(end)
        more = f" and {len(tie) - 1} more" if len(tie) > 1 else ""
        lines.append(f"{' → '.join(way)}, tied by {tie[0]}{more}")
    return lines


def _circle(steps: Steps) -> list[str]:
    """One way that ends where it began, empty if there is none."""
    try:
        TopologicalSorter(steps).prepare()
    except CycleError as error:
        way: list[str] = error.args[1]
        return way[::-1]  # it goes from what is imported to what imports it
    return []
