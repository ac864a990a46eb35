"""Tries a loop of the user's program: the program up to it, the proof of the split, then a few of its passes.

program ─► at the loop ─► proof, in forks ─► items ─► tasks, pickling, the same tasks again     (`trial.py`)
    └─ never there: how far it came, and what it printed

The proof comes first, from the state that the program has when it comes there.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, NoReturn

from ..host.environment import gil_on
from ..loops.user_errors import UserLoopError, user_error
from ..protocol.loop_spec import LoopSpec
from ..protocol.preflight_facts import PreflightFacts, Problem, Proof
from ..reach import open_files, program, worker_main
from ..reach.arrival import NotReachedError, with_printed
from ..reach.loop_items import made_items
from ..reach.proof import Child, Prover
from ..reach.stop import Give, Place, Stop, Task
from ..runner.coroutines import ordinary
from .trial import Trial

PRINTED_FILE = "printed"
NAME = "a pass of the loop"


def run(spec: LoopSpec, folder: Path, emit: Callable[[PreflightFacts], None], *, again: bool) -> None:
    """Run the program and try its loop; returns only where it never comes there."""
    trial = Trial(spec, folder, emit)
    trial.name = NAME
    trial.note(stage="import", line=spec.line)
    printed = _print_into(folder / PRINTED_FILE)
    worker_main.lay(str(folder), spec)
    arrive = partial(_arrive, trial, open_files.opened(), time.perf_counter(), again)
    try:
        program.run(spec, Stop(arrive), str(folder))
    except NotReachedError as error:
        trial.add(Problem("import", with_printed(str(error), printed()), error.line))
    trial.note(stage="done")


def _arrive(trial: Trial, before: frozenset[int], began_at: float, again: bool, frame: FrameType) -> Place:
    trial.note(import_s=time.perf_counter() - began_at, gil=gil_on())
    if not again:
        trial.note(stage="proof")
        try:
            proof = Prover(trial.spec, trial.folder, frame, ordinary, before).prove()
        except Child as child:
            return child.place
        except Exception:  # whatever the proof can't cope with is no fault of the program's
            proof = Proof("unproven", why="died")
        trial.note(proof=proof)
        trial.add(*_problems(trial.spec, proof))
    return TriedPlace(trial, again=again)


def _problems(spec: LoopSpec, proof: Proof) -> Iterator[Problem]:
    line = spec.line
    names = _listed(proof.differs) if proof.differs else ""
    if proof.kind == "refused":
        sentence = f"Taken apart, the loop at line {line} leaves something else behind than as it stands: {names}."
        yield Problem("proof", sentence, line)
    if proof.kind == "threads-only":
        sentence = f"Worker processes would lose what the passes of the loop at line {line} leave in {names}."
        yield Problem("lost-state", sentence, line)


class TriedPlace:
    """The loop as it is tried, once it is proven; leaving it ends the process."""

    original = False

    def __init__(self, trial: Trial, *, again: bool) -> None:
        self._trial, self._again = trial, again

    def __enter__(self) -> TriedPlace:  # noqa: PYI034 - Self is new in Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> NoReturn:
        trial = self._trial
        if error is not None:
            told = error if isinstance(error, UserLoopError) else user_error("The loop failed", error, self._path())
            trial.add(Problem("items", str(told), told.line))
        trial.note(stage="done")
        os._exit(0)  # whatever the user's code registered for the end might hang

    def originals(self, items: Iterable[Any]) -> Iterable[Any]:
        """Never asked for."""
        raise NotImplementedError

    def passes(
        self, items: Iterable[Any], task: Task, give: Give, values: tuple[Any, ...]
    ) -> Iterator[tuple[Any, Any]]:
        """Try the passes; none is folded, and none is tried where the loop is refused."""
        trial = self._trial
        if trial.facts.proof is not None and trial.facts.proof.kind == "refused":
            return
        trial.note(stage="items")
        began_at = time.perf_counter()
        made = made_items(items, trial.spec)
        trial.note(items_s=time.perf_counter() - began_at)
        if give is not None:
            give(*values)
        trial.run_here(sys.modules[task.__module__], task, made, again=self._again)
        yield from ()

    def _path(self) -> Path:
        return Path(self._trial.spec.path or "")


def _listed(names: tuple[str, ...]) -> str:
    shown = [f"`{name}`" if name.isidentifier() else name for name in names]
    return shown[-1] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _print_into(path: Path) -> Callable[[], str]:
    """From now on what is printed goes there; what reads it."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    for standard in (1, 2):
        os.dup2(fd, standard)
    os.close(fd)

    def printed() -> str:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return path.read_text(encoding="utf-8", errors="replace")

    return printed
