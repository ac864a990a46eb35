"""A way of running a loop's first passes, in a process of its own that is thrown away: what it leaves is written down.

original    the loop as it stands, over its iterator as it comes
ordered     all computes, then the folds in order: must leave what the original leaves
isolated    each compute in a fork of its own, the last first, then the folds: what differs, processes lose

The original is not held to a list of all items, as the others are: where its body takes from the iterator itself, the
items differ.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from types import FrameType, ModuleType, TracebackType
from typing import Any, Literal, NoReturn

from ..loops.user_errors import error_text
from . import moment, open_files
from .digest import Digests
from .effects import Effects
from .loop_names import LoopNames
from .stop_at_loop import Give, Task

WayKind = Literal["original", "ordered", "isolated"]
# Enough to see what passes share; the digest of what they leave costs as much for one as for many.
MOST_PASSES = 25
# After so long no further pass is begun: there are four ways, and somebody waits for them.
WITHIN_S = 1.0


@dataclass(frozen=True)
class PassLimits:
    """How many passes, at most; `exhausts`: the iterator comes to its end then, and is asked once more."""

    most: int = MOST_PASSES
    exhausts: bool = False
    within_s: float = WITHIN_S


@dataclass(frozen=True)
class Trace:
    """What a way left. `roots` and `files` are digests by name, `items` one for each item."""

    passes: int = 0
    exhausted: bool = False
    items: tuple[str, ...] = ()
    roots: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    opaque: tuple[str, ...] = ()
    error: str = ""
    is_pickled: bool = True
    """Whether the isolated computes could hand their results back."""
    printed: str = ""


class Way:
    """The loop in one way; a place of the stop's. Leaving it writes the trace and ends the process."""

    def __init__(
        self,
        kind: WayKind,
        extent: PassLimits,
        folder: Path,
        frame: FrameType,
        names: LoopNames,
        modules: Mapping[str, ModuleType],
        call: Callable[[Task], Task],
        effects: Effects,
    ) -> None:
        self.kind, self.original = kind, kind == "original"
        self._extent, self._folder, self._frame, self._names, self._modules = extent, folder, frame, names, modules
        self._call = call
        self._user = {"__main__", *modules}
        self._passes, self._exhausted, self._is_pickled = 0, False, True
        self._under_way = 0
        self._items: list[str] = []
        self._copies = open_files.own_places(folder, kind)
        _print_into(folder / f"{kind}.out")
        effects.begin_way()

    def __enter__(self) -> Way:  # noqa: PYI034 - Self is new in Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> NoReturn:
        try:
            self._write(error)
        finally:
            os._exit(0)

    def originals(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items as they come, as long as there is time."""
        until = monotonic() + self._extent.within_s
        iterator = iter(items)
        while (self._passes < self._extent.most or self._extent.exhausts) and monotonic() < until:
            try:
                item = next(iterator)
            except StopIteration:
                self._exhausted = True
                return
            self._note(item)
            self._under_way = 1
            yield item
            self._passes, self._under_way = self._passes + 1, 0

    def passes(
        self, items: Iterable[Any], task: Task, give: Give, values: tuple[Any, ...], until_found: bool = False
    ) -> Iterator[tuple[Any, Any]]:
        """Each item with its result, all computed before the first fold."""
        iterator = iter(items)
        made = list(itertools.islice(iterator, self._extent.most))
        if self._extent.exhausts:
            self._exhausted = next(iterator, self) is self
        for item in made:
            self._note(item)
        if give is not None:
            give(*values)
        compute = self._call(task)
        results = self._isolated(compute, made) if self.kind == "isolated" else [compute(item) for item in made]
        for item, result in zip(made, results):  # noqa: B905 - `strict` is checked for each
            yield item, result
            self._passes += 1

    def _isolated(self, compute: Task, made: list[Any]) -> list[Any]:
        """Each result from a fork of its own; the last item first, so that what passes hand on to others is missed."""
        for at in reversed(range(len(made))):
            pid = os.fork()
            if pid == 0:
                _compute(compute, made[at], self._folder / f"result-{at}")
            os.waitpid(pid, 0)
        return [self._result(self._folder / f"result-{at}") for at in range(len(made))]

    def _result(self, path: Path) -> Any:
        try:
            is_result, value = pickle.loads(path.read_bytes())
        except OSError:
            raise RuntimeError("the process of a pass died") from None
        if is_result is None:
            self._is_pickled = False
        if not is_result:
            raise RuntimeError(value)
        return value

    def _note(self, item: Any) -> None:
        self._items.append(Digests(self._user).of("", item))

    def _write(self, error: BaseException | None) -> None:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # closed by the user's code
                stream.flush()
        left = moment.take(Digests(self._user), self._frame, self._modules, self._names)
        trace = Trace(
            # A pass that ended the loop went well.
            passes=self._passes + (self._under_way if error is None else 0),
            exhausted=self._exhausted,
            items=tuple(self._items),
            roots=left.roots,
            files={name: open_files.digest_of(path) for name, path in self._copies.items()},
            opaque=left.opaque,
            error=error_text(error) if error is not None else "",
            is_pickled=self._is_pickled,
        )
        (self._folder / f"{self.kind}.json").write_text(json.dumps(asdict(trace)), encoding="utf-8")


def _compute(compute: Task, item: Any, path: Path) -> NoReturn:
    """One result, or why there is none: (True, it), (False, what was raised), (None, why it can't be pickled)."""
    made: tuple[bool | None, Any]
    try:
        made = (True, compute(item))
    except BaseException as error:  # SystemExit and the like are results of a pass, too
        made = (False, error_text(error))
    try:
        data = pickle.dumps(made)
    except Exception as error:
        data = pickle.dumps((None, error_text(error)))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # closed by the user's code
            stream.flush()
    path.write_bytes(data)
    os._exit(0)


def _print_into(path: Path) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    for standard in (1, 2):
        os.dup2(fd, standard)
    os.close(fd)
