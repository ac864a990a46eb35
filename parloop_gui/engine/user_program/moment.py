"""What a program has left behind when its loop is over, as plain data: one digest for each name."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from .digest import Digests
from .loop_names import LoopNames
from .stop_at_loop import NAME

_OF_PYTHON = frozenset(
    {
        *("__name__", "__doc__", "__package__", "__loader__", "__spec__", "__file__", "__cached__", "__builtins__"),
        *("__annotations__", "__warningregistry__", "__conditional_annotations__", NAME),
    }
)


CHANCE = "the state of random"
CHANCE_OF_NUMPY = "the state of numpy.random"


@dataclass(frozen=True)
class Moment:
    """`roots` are digests by name, `opaque` the names of what could not be compared."""

    roots: dict[str, str]
    opaque: tuple[str, ...] = ()


def user_modules(main: dict[str, Any], engine: str) -> dict[str, ModuleType]:
    """The modules of the user's own that are loaded: those that lie beside the program, or below it.

    `main` is what the loop's own names are looked up in: where that is no main module, the program's is one of them.
    """
    program = sys.modules["__main__"]
    folders = {Path(str(each.get("__file__"))).parent for each in (main, vars(program))}
    found = {} if vars(program) is main else {"__main__": program}
    for name, module in list(sys.modules.items()):
        file = module.__dict__.get("__file__") if type(module) is ModuleType else None
        if name in ("__main__", "__mp_main__") or not isinstance(file, str) or name.partition(".")[0] == engine:
            continue
        path = Path(file)
        if not folders.isdisjoint(path.parents) and "site-packages" not in path.parts:
            found[name] = module
    return found


def take(digests: Digests, frame: FrameType, modules: Mapping[str, ModuleType], names: LoopNames) -> Moment:
    """The moment as that frame and its program see it, less what only one way of the loop binds in passing."""
    roots: dict[str, str] = {}
    for name, value in _roots(frame, modules, names):
        unique = f"{name} (global)" if name in roots else name
        roots[unique] = digests.of(unique, value)
    return Moment(roots, tuple(digests.opaque))


def _roots(frame: FrameType, modules: Mapping[str, ModuleType], names: LoopNames) -> Iterator[tuple[str, Any]]:
    """Every name that may hold another value afterwards; the frame's own come first, and own what they share."""
    main, passing = frame.f_globals, names.passing
    if frame.f_locals is not main:
        here = dict(frame.f_locals)
        yield from ((name, here[name]) for name in _sorted(here, names.bound) if name not in passing)
        passing = frozenset()
    passing |= names.given | _OF_PYTHON
    yield from ((name, main[name]) for name in _sorted(main, names.bound) if name not in passing)
    for module in sorted(modules):
        held = vars(modules[module])
        if held is main:
            continue
        yield from ((f"{module}.{name}", held[name]) for name in sorted(held) if name not in _OF_PYTHON)
    yield CHANCE, random.getstate()
    if "numpy.random" in sys.modules:  # looking at it where nobody has loaded it would seed it
        yield CHANCE_OF_NUMPY, sys.modules["numpy.random"].get_state(legacy=False)
    yield "os.environ", dict(os.environ)
    yield "the working folder", os.getcwd()  # noqa: PTH109 - a text is wanted


def _sorted(names: Iterable[str], last: frozenset[str]) -> list[str]:
    return sorted(names, key=lambda name: (name in last, name))
