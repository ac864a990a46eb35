"""Which objects a name or an expression may stand for: what the text hands over, followed through variables and fields.

Andersen's analysis: an object for each place that makes one; places hand over what they hold to those they are copied
to. It takes no account of order or branches, so it errs towards "may be the same". What comes from outside the file is
an object of its own, with objects of its own within.
"""

from __future__ import annotations

from collections.abc import Iterator

from parloop_gui.model.source.refusal import EntangledError

# The field of all that a container holds, under whichever key.
HELD = "[]"
# Levels of what came from outside that are told apart: `a`, the parts of `a`, and all that is within one of these.
_DEEPEST = 2


# Half a second of handing on. Most files of 2,000 lines take a tenth of that; a web framework in one file of 3,800 came
# to no end in two minutes: what takes more is refused, not waited for.
_MOST_STEPS = 600_000
_ENTANGLED = "The file is too entangled to tell what the passes of its loops share."


class Heap:
    """Places by number, and the objects that each may hold, by number: the bits of an integer, which join at once."""

    def __init__(self) -> None:
        self._holds: list[int] = []
        self._copied_to: list[set[int]] = []
        self._loads: list[list[tuple[str, int]]] = []
        self._stores: list[list[tuple[str, int]]] = []
        self._fields: dict[tuple[int, str], int] = {}
        self._parts: list[list[int]] = []
        self._is_part: set[int] = set()
        self._depths: list[int | None] = []
        self._inner: dict[int, int] = {}
        self._waiting: dict[int, int] = {}
        self._known_within: dict[int, int] = {}
        self._steps = 0

    @property
    def count(self) -> int:
        """How many objects there are; those made from now on have numbers from this one on."""
        return len(self._parts)

    def new(self) -> int:
        """A place that holds nothing yet."""
        self._holds.append(0)
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
        for each in _bits(self._holds[base]):
            self.copy(self._field(each, name), target)
        return target

    def store(self, base: int, name: str, source: int) -> None:
        """That field of the base's objects may hold whatever the source does."""
        self._stores[base].append((name, source))
        for each in _bits(self._holds[base]):
            self.copy(source, self._field(each, name))

    def objects(self, place: int) -> int:
        """What it may hold, as bits; raises EntangledError."""
        self._settle()
        return self._holds[place]

    def numbers(self, place: int) -> Iterator[int]:
        """What it may hold, one by one; raises EntangledError."""
        return _bits(self.objects(place))

    def within(self, place: int) -> int:
        """What it may hold, and all that can be reached from there, as bits; raises EntangledError."""
        self._settle()
        if place not in self._known_within:
            self._known_within[place] = self._reachable(self._holds[place])
        return self._known_within[place]

    def holds_itself(self, place: int) -> bool:
        """Whether one of its objects may be reached from a field of it; raises EntangledError."""
        own, inner = self.objects(place), 0
        for each in _bits(own):
            for part in self._parts[each]:
                inner |= self._holds[part]
        return bool(own & self._reachable(inner))

    def _reachable(self, waiting: int) -> int:
        found = 0
        while waiting:
            found |= waiting
            reached = 0
            for each in _bits(waiting):
                for part in self._parts[each]:
                    reached |= self._holds[part]
            waiting = reached & ~found
        return found

    def _with_object(self, depth: int | None) -> int:
        place = self.new()
        self._reach(place, 1 << self._object(depth))
        return place

    def _object(self, depth: int | None) -> int:
        self._parts.append([])
        self._depths.append(depth)
        return len(self._parts) - 1

    def _field(self, each: int, name: str) -> int:
        if (each, name) not in self._fields:
            place = self._fields[each, name] = self.new()
            self._parts[each].append(place)
            self._is_part.add(place)
            depth = self._depths[each]
            if depth is not None:
                self._reach(place, 1 << self._within(each, depth))
        return self._fields[each, name]

    def _within(self, each: int, depth: int) -> int:
        """What a part of an object from outside is."""
        if depth == _DEEPEST:
            return each
        if depth == 0:
            return self._object(1)
        if each not in self._inner:
            self._inner[each] = self._object(depth + 1)
        return self._inner[each]

    def _reach(self, place: int, objects: int) -> None:
        added = objects & ~self._holds[place]
        if added:
            if place in self._is_part:
                self._known_within.clear()
            self._holds[place] |= added
            self._waiting[place] = self._waiting.get(place, 0) | added

    def _settle(self) -> None:
        if self._steps > _MOST_STEPS:  # what was being handed on then is lost: no later answer would be true
            raise EntangledError(_ENTANGLED)
        holds = self._holds
        while self._waiting:
            place = next(iter(self._waiting))
            added = self._waiting.pop(place)
            self._steps += 1 + len(self._copied_to[place])
            if self._steps > _MOST_STEPS:
                raise EntangledError(_ENTANGLED)
            for target in self._copied_to[place]:
                if added & ~holds[target]:  # most have it already: half of the time went into asking by a call
                    self._reach(target, added)
            for name, target in self._loads[place]:
                for each in _bits(added):
                    self.copy(self._field(each, name), target)
            for name, source in self._stores[place]:
                for each in _bits(added):
                    self.copy(source, self._field(each, name))


def _bits(objects: int) -> Iterator[int]:
    while objects:
        lowest = objects & -objects
        yield lowest.bit_length() - 1
        objects ^= lowest
