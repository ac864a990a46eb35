"""What a Python is like: known by running it once, and kept from one start to the next until something changes."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from parloop_gui.bridge.host.kept_entries import entry_in, keep_entry
from parloop_gui.bridge.host.machine import usable_cores
from parloop_gui.bridge.host.own_python import short_id
from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.bridge.interpreters.errors import InterpreterError, UnfitError
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.bridge.processes.watched import Watched
from parloop_gui.engine.protocol.json_text import parsed
from parloop_gui.engine.protocol.messages import ProtocolError, from_plain, launch_command
from parloop_gui.model.plan.plan import Interpreter

# The engine is written in the syntax of this version.
OLDEST = (3, 10)
# How long a Python may take to answer a question. It takes 0.3 s, and 0.6 s at first, when it compiles the engine (on
# two busy cores): whatever takes this long hangs.
ANSWER_LIMIT_S = 20.0
# Variables that change what a Python reports of itself.
_OF_THE_USER = ("PYTHON_GIL", "PYTHON_CPU_COUNT")


class Prober:
    """Runs Pythons to see what they are like; `cancel` ends those under way, from any thread and for good."""

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept if kept is not None else cache_folder() / "pythons.json"
        self._lock = threading.Lock()
        self._running: set[Watched] = set()
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether nothing is asked any more."""
        return self._cancelled

    def cancel(self) -> None:
        """End the Pythons that are being asked; whoever waits for them gets an InterpreterError."""
        with self._lock:
            self._cancelled = True
            for process in self._running:
                process.end()

    def known(self, path: str) -> Interpreter | None:
        """What was kept of the Python at `path`, None where it changed since; runs nothing.

        Raises InterpreterError with one sentence where it was found to be of no use.
        """
        kept = entry_in(self._kept, path)
        if kept.get("key") != _key(path):
            return None
        if kept.get("problem"):
            raise InterpreterError(str(kept["problem"]))
        try:
            if kept["folders"] != _changed_at(kept["folders"]):  # something was installed or removed since
                return None
            kept_fields = {field.name: kept["interpreter"][field.name] for field in fields(Interpreter)}
            interpreter: Interpreter = from_plain(Interpreter, kept_fields)
        except (KeyError, TypeError, ValueError, ProtocolError):
            return None
        return interpreter

    def ask(self, path: str) -> Interpreter:
        """`known`, else what running it once shows; raises InterpreterError with one sentence."""
        known = self.known(path)
        if known is not None:
            return known
        key = _key(path)
        try:
            output = self._output(path, ANSWER_LIMIT_S)
            interpreter = read_description(path, output)
        except UnfitError as error:
            self._keep(path, {"key": key, "problem": str(error)})
            raise
        folders = _changed_at(parsed(output.splitlines()[-1]).get("package_folders", ()))
        self._keep(path, {"key": key, "interpreter": asdict(interpreter), "folders": folders})
        return interpreter

    def probe(self, path: str, timeout_s: float = ANSWER_LIMIT_S) -> Interpreter:
        """What running the Python at `path` shows now; raises InterpreterError with one sentence."""
        return read_description(path, self._output(path, timeout_s))

    def _output(self, path: str, timeout_s: float) -> bytes:
        try:
            with self._start(launch_command(path, engine_folder(), "host.environment")) as process:
                try:
                    output = process.output(timeout_s)
                finally:
                    with self._lock:
                        self._running.discard(process)
        except OSError as error:
            raise InterpreterError(f"{path} can't be started: {error.strerror}.") from None
        except subprocess.TimeoutExpired:
            raise InterpreterError(f"{path} did not answer within {timeout_s:g} s.") from None
        if self._cancelled:
            raise InterpreterError("Stopped looking for Pythons.")
        return output

    def _start(self, command: list[str]) -> Watched:
        with self._lock:
            if self._cancelled:
                raise InterpreterError("Stopped looking for Pythons.")
            process = Watched(command, stdout=subprocess.PIPE)
            self._running.add(process)
            return process

    def _keep(self, path: str, entry: dict[str, Any]) -> None:
        with self._lock:
            keep_entry(self._kept, path, entry)


def read_description(path: str, output: bytes) -> Interpreter:
    """The interpreter that `output`, a line of JSON, describes; raises UnfitError with one sentence."""
    try:
        answer: dict[str, Any] = parsed(output.splitlines()[-1])
        interpreter = Interpreter(
            id=short_id(answer["version"], answer["free_threaded"]),
            path=answer.get("executable") or path,
            version=answer["version"],
            free_threaded=answer["free_threaded"],
            gil=answer["gil"],
            implementation=answer["implementation"],
            start_method=answer["start_method"],
            cores=answer["cores"],
            own_cores=answer.get("own_cores", 0),
            packages=tuple(map(str, answer.get("packages", ()))),
        )
        new_enough = interpreter.version_info >= OLDEST
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise UnfitError(f"{path} is not a Python {OLDEST[0]}.{OLDEST[1]} or newer.") from None
    if not new_enough:
        raise UnfitError(f"{path} is Python {interpreter.version}; {OLDEST[0]}.{OLDEST[1]} or newer is needed.")
    return interpreter


def _changed_at(folders: Iterable[str]) -> dict[str, int]:
    """When these folders changed last, in ns; 0 for one that is not there."""
    found = {}
    for folder in folders:
        try:
            found[folder] = Path(folder).stat().st_mtime_ns
        except OSError:
            found[folder] = 0
    return found


def _key(path: str) -> str:
    """Changes whenever the Python at `path` may answer otherwise; raises InterpreterError where there is none.

    The engine's folder is in it because asking a Python also compiles the engine for it.
    """
    try:
        about = Path(path).stat()
    except OSError as error:
        raise InterpreterError(f"{path} can't be started: {error.strerror}.") from None
    users = [os.environ.get(name, "") for name in _OF_THE_USER]
    return "|".join(map(str, (about.st_mtime_ns, about.st_size, usable_cores(), engine_folder(), *users)))
