"""A Python's version taken apart: the one place that knows what "3.14.0rc1" is made of."""

from __future__ import annotations

from itertools import takewhile


def numbers(version: str) -> tuple[int, ...]:
    """The numbers it begins its parts with, to compare by: (3, 14, 0) of "3.14.0rc1"; 0 where a part has none."""
    parts = ("".join(takewhile(str.isdecimal, part)) for part in version.split("."))
    return tuple(int(part or 0) for part in parts)


def language(version: str) -> str:
    """The version of the language: "3.14"."""
    return ".".join(version.split(".")[:2])


def with_build(version: str, free_threaded: bool) -> str:
    """As people write it of a build without the GIL: "3.14t", "3.14.0t"."""
    return version + "t" * free_threaded
