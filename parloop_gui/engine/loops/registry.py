"""Which built-in loops there are, in the order they are shown, and the module each stands in.

A worker that runs `sleep` must not pay for importing an HTTP client: modules are imported when asked for.
"""

from __future__ import annotations

import functools
from importlib import import_module
from typing import Any

from ..protocol.unknown_name import UnknownNameError
from .loop import Loop

LOOPS: tuple[Loop, ...]
"""Every built-in loop; reading it imports all their modules."""

MODULES = {
    "sleep": "io",
    "files": "io",
    "http": "web",
    "sqlite": "database",
    "device": "device",
    "primes": "cpu",
    "parse": "data",
    "encode": "data",
    "image": "pictures",
    "video": "pictures",
    "learn": "cpu",
    "mandelbrot": "cpu",
    "mixed": "mixed",
    "errands": "mixed",
}


@functools.cache
def find(slug: str) -> Loop:
    """The built-in loop of that slug; raises UnknownNameError."""
    if slug not in MODULES:
        raise UnknownNameError("loop", slug, MODULES)
    loops: tuple[Loop, ...] = import_module(f".{MODULES[slug]}", __package__).LOOPS
    return {loop.slug: loop for loop in loops}[slug]


def __getattr__(name: str) -> Any:
    if name != "LOOPS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tuple(find(slug) for slug in MODULES)
