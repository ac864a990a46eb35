"""Tries a loop of the user's program: the program up to it, the proof of the split, then a few of its passes.

program ─► at the loop ─► proof, in forks ─► items ─► tasks, pickling, the same tasks again     (`trial.py`)
    │            └─ does either do something outside? asked, before it is done again or at all    (`effects.py`)
    └─ never there: how far it came, and what it printed

The proof comes first, from the state that the program has when it comes there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from types import BuiltinFunctionType, FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, NoReturn

from ..host.environment import gil_on
from ..loops.user_errors import UserLoopError, user_error
from ..protocol.kinds import AnewKind
from ..protocol.loop_spec import LoopSpec
from ..protocol.preflight_facts import PRINTED_FILE, Arrival, Problem, Proof
from ..runner.coroutines import ordinary
from ..user_program import forkable, open_files, program, worker_main
from ..user_program.arrival import NotReachedError, with_printed
from ..user_program.held_open import untold
from ..user_program.loop_items import made_items
from ..user_program.proof import Child, Prover
from ..user_program.stop_at_loop import Give, Place, Stop, Task
from . import forked_task
from .trial import Trial, listed

# Of what a program prints on its way: enough to know it by.
_FIRST_LINES, _MOST_LETTERS = 3, 200
# What a program's globals hold that goes by its name.
_CODE = (FunctionType, BuiltinFunctionType, ModuleType, type)
NAME = "a pass of the loop"


def run(trial: Trial, *, again: bool) -> None:
    """Run the trial's program and try its loop; returns only where it never comes there."""
    spec, folder = trial.spec, trial.folder
    trial.name = NAME
    trial.note(stage="import", line=spec.line)
    printed = _print_into(folder / PRINTED_FILE)
    worker_main.lay(str(folder), spec)
    (folder / forked_task.FOLDER).mkdir(exist_ok=True)
    way = _Way(trial, forkable.Before.now(), printed, perf_counter())
    trial.effects.begin()
    try:
        program.run(spec, Stop(partial(way.arrive, again)), str(folder / forked_task.FOLDER))
    except NotReachedError as error:
        trial.add(Problem("import", with_printed(str(error), printed()), error.line))
    trial.note(stage="done")


@dataclass
class _Way:
    """The program on its way to the loop, from when it began."""

    trial: Trial
    before: forkable.Before
    printed: Callable[[], str]
    began_at: float

    def arrive(self, again: bool, frame: FrameType) -> Place:
        """It is there: what it has done on the way, then the proof; the place at which the loop goes on."""
        trial = self.trial
        trial.note(import_s=perf_counter() - self.began_at, gil=gil_on())
        lines = self.printed().splitlines()
        first = tuple(line[:_MOST_LETTERS] for line in lines[:_FIRST_LINES])
        told = trial.effects.end()
        open_still = untold(self.before.descriptors, told, trial.folder)
        self.add(lines=len(lines), printed=first, effects=(*told, *open_still))
        trial.effects.stops = trial.asks
        if not again:
            try:
                self._prove(frame)
            except Child as child:
                return child.place
        return TriedPlace(self, again=again)

    def _prove(self, frame: FrameType) -> None:
        """Ask before anything is done a second time, and before the loop does anything at all; then the proof."""
        trial = self.trial
        trial.note(stage="proof")
        prover = Prover(trial.spec, trial.folder, frame, ordinary, self.before.descriptors, trial.effects)
        try:
            if trial.effects.stops:
                self._look(prover)
            proof = prover.prove()
            if prover.is_kept:  # by one of the other ways
                self._ask(prover)
                proof = prover.prove()
        except Child:
            raise
        except Exception:  # whatever the proof can't cope with is no fault of the program's
            proof = Proof("unproven", why="died")
        trial.note(proof=proof)
        trial.add(*_problems(trial.spec, proof))
        self.add(in_loop=prover.effects)

    def _look(self, prover: Prover) -> None:
        told = {effect.kind for effect in self.arrival.effects if effect.asks}
        # What is written into a pipe raises no audit event: a fork would tell a program something nobody agreed to.
        if "programs" not in told or not open_files.has_pipe(self.before.descriptors):
            prover.look()
        if prover.is_kept or any(effect.asks for effect in self.arrival.effects):
            self._ask(prover)

    def _ask(self, prover: Prover) -> None:
        self.add(in_loop=prover.effects, anew=self.why_anew())
        self.trial.ask_leave()

    @property
    def arrival(self) -> Arrival:
        """What is known of how it came there."""
        return self.trial.facts.arrival or Arrival()

    def add(self, **known: Any) -> None:
        """More is known of how it came there."""
        self.trial.note(arrival=replace(self.arrival, **known))

    def why_anew(self) -> AnewKind | None:
        """Why each run goes there by itself, the items made. Whether forks come through is told by those of the proof.

        What hung there may have waited for a library's threads, which a fork has lost; or its passes take long.
        """
        proof = self.trial.facts.proof
        why = proof.why if proof is not None else None
        has_failed = why == "died" or (why == "slow" and forkable.has_native_threads())
        found = forkable.why_anew(self.before, self.trial.folder / forked_task.FOLDER)
        return "copy-failed" if found is None and has_failed else found


def _problems(spec: LoopSpec, proof: Proof) -> Iterator[Problem]:
    line = spec.line
    names = listed(proof.differs) if proof.differs else ""
    if proof.kind == "refused":
        sentence = f"Taken apart, the loop at line {line} leaves something else behind than as it stands: {names}."
        yield Problem("proof", sentence, line)
    if proof.kind == "threads-only":
        sentence = f"Worker processes would lose what the passes of the loop at line {line} leave in {names}."
        yield Problem("lost-state", sentence, line)


class TriedPlace:
    """The loop as it is tried, once it is proven; leaving it ends the process."""

    original = False

    def __init__(self, way: _Way, *, again: bool) -> None:
        self._way, self._trial, self._again = way, way.trial, again

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
        self, items: Iterable[Any], task: Task, give: Give, values: tuple[Any, ...], until_found: bool = False
    ) -> Iterator[tuple[Any, Any]]:
        """Try the passes; none is folded, and none is tried where the loop is refused."""
        trial = self._trial
        if trial.facts.proof is not None and trial.facts.proof.kind == "refused":
            return
        trial.note(stage="items")
        trial.effects.begin()
        began_at = trial.clock_s()
        made = made_items(items, trial.spec)
        trial.note(items_s=trial.clock_s() - began_at)
        self._way.add(anew=self._way.why_anew())
        if give is not None:
            give(*values)
        trial.given = _had_once(trial.spec, task, values)
        trial.run_here(sys.modules[task.__module__], task, made, again=self._again)
        yield from ()

    def _path(self) -> Path:
        return Path(self._trial.spec.path or "")


def _had_once(spec: LoopSpec, task: Task, values: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """What workers have before their first task: what they are given, and the data among the program's globals."""
    given = dict(zip(program.program_of(spec).given, values))  # noqa: B905 - as many
    main, code = vars(sys.modules["__main__"]), getattr(task, "__code__", None)
    named = {name: main[name] for name in (code.co_names if code is not None else ()) if name in main}
    of_program = {name: value for name, value in named.items() if not isinstance(value, _CODE)}
    return list({**of_program, **given}.items())


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
