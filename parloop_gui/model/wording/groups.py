"""Contestants by interpreter: each group has its own plain loop, and all share one axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Protocol, TypeVar

from parloop_gui.model.plan.plan import Contestant, Interpreter


class HasContestant(Protocol):
    """Whatever stands for one contestant: a row."""

    @property
    def contestant(self) -> Contestant:
        """Whose it is."""


Each = TypeVar("Each", bound=HasContestant)


def interpreter_title(interpreter: Interpreter) -> str:
    """As "Python 3.13.0 · GIL on" or "Python 3.13.0t · free-threaded"."""
    return f"{interpreter_name(interpreter)} · {gil_state(interpreter)}"


def interpreter_name(interpreter: Interpreter) -> str:
    """As "Python 3.13.0"; with what tells two of a version apart."""
    maker = "Python" if interpreter.implementation == "CPython" else interpreter.implementation
    return f"{maker} {interpreter.full_version}{interpreter.label}"


def told_apart(names: Sequence[str], interpreters: Sequence[Interpreter]) -> list[str]:
    """The interpreters' names; those that would read the same say where they are: "Python 3.13.0 · shop/.venv"."""
    return [
        name if names.count(name) == 1 else f"{name} · {_place(each)}"
        for name, each in zip(names, interpreters, strict=True)
    ]


def _place(interpreter: Interpreter) -> str:
    folder = PurePath(interpreter.path).parent
    if folder.name in ("bin", "Scripts"):
        folder = folder.parent
    return str(PurePath(*folder.parts[-2:]))


def gil_state(interpreter: Interpreter) -> str:
    """What there is to say of the GIL: a free-threaded build may have it switched on all the same."""
    if not interpreter.free_threaded:
        return "GIL on"
    return "free-threaded, but GIL on" if interpreter.gil else "free-threaded"


def group_titles(pythons: Sequence[Interpreter]) -> dict[str, str]:
    """What stands over each interpreter's rows, by its id; nothing where there is only one."""
    return {python.id: interpreter_title(python) for python in pythons} if len(pythons) > 1 else {}


def of_python(words: str, contestant: Contestant, pythons: Sequence[Interpreter]) -> str:
    """What was found of a contestant, with its Python where there are several: "3.13t: free-threaded"."""
    return f"{contestant.python}: {words}" if len(pythons) > 1 else words


def grouped(rows: Iterable[Each], pythons: Sequence[Interpreter]) -> tuple[tuple[str, tuple[Each, ...]], ...]:
    """The rows in groups, each with its title; a single group, without one, where there is only one interpreter."""
    rows = tuple(rows)
    titles = group_titles(pythons)
    if not titles:
        return (("", rows),) if rows else ()
    groups = ((title, tuple(row for row in rows if row.contestant.python == id_)) for id_, title in titles.items())
    return tuple((title, members) for title, members in groups if members)


def same_python(contestant: Contestant, among: Iterable[Contestant]) -> list[Contestant]:
    """Those under the same interpreter: what a name has to be told apart from within its group."""
    return [each for each in among if each.python == contestant.python]
