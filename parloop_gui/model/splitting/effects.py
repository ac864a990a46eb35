"""What a piece of code reads and changes: variables, and cells of objects; what it calls included."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from parloop_gui.model.splitting.heap import Heap
from parloop_gui.model.splitting.scopes import Variable

# The label of whatever a container holds; `['name']` is one key of it, `.name` an attribute.
WHOLE = "[*]"
# The label of whichever attribute.
ANY_NAME = ".*"


class Cell(NamedTuple):
    """A part of the objects that a place holds; an owner below 0 is no object, but what the label says."""

    owner: int
    label: str


OUTPUT = Cell(-1, "what is printed")
RANDOM = Cell(-1, "the random state")
Place = Variable | Cell


class Touch(NamedTuple):
    """Where a place is read or changed, and what it is called there."""

    node: ast.AST
    name: str


@dataclass
class Effects:
    """The places that code reads and changes, each with where; `deep` are objects read with all that they hold.

    `changes` are the code's own, `inner` those of the functions that it may call.
    """

    reads: dict[Place, Touch] = field(default_factory=dict)
    deep: dict[int, Touch] = field(default_factory=dict)
    changes: dict[Place, Touch] = field(default_factory=dict)
    inner: dict[Place, Touch] = field(default_factory=dict)

    def add(self, other: Effects) -> None:
        """Those of other code as well."""
        for mine, theirs in (
            (self.reads, other.reads),
            (self.changes, other.changes),
            (self.inner, other.inner),
        ):
            for place, touch in theirs.items():
                mine.setdefault(place, touch)
        for owner, deep in other.deep.items():
            self.deep.setdefault(owner, deep)

    def all_changes(self) -> dict[Place, Touch]:
        """Its own, and those of the functions that it may call."""
        return {**self.inner, **self.changes}


class Conflict(NamedTuple):
    """A read and a change of the same place."""

    read: Touch
    change: Touch


class Changed:
    """Places that are changed somewhere, to be asked whether code reads one of them."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self.places: dict[Place, Touch] = {}
        self._cells: dict[str, list[Cell]] = {}
        """Those of objects by their labels: of the thousands that a long file changes few can be the one asked for."""

    def add(self, places: Mapping[Place, Touch]) -> bool:
        """These too; whether any was new."""
        before = len(self.places)
        for place, touch in places.items():
            if place not in self.places:
                self.places[place] = touch
                if isinstance(place, Cell) and place.owner >= 0:
                    self._cells.setdefault(place.label, []).append(place)
        return len(self.places) > before

    def read_by(self, effects: Effects) -> Conflict | None:
        """The first read of such a place."""
        return next(self._found(effects.reads, effects.deep), None)

    def touched_by(self, places: Mapping[Place, Touch]) -> Conflict | None:
        """The first change of such a place."""
        return next(self._found(places, {}), None)

    def conflicts(self, effects: Effects) -> Iterator[Conflict]:
        """Every read of such a place."""
        return self._found(effects.reads, effects.deep)

    def _found(self, reads: Mapping[Place, Touch], deep: dict[int, Touch]) -> Iterator[Conflict]:
        for place, touch in reads.items():
            if isinstance(place, Variable) or place.owner < 0:
                if place in self.places:
                    yield Conflict(touch, self.places[place])
            else:
                yield from self._of_cells(touch, self._heap.objects(place.owner), self._labels_like(place.label))
        if deep:
            every = list(self._cells)
            changed = self._objects(every)
            for owner, touch in deep.items():
                reached = self._heap.within(owner)
                if reached & changed:
                    yield from self._of_cells(touch, reached, every)

    def _of_cells(self, touch: Touch, objects: int, labels: Iterable[str]) -> Iterator[Conflict]:
        for label in labels:
            for cell in self._cells[label]:
                if objects & self._heap.objects(cell.owner):
                    yield Conflict(touch, self.places[cell])

    def _objects(self, labels: Iterable[str]) -> int:
        """What the cells with these labels are parts of, as bits."""
        found = 0
        for label in labels:
            for cell in self._cells[label]:
                found |= self._heap.objects(cell.owner)
        return found

    def _labels_like(self, label: str) -> list[str]:
        """The labels of cells that may be the same part: one key of a container is within the whole of it."""
        if label in (WHOLE, ANY_NAME):
            return [each for each in self._cells if each[0] == label[0]]
        return [each for each in (label, WHOLE if label[0] == "[" else ANY_NAME) if each in self._cells]
