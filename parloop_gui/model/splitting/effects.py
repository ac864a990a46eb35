"""What a piece of code reads and changes: variables, and cells of objects; what it calls included."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
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

    def add(self, places: Mapping[Place, Touch]) -> bool:
        """These too; whether any was new."""
        before = len(self.places)
        for place, touch in places.items():
            self.places.setdefault(place, touch)
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
        cells = [(place, touch) for place, touch in self.places.items() if isinstance(place, Cell)]
        for place, touch in reads.items():
            if isinstance(place, Variable):
                if place in self.places:
                    yield Conflict(touch, self.places[place])
                continue
            for other, change in cells:
                if self._same(place, other):
                    yield Conflict(touch, change)
        for owner, touch in deep.items():
            reached = self._heap.within(owner)
            for other, change in cells:
                if other.owner >= 0 and reached & self._heap.objects(other.owner):
                    yield Conflict(touch, change)

    def _same(self, one: Cell, other: Cell) -> bool:
        if one.owner < 0 or other.owner < 0:
            return one == other
        labels = (one.label, other.label)
        both_held, both_named = one.label[0] == "[" == other.label[0], one.label[0] == "." == other.label[0]
        is_any = (both_held and WHOLE in labels) or (both_named and ANY_NAME in labels)
        if one.label != other.label and not is_any:
            return False
        return bool(self._heap.objects(one.owner) & self._heap.objects(other.owner))
