"""Digests of what a program holds, to tell whether two ways of running a loop leave the same behind.

    names ─► Digests.of(name, value) ─► 16 bytes each          what can't be digested: its name among `opaque`

Values are walked as they lie in memory: containers in order, an object by its attributes, an object met again by where
it was met first, so that an alias that one way keeps and the other loses is a difference. None of the user's code
runs on the way: what an object is, is asked of `type(it)`, and its contents of the built-in types' own functions, never
by `hasattr`, `iter` or `==`, which a class may have made its own.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from .known_values import OPAQUE, SILENT, attributes, of_known_type

# 128 bits: two different values are taken for the same once in some 10^38.
DIGEST_BYTES = 16
# Values that a name may hold, and all of them together: half a million take half a second to walk, four times over.
# What holds more is listed as opaque.
MOST_OF_ROOT, MOST_VALUES = 500_000, 1_500_000
_ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes, type(...), type(NotImplemented)})
# Met again, they are walked again: whether two names share one is nobody's business, they can't change.
_EXPANDED = (tuple, frozenset)


class Digests:
    """Digests of one moment's values. `opaque` names the roots that hold something that can't be digested.

    `modules` are the names of the user's own modules: their functions and classes are state, those of libraries are
    names.
    """

    def __init__(self, modules: Iterable[str]) -> None:
        self._modules = frozenset(modules)
        self._met: dict[int, str] = {}
        self._kept: list[Any] = []
        self._left = MOST_VALUES
        self._of_root = 0
        self.opaque: list[str] = []

    def of(self, root: str, value: Any) -> str:
        """The digest of what that name holds; what an earlier root holds too counts there."""
        made = hashlib.blake2b(digest_size=DIGEST_BYTES)
        self._of_root = MOST_OF_ROOT
        if not self._walk(root, value, made.update, self._met):
            self.opaque.append(root)
        return made.hexdigest()

    def _walk(self, root: str, value: Any, take: Any, met: dict[int, str]) -> bool:
        """Take in one value and all below it; whether all of it could be."""
        waiting: deque[Any] = deque([value])
        whole, number = True, 0
        while waiting:
            each = waiting.pop()
            kind = type(each)
            number, self._left, self._of_root = number + 1, self._left - 1, self._of_root - 1
            if self._left < 0 or self._of_root < 0:
                return False
            if kind in _ATOMS:
                take(f"{kind.__name__}:{each!r};".encode("utf-8", "surrogatepass"))
                continue
            if not issubclass(kind, _EXPANDED):
                first = met.get(id(each))
                if first is not None:
                    take(f"@{first};".encode())
                    continue
                met[id(each)] = f"{root}/{number}"
                self._kept.append(each)  # else its id may be another's by and by
            head, below = self._parts(each, kind)
            if below is OPAQUE:
                whole, below = False, ()
            elif below is SILENT:
                below = ()
            elif type(below) is _Unordered:
                below = sorted(self._alone(root, inner) for inner in below)
            inside = list(below)
            take(f"{head}({len(inside)})".encode("utf-8", "surrogatepass"))
            waiting.extend(reversed(inside))
        return whole

    def _alone(self, root: str, value: Any) -> str:
        """The digest of a set's member: sets have no order, so each stands for itself."""
        made = hashlib.blake2b(digest_size=DIGEST_BYTES)
        self._walk(root, value, made.update, {})
        return made.hexdigest()

    def _parts(self, value: Any, kind: type) -> tuple[str, Any]:
        """What kind of thing it is, and what it holds: an iterable of values."""
        name = f"{_own(kind, '__module__')}.{_own(kind, '__qualname__')}"
        contents = _contents(value, kind)
        if contents is None:
            return of_known_type(value, kind, name, self._modules)
        if type(contents) is _Unordered:
            return name, contents
        return name, [*contents, *_extras(value, kind)]


class _Unordered(list[Any]):
    """The members of a set."""


def _contents(value: Any, kind: type) -> Iterable[Any] | None:
    """What a container holds; None for what is no container."""
    if issubclass(kind, list):
        return list.__iter__(value)
    if issubclass(kind, tuple):
        return tuple.__iter__(value)
    if issubclass(kind, dict):
        return [part for pair in dict.items(value) for part in pair]
    if issubclass(kind, (set, frozenset)):
        return _Unordered(set.__iter__(value) if issubclass(kind, set) else frozenset.__iter__(value))
    if issubclass(kind, deque):
        return deque.__iter__(value)
    if issubclass(kind, bytearray):
        return [bytes(memoryview(value))]
    return None


def _extras(value: Any, kind: type) -> list[Any]:
    """The attributes of a container of a class of the user's own."""
    found: Mapping[str, Any] = attributes(value, kind)
    return [part for name in sorted(found) for part in (name, found[name])]


def _own(kind: type, name: str) -> Any:
    return type.__getattribute__(kind, name)
