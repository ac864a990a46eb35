"""Which Pythons this machine has, and what each is like: found by name, known by running it once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from parloop_gui.bridge.child_environment import child_environment
from parloop_gui.bridge.engine_folder import engine_folder
from parloop_gui.bridge.interpreter_search import python_executables
from parloop_gui.engine.protocol import launch_command
from parloop_gui.model.plan import Interpreter

OLDEST = (3, 10)
PROBE_TIMEOUT_S = 20.0


class InterpreterError(Exception):
    """A Python that can't be used, or is not there; the message is one sentence."""


def own_interpreter() -> Interpreter:
    """The Python that the app itself runs under: the default."""
    return _with_ids([_probed(sys.executable)])[0]


def find_interpreters() -> tuple[Interpreter, ...]:
    """Every usable Python found on this machine, the app's own first, then from new to old.

    Runs each of them once, a few at a time; those that can't run the engine are left out.
    """
    paths = python_executables()
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = [interpreter for interpreter in pool.map(_probed_or_none, paths) if interpreter]
    own, others = found[:1], found[1:]
    return _with_ids(own + sorted(others, key=lambda one: (_numbers(one.version), one.free_threaded), reverse=True))


def resolve(wanted: str, known: Sequence[Interpreter] | None = None) -> Interpreter:
    """The Python that the user means by an id ("3.13t"), a full version ("3.12.1"), a command or a path.

    `known` saves looking for them again. Raises InterpreterError with one sentence.
    """
    path = Path(wanted).expanduser()
    if os.sep in wanted or (os.altsep and os.altsep in wanted):
        if not path.is_file():
            raise InterpreterError(f"There is no Python at {wanted}.")
        return _by_path(str(path.absolute()), known or ())
    everything = find_interpreters() if known is None else known
    for interpreter in everything:
        if wanted in _titles(interpreter):
            return interpreter
    command = _on_path(wanted)
    if command:
        return _by_path(command, everything)
    listed = ", ".join(interpreter.id for interpreter in everything)
    raise InterpreterError(f"There is no Python {wanted} here; there is: {listed}. A path to one works too.")


def probe(path: str, timeout_s: float = PROBE_TIMEOUT_S) -> Interpreter:
    """What the Python at `path` is like; raises InterpreterError with one sentence."""
    command = launch_command(path, engine_folder(), "environment")
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            env=child_environment(),
            check=False,
        )
    except OSError as error:
        raise InterpreterError(f"{path} can't be started: {error.strerror}.") from None
    except subprocess.TimeoutExpired:
        raise InterpreterError(f"{path} did not answer within {timeout_s:g} s.") from None
    return _read_description(path, ran.stdout)


def _read_description(path: str, output: bytes) -> Interpreter:
    try:
        told: dict[str, Any] = json.loads(output.splitlines()[-1])
        interpreter = Interpreter(
            id=_short_id(told["version"], told["free_threaded"]),
            path=told.get("executable") or path,
            version=told["version"],
            free_threaded=told["free_threaded"],
            gil=told["gil"],
            implementation=told["implementation"],
            start_method=told["start_method"],
            cores=told["cores"],
        )
        new_enough = interpreter.version_info >= OLDEST
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise InterpreterError(f"{path} is not a Python {OLDEST[0]}.{OLDEST[1]} or newer.") from None
    if not new_enough:
        raise InterpreterError(f"{path} is Python {interpreter.version}; {OLDEST[0]}.{OLDEST[1]} or newer is needed.")
    return interpreter


_known_by_path: dict[tuple[str, int], Interpreter] = {}


def _probed(path: str) -> Interpreter:
    """`probe`, once per file and change of it."""
    try:
        key = (path, Path(path).stat().st_mtime_ns)
    except OSError as error:
        raise InterpreterError(f"{path} can't be started: {error.strerror}.") from None
    if key not in _known_by_path:
        _known_by_path[key] = probe(path)
    return _known_by_path[key]


def _probed_or_none(path: str) -> Interpreter | None:
    try:
        return _probed(path)
    except InterpreterError:
        return None


def _by_path(path: str, known: Iterable[Interpreter]) -> Interpreter:
    for interpreter in known:
        if interpreter.path == path:
            return interpreter
    return _with_ids([*known, _probed(path)])[-1]


def _short_id(version: str, free_threaded: bool) -> str:
    return ".".join(version.split(".")[:2]) + "t" * free_threaded


def _titles(interpreter: Interpreter) -> tuple[str, str]:
    return interpreter.id, interpreter.version + "t" * interpreter.free_threaded


def _with_ids(interpreters: Sequence[Interpreter]) -> tuple[Interpreter, ...]:
    """The same, each with an id of its own: "3.11"; "3.11.7" where two share that; then "3.11.7 (2)"."""
    named: dict[str, Interpreter] = {}
    for interpreter in interpreters:
        short = _short_id(interpreter.version, interpreter.free_threaded)
        full = interpreter.version + "t" * interpreter.free_threaded
        numbered = (f"{full} ({count})" for count in range(2, len(interpreters) + 2))
        name = next(name for name in (short, full, *numbered) if name not in named)
        named[name] = _renamed(interpreter, name)
    return tuple(named.values())


def _renamed(interpreter: Interpreter, name: str) -> Interpreter:
    return Interpreter(**{**vars(interpreter), "id": name})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int("".join(filter(str.isdigit, part)) or 0) for part in version.split("."))


def _on_path(command: str) -> str | None:
    folders = os.environ.get("PATH", "").split(os.pathsep)
    paths = (Path(folder) / command for folder in folders if folder)
    return next((str(path) for path in paths if path.is_file() and os.access(path, os.X_OK)), None)
