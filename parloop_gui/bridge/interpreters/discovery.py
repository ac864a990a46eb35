"""Which Pythons this machine has: found by name, those asked before at once, the others as they answer."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from parloop_gui.bridge.host.own_python import known_from_here, own_python, short_id
from parloop_gui.bridge.interpreters.errors import InterpreterError
from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.interpreters.search import python_executables
from parloop_gui.bridge.interpreters.virtual_environments import environments_beside, label
from parloop_gui.engine.protocol.presence import expanded, is_file
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.plan.python_version import numbers

# Asking one takes a few tenths of a second of a core: they must not hold up a window that has just opened.
MOST_AT_ONCE = 4


class Search:
    """One look for the Pythons of this machine; `cancel` ends it within a moment, from any thread.

    `also` are paths of executables that the user added.
    """

    def __init__(self, prober: Prober | None = None, also: Iterable[str] = ()) -> None:
        self._prober = prober or Prober()
        self._also = tuple(also)

    def cancel(self) -> None:
        """Find nothing more."""
        self._prober.cancel()

    def own(self) -> Interpreter:
        """The Python that the app itself runs under: the default; raises InterpreterError where it must be asked."""
        return known_from_here() or self.ask(own_python())

    def known(self) -> Iterator[Interpreter]:
        """Those found by an earlier look that have not changed since; runs nothing."""
        for path in python_executables(self._also):
            with contextlib.suppress(InterpreterError):  # found to be of no use: not offered
                if known := self._prober.known(path):
                    yield known

    def each(self) -> Iterator[Interpreter]:
        """Every usable Python, the app's own first, the others as they answer; a few are asked at a time."""
        paths = python_executables(self._also)
        with ThreadPoolExecutor(max_workers=MOST_AT_ONCE) as pool:
            own, *others = [pool.submit(self._ask_or_none, path) for path in paths]
            for answered in (own, *as_completed(others)):
                if (found := answered.result()) is not None:
                    yield found

    def ask(self, path: str) -> Interpreter:
        """The Python at a path, named as if it were alone; raises InterpreterError."""
        return named([self._prober.ask(path)])[0]

    def _ask_or_none(self, path: str) -> Interpreter | None:
        try:
            return self._prober.ask(path)
        except InterpreterError:
            return None


def own_interpreter() -> Interpreter:
    """The Python that the app itself runs under: the default; raises InterpreterError."""
    return Search().own()


def find_interpreters() -> tuple[Interpreter, ...]:
    """Every usable Python found on this machine, in the order of `in_order`."""
    return in_order(Search().each())


def own_of(file: Path, prober: Prober | None = None) -> Interpreter | None:
    """The Python of the nearest virtual environment beside a file, in which it runs; None where there is none."""
    asking = prober or Prober()
    for path in environments_beside(file):
        with contextlib.suppress(InterpreterError):  # a broken one: the next may do
            return named([asking.ask(path)])[0]
    return None


def in_order(found: Iterable[Interpreter]) -> tuple[Interpreter, ...]:
    """The first, which is the app's own, then the others from new to old, each once and with an id of its own."""
    distinct = list({each.path: each for each in found}.values())
    own, others = distinct[:1], distinct[1:]
    others.sort(key=lambda one: one.path)
    return named(own + sorted(others, key=lambda one: (numbers(one.version), one.free_threaded), reverse=True))


def resolve(wanted: str, known: Sequence[Interpreter] | None = None) -> Interpreter:
    """The Python that the user means by an id ("3.13t"), a full version ("3.12.1"), a command or a path.

    `known` saves looking for them again. Raises InterpreterError with one sentence.
    """
    path = expanded(wanted)
    if os.sep in wanted or (os.altsep and os.altsep in wanted):
        if not is_file(path):
            raise InterpreterError(f"There is no Python at {wanted}.")
        return _by_path(str(path.absolute()), known or ())
    everything = find_interpreters() if known is None else known
    for interpreter in everything:
        if wanted in _titles(interpreter):
            return interpreter
    command = shutil.which(wanted)
    if command:
        return _by_path(command, everything)
    listed = ", ".join(interpreter.id for interpreter in everything)
    raise InterpreterError(f"There is no Python {wanted} here; there is: {listed}. A path to one works too.")


def _by_path(path: str, known: Iterable[Interpreter]) -> Interpreter:
    for interpreter in known:
        if interpreter.path == path:
            return interpreter
    return named([*known, Prober().ask(path)])[-1]


def _titles(interpreter: Interpreter) -> tuple[str, str]:
    return interpreter.id, interpreter.full_version


def named(interpreters: Sequence[Interpreter]) -> tuple[Interpreter, ...]:
    """The same, each with an id of its own: "3.11", then "3.11.7", or "3.11 (shop .venv)" for a virtual environment."""
    named: dict[str, Interpreter] = {}
    for interpreter in interpreters:
        short = short_id(interpreter.version, interpreter.free_threaded)
        full = interpreter.full_version
        numbered = (f"{full} ({count})" for count in range(2, len(interpreters) + 2))
        environment = label(interpreter.path)
        names = (short, f"{short} ({environment})" if environment else full, *numbered)
        name = next(name for name in names if name not in named)
        named[name] = replace(interpreter, id=name)
    return tuple(named.values())
