"""Which objects a name or an expression may stand for: what the text hands over, followed through variables and fields.

Andersen's analysis: an object for each place that makes one; places hand over what they hold to those they are copied
to. It takes no account of order or branches, so it errs towards "may be the same". What comes from outside the file is
an object of its own, with objects of its own within.
"""

from __future__ import annotations

from collections.abc import Iterable

HELD = "[]"
"""The field of all that a container holds, under whichever key."""
_DEEPEST = 3
"""Levels of what came from outside that are told apart; nobody writes `a.b.c.d[0]` and means another object."""


class Heap:
    """Places by number, and the objects that each may hold, by number."""

    def __init__(self) -> None:
        self._holds: list[set[int]] = []
        self._copied_to: list[set[int]] = []
        self._loads: list[list[tuple[str, int]]] = []
        self._stores: list[list[tuple[str, int]]] = []
        self._fields: dict[tuple[int, str], int] = {}
        self._names: list[set[str]] = []
        self._depths: list[int | None] = []
        self._waiting: list[tuple[int, set[int]]] = []

    @property
    def count(self) -> int:
        """How many objects there are; those made from now on have numbers from this one on."""
        return len(self._names)

    def new(self) -> int:
        """A place that holds nothing yet."""
        self._holds.append(set())
        self._copied_to.append(set())
        self._loads.append([])
        self._stores.append([])
        return len(self._holds) - 1

    def made(self) -> int:
        """A place with a new object of this file's."""
        return self._with_object(None)

    def from_outside(self) -> int:
        """A place with an object that nobody here made."""
        return self._with_object(0)

    def copy(self, source: int, target: int) -> None:
        """The target may hold whatever the source does."""
        if target != source and target not in self._copied_to[source]:
            self._copied_to[source].add(target)
            self._reach(target, self._holds[source])

    def load(self, base: int, name: str) -> int:
        """A place with what that field of the base's objects holds."""
        target = self.new()
        self._loads[base].append((name, target))
        for each in list(self._holds[base]):
            self.copy(self._field(each, name), target)
        return target

    def store(self, base: int, name: str, source: int) -> None:
        """That field of the base's objects may hold whatever the source does."""
        self._stores[base].append((name, source))
        for each in list(self._holds[base]):
            self.copy(source, self._field(each, name))

    def objects(self, place: int) -> set[int]:
        """What it may hold."""
        self._settle()
        return self._holds[place]

    def within(self, places: Iterable[int]) -> set[int]:
        """What they may hold, and all that can be reached from there."""
        self._settle()
        return self._reachable({each for place in places for each in self._holds[place]})

    def holds_itself(self, place: int) -> bool:
        """Whether one of its objects may be reached from a field of it."""
        own = self.objects(place)
        inner = {each for one in own for name in self._names[one] for each in self._holds[self._fields[one, name]]}
        return bool(own & self._reachable(inner))

    def _reachable(self, waiting: set[int]) -> set[int]:
        found: set[int] = set()
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                for name in self._names[each]:
                    waiting |= self._holds[self._fields[each, name]]
        return found

    def _with_object(self, depth: int | None) -> int:
        place = self.new()
        self._reach(place, {self._object(depth)})
        return place

    def _object(self, depth: int | None) -> int:
        self._names.append(set())
        self._depths.append(depth)
        return len(self._names) - 1

    def _field(self, each: int, name: str) -> int:
        if (each, name) not in self._fields:
            place = self._fields[each, name] = self.new()
            self._names[each].add(name)
            depth = self._depths[each]
            if depth is not None:
                self._reach(place, {self._object(depth + 1) if depth < _DEEPEST else each})
        return self._fields[each, name]

    def _reach(self, place: int, objects: set[int]) -> None:
        added = objects - self._holds[place]
        if added:
            self._holds[place] |= added
            self._waiting.append((place, added))

    def _settle(self) -> None:
        while self._waiting:
            place, added = self._waiting.pop()
            for target in list(self._copied_to[place]):
                self._reach(target, added)
            for name, target in list(self._loads[place]):
                for each in added:
                    self.copy(self._field(each, name), target)
            for name, source in list(self._stores[place]):
                for each in added:
                    self.copy(source, self._field(each, name))
