"""With and without the GIL: which two interpreters to compare, or how to get the one that is missing."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.model.plan.plan import Interpreter


def gil_pair(chosen: Interpreter, known: Sequence[Interpreter]) -> tuple[Interpreter, Interpreter] | None:
    """The one with the GIL and the one without: the chosen one, and the one nearest to it of the other kind.

    None where there is none of the other kind.
    """
    others = [each for each in known if is_without(each) != is_without(chosen)]
    if not others:
        return None
    nearest = min(others, key=lambda each: _distance(each, chosen))
    return (nearest, chosen) if is_without(chosen) else (chosen, nearest)


def how_to_get_one(chosen: Interpreter) -> str:
    """What to do where no interpreter of the other kind was found."""
    if is_without(chosen):
        return "No Python with the GIL was found. Install an ordinary one, and add it to the list of interpreters."
    return (
        "No free-threaded Python was found. Get one with “uv python install 3.14t” or “pyenv install 3.14t”, or tick "
        "“free-threaded” in python.org’s installer, and add it to the list of interpreters."
    )


def is_without(interpreter: Interpreter) -> bool:
    """Whether it runs without the GIL."""
    return interpreter.free_threaded and not interpreter.gil


def _distance(one: Interpreter, other: Interpreter) -> tuple[int, int]:
    """Minor versions apart; of two as near the newer one."""
    return abs(one.version_info[1] - other.version_info[1]), -one.version_info[1]
