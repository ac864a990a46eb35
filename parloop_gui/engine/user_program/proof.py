"""Is the split loop the user's loop? Its first passes are made both ways from the same moment, and compared.

at the loop ─┬─ fork ─► original, twice: what differs between these two is held against nobody
             ├─ fork ─► ordered: what differs proves the split wrong
             └─ fork ─► isolated: what differs is what worker processes lose

Each way is a forked process in which the program goes on, as far as the end of its loop.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import select
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import FrameType, ModuleType

from ..protocol.checked import ProtocolError, from_plain
from ..protocol.kinds import ProofKind
from ..protocol.loop_spec import LoopSpec
from ..protocol.preflight_facts import Effect, Proof, without_doubles
from ..protocol.presence import is_folder
from . import loop_names, moment, open_files
from .digest import Digests
from .effects import Effects
from .first_passes import MOST_PASSES, PassLimits, Trace, Way, WayKind
from .program import program_of
from .stop_at_loop import Place, Task

# A way that takes longer is ended: ten times what its passes may take, so that one long pass fits in.
WAY_S = 10.0
# Passes that are tried where they are known to do something outside: the least that can show what they share.
FEW_PASSES = 3
PRINTED = "what it prints"
_MARKS = re.compile(r" +[~^]+")
_TRACED = re.compile(r'^(\s*File ".*", line \d+), in .*$')


class Child(Exception):  # noqa: N818 - no error: this process is a way's, and goes on with its place
    """Carries the place by which the loop goes on in a forked process."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Prover:
    """Proves the loop of this frame. `prove` raises Child in the processes that are to run it.

    `call` makes of a task what is called with an item; `before` are the descriptors of before the program ran.
    """

    def __init__(
        self,
        spec: LoopSpec,
        folder: Path,
        frame: FrameType,
        call: Callable[[Task], Task],
        before: frozenset[int],
        effects: Effects,
    ) -> None:
        self._folder, self._frame, self._call, self._before = folder, frame, call, before
        self._noted = effects
        self.effects: tuple[Effect, ...] = ()
        """What the loop did outside its process, or was kept from."""
        self._looked: list[Trace | None] = []
        self._names = loop_names.names_of(spec)
        self._is_seeded = "seed(" in program_of(spec).text
        """Whether the program means to get the same numbers each time: then workers' own are others."""
        self._is_late = False
        engine = __name__.partition(".")[0]
        self._modules: dict[str, ModuleType] = moment.user_modules(frame.f_globals, engine)

    def look(self) -> None:
        """Run the loop as it stands over its first items, for `effects`; not where forks would share what is open."""
        if self._can_fork() and not self._shares():
            trace = self._original()
            self._looked = [] if self.is_kept else [trace]

    def prove(self) -> Proof:
        """Run the ways one after the other and say what came of them; what was looked at counts as one of them."""
        if not self._can_fork():
            return Proof("unproven", why="no-fork")
        touched = loop_names.touched_globals(self._names.touched, self._frame.f_globals)
        if self._shares():
            return Proof("unproven", why="connection", not_comparable=self._opaque(touched))
        first = self._looked.pop() if self._looked else self._original()
        if first is None:
            return self._not_told()
        if first.passes == 0:
            return Proof("unproven", why="first-pass")
        extent = PassLimits(first.passes, first.exhausted, WAY_S)
        again, ordered = self._run("original", extent), self._run("ordered", extent)
        if again is None or ordered is None:
            return self._not_told()
        return self._judged(first, again, ordered, extent, touched)

    @property
    def is_kept(self) -> bool:
        """Whether the loop was kept from something: then what is known of it is worth nothing."""
        return self._noted.stops and any(effect.asks for effect in self.effects)

    def _can_fork(self) -> bool:
        return hasattr(os, "fork") and is_folder(open_files.OWN)

    def _shares(self) -> bool:
        return open_files.shares_a_connection(self._before)

    def _not_told(self) -> Proof:
        return Proof("unproven", why="slow" if self._is_late else "died")

    def _original(self) -> Trace | None:
        """The original's passes that went well; where one fails, those before it alone."""
        few = any(effect.asks for effect in self.effects)
        first = self._run("original", PassLimits(FEW_PASSES if few else MOST_PASSES))
        if first is not None and first.error and first.passes:
            return self._run("original", PassLimits(first.passes, within_s=WAY_S))
        return first

    def _judged(self, first: Trace, again: Trace, ordered: Trace, extent: PassLimits, touched: frozenset[str]) -> Proof:
        noise = _differing(first, again)
        opaque = tuple(name for name in first.opaque if name.rpartition(".")[2] in touched)
        made = Proof("proven", first.passes, not_comparable=opaque)
        if differs := _named(_differing(first, ordered) - noise):
            return replace(made, kind="refused", differs=differs)
        mixes = PRINTED not in noise and printed_lines(first.printed) != printed_lines(ordered.printed)
        isolated = self._run("isolated", extent)
        if isolated is None or not isolated.is_pickled:
            return replace(made, mixes_output=mixes)
        lost = _differing(first, isolated) - noise
        if (
            not lost.isdisjoint((moment.CHANCE, moment.CHANCE_OF_NUMPY))
            and not self._is_seeded
            and (by_chance := self._run("original", extent, reseeded=True)) is not None
        ):
            lost -= _differing(first, by_chance)  # each worker draws numbers of its own
        mixes = mixes or (PRINTED not in noise and printed_lines(first.printed) != printed_lines(isolated.printed))
        kind: ProofKind = "threads-only" if lost else "proven"
        return replace(made, kind=kind, differs=_named(lost), mixes_output=mixes)

    def _run(self, kind: WayKind, extent: PassLimits, *, reseeded: bool = False) -> Trace | None:
        """What that way left; None where its process died or took too long. In that process, raises Child."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # closed by the user's code
                stream.flush()
        state, asyncio = random.getstate(), sys.modules.get("asyncio.events")
        event_loop = asyncio._get_running_loop() if asyncio is not None else None
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            os.setpgid(0, 0)
            if not reseeded:
                random.setstate(state)  # every fork seeds it anew
            elif (numpy := sys.modules.get("numpy.random")) is not None:
                numpy.seed()
            if asyncio is not None and event_loop is not None:
                asyncio._set_running_loop(event_loop)  # Python takes it for the other process's alone
            raise Child(self._way(kind, extent))
        os.close(writing)
        try:
            self._is_late = not select.select([reading], [], [], WAY_S + 1.0)[0]
        finally:
            os.close(reading)
            with contextlib.suppress(ProcessLookupError, PermissionError):  # the way ended by itself
                os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.effects = without_doubles((*self.effects, *self._noted.of_others()))
        return self._trace(kind)

    def _way(self, kind: WayKind, extent: PassLimits) -> Way:
        try:
            return Way(kind, extent, self._folder, self._frame, self._names, self._modules, self._call, self._noted)
        except BaseException:
            os._exit(1)  # else the program would go on in this process, too

    def _trace(self, kind: WayKind) -> Trace | None:
        path = self._folder / f"{kind}.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            path.unlink()
            printed = (self._folder / f"{kind}.out").read_bytes()
            trace: Trace = from_plain(Trace, data)
        except (OSError, ValueError, ProtocolError):
            return None
        return replace(trace, printed=printed.decode(errors="replace"))

    def _opaque(self, touched: frozenset[str]) -> tuple[str, ...]:
        """What the loop uses and can't be compared, without running anything."""
        digests = Digests({"__main__", *self._modules})
        found = moment.take(digests, self._frame, self._modules, self._names).opaque
        return tuple(name for name in found if name.rpartition(".")[2] in touched)


def _differing(one: Trace, other: Trace) -> set[str]:
    """The names whose values, or what else, differs."""
    names = {name for name in {*one.roots, *other.roots} if one.roots.get(name) != other.roots.get(name)}
    names |= {f"the file {name}" for name in {*one.files, *other.files} if one.files.get(name) != other.files.get(name)}
    for what, first, second in (
        ("the items", one.items, other.items),
        ("what it raises", one.error, other.error),
        (PRINTED, sorted(printed_lines(one.printed)), sorted(printed_lines(other.printed))),
    ):
        if first != second:
            names.add(what)
    return names


def printed_lines(printed: str) -> list[str]:
    """The lines that stay: one that is written over in its place shows progress, by the clock.

    A traceback's tell where an error came from, but not in which function, nor where in its line: a pass has become a
    function of its own, further to the left.
    """
    lines = printed.replace("\r\n", "\n").removesuffix("\n").split("\n") if printed else []
    return [_TRACED.sub(r"\1", line) for line in lines if "\r" not in line and not _MARKS.fullmatch(line)]


def _named(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
