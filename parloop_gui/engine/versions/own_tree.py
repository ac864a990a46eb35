"""Has a version of the user's code import its modules from its own tree, however the environment leads to another.

    import shop ─► Python finds it in the user's checkout, installed from there in editable mode
                ─► the same place in this version's tree is loaded instead, where there is one

A path on `sys.path`, a `.pth` file and the finder that an editable install brings all end in a place; it is that place
which is moved, so that none of them need be known. Workers that are started afresh are given `sys.path` alone, so what
was moved is found by that, too. What could not be moved is told (`stray`): measured with a module of the other version,
a version would be neither of the two.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from types import ModuleType

from ..protocol.loop_spec import LoopSpec, Version

# Of an environment that lies in the checkout: what is installed there belongs to both versions.
_INSTALLED = ("site-packages", "dist-packages")


class OwnTree(MetaPathFinder):
    """Finds as the other finders do, and moves what they find in the other version's tree to this one's."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._own, self._others = os.path.realpath(version.folder), os.path.realpath(version.instead_of)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Where that module is found in this version's tree; None where Python finds it elsewhere."""
        if path is not None:
            path = [self.place(each) or each for each in path]
        found = self._found(name, path, target)
        if found is None:
            return None
        folders = [self.place(each) or each for each in found.submodule_search_locations or ()]
        moved = self.place(found.origin or "")
        if moved is not None:
            if path is None:
                _find_in_workers(os.path.dirname(folders[0] if folders else moved))  # noqa: PTH120 - as below
            return spec_from_file_location(name, moved, submodule_search_locations=folders or None)
        if folders and found.origin is None:  # a package without an __init__.py is nothing but its folders
            found.submodule_search_locations = folders
            return found
        return None

    def _found(self, name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
        """Where the finders behind this one have it; those before it had their turn."""
        for finder in sys.meta_path[sys.meta_path.index(self) + 1 :]:
            if (found := finder.find_spec(name, path, target)) is not None:
                return found
        return None

    def place(self, place: str) -> str | None:
        """The same place in this version's tree; None where it lies in no other's, or there is none such."""
        inside = _inside(place, self._others)
        if inside is None:
            return None
        moved = os.path.join(self._own, inside)  # noqa: PTH118 - a worker that starts loads no pathlib
        return moved if os.path.lexists(moved) else None


def prefer(loop: LoopSpec) -> None:
    """From now on this process imports the modules of the loop's version from that one's tree."""
    version = loop.version
    if version is None or not version.instead_of:
        return
    if not any(isinstance(each, OwnTree) and each.version == version for each in sys.meta_path):
        finder = OwnTree(version)
        sys.meta_path.insert(0, finder)
        sys.path[:] = [finder.place(each) or each for each in sys.path]


def _find_in_workers(folder: str) -> None:
    """Last of all: only who found no such module anywhere else asks the finder that led to the other version's."""
    if folder not in sys.path:
        sys.path.append(folder)


def moved(name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
    """Where that module is found in the tree of this process's version; None where it is none of its modules."""
    finder = next((each for each in sys.meta_path if isinstance(each, OwnTree)), None)
    return finder.find_spec(name, path, target) if finder is not None else None


def stray(loop: LoopSpec) -> str:
    """A sentence where this process has imported a module of the other version; "" where it has not."""
    version = loop.version
    if version is None or not version.instead_of:
        return ""
    found = sorted(_strays(os.path.realpath(version.instead_of)))
    if not found:
        return ""
    name, place = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return (
        f"The loop of the version {version.title!r} imported {name}{more} from {place}, which is the other version's: "
        "so the two can't be compared."
    )


def _strays(others: str) -> Iterator[tuple[str, str]]:
    for name, module in list(sys.modules.items()):
        place = getattr(module, "__file__", None)
        if isinstance(place, str) and _inside(place, others) is not None:
            yield name, place


def _inside(place: str, others: str) -> str | None:
    """Where in the other version's tree it lies; None where it lies elsewhere, or is installed there for both."""
    if not place or not os.path.isabs(place):  # noqa: PTH117 - a worker that starts loads no pathlib
        return None
    folder, name = os.path.split(place)
    real = os.path.join(_real(folder), name)  # noqa: PTH118 - as above
    inside = _below(real, others)
    if inside is None or any(each in _INSTALLED for each in inside.split(os.sep)):  # noqa: PTH206 - as above
        return None
    return None if _is_pythons(real, others) else inside


def _is_pythons(place: str, others: str) -> bool:
    """Whether it is part of an interpreter that lies in the checkout, as conda's environments do, library and all."""
    prefixes = _real(sys.prefix), _real(sys.base_prefix)
    return any(_below(each, others) is not None and _below(place, each) is not None for each in prefixes)


def _below(place: str, folder: str) -> str | None:
    """The way to it from that folder; None where it lies outside."""
    try:
        way = os.path.relpath(place, folder)
    except ValueError:  # on Windows no way leads from one drive to another
        return None
    return None if way.split(os.sep)[0] == os.pardir else way  # noqa: PTH206 - as above


@lru_cache(maxsize=1024)  # a program's thousand modules lie in a hundred folders, and each link on the way is looked at
def _real(folder: str) -> str:
    return os.path.realpath(folder)
