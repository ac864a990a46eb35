"""Comparisons are kept as they are made, round by round, so that none is lost: the latest, in the user's own folder.

What is kept is an ordinary document. A file is written beside its place and renamed into it, so that a crash leaves
the rounds before, never half of a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.model.show_names import loop_title

if TYPE_CHECKING:
    from parloop_gui.model.comparison import Comparison

MOST = 50
MOST_BYTES = 100 * 2**20
_SHARE = 0.01
"""How much of the time may go into keeping rounds."""
_NAME = re.compile(r"(\d{8}-\d{6})-(.*)-\d+\.parloop$")


@dataclass(frozen=True)
class Kept:
    """One that was kept: its file, its loop, and when it was begun."""

    path: Path
    loop: str
    begun: datetime


class LastComparisons:
    """A folder of at most `MOST` documents. `keep` may be called from the thread that makes the comparison."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder() / "last-comparisons"
        self._kept: dict[str, tuple[int, bool]] = {}
        self._next_at = 0.0

    def keep_round(self, comparison: Comparison) -> None:
        """Keep a comparison that runs: each round, unless that would take too much of the time. Never raises."""
        began = time.monotonic()
        if comparison.ended is None and began < self._next_at:
            return
        with contextlib.suppress(OSError):
            self.keep(comparison)
        now = time.monotonic()
        self._next_at = now + (now - began) / _SHARE

    def keep(self, comparison: Comparison) -> None:
        """Keep it as it is now; raises OSError. One without a finished round is not worth it."""
        from parloop_gui.model.document import encode, to_document

        if not comparison.rounds_finished:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="new-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(encode(to_document(comparison)))
            Path(name).replace(self.folder / _file_name(comparison))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        self._kept[_file_name(comparison)] = _state(comparison)
        self._drop_old()

    def has(self, comparison: Comparison) -> bool:
        """Whether it is kept just as it is now, or there is nothing to keep of it."""
        return not comparison.rounds_finished or self._kept.get(_file_name(comparison)) == _state(comparison)

    def latest(self, most: int = 10) -> list[Kept]:
        """The latest, the newest first; none where the folder can't be read."""
        found = []
        for path in self._files()[:most]:
            match = _NAME.match(path.name)
            if match:
                begun = datetime.strptime(match[1], "%Y%m%d-%H%M%S").astimezone()
                found.append(Kept(path, match[2].replace("-", " "), begun))
        return found

    def _files(self) -> list[Path]:
        try:
            return sorted((path for path in self.folder.iterdir() if _NAME.match(path.name)), reverse=True)
        except OSError:
            return []

    def _drop_old(self) -> None:
        room = MOST_BYTES
        for number, path in enumerate(self._files()):
            with contextlib.suppress(OSError):
                room -= path.stat().st_size
                if number and (number >= MOST or room < 0):
                    path.unlink()


def data_folder() -> Path:
    """Where this user's programs keep what must not be lost."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "parloop"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "parloop"
    named = os.environ.get("XDG_DATA_HOME", "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share") / "parloop"


def _file_name(comparison: Comparison) -> str:
    """A name that sorts by age: "20260102-030405-Primes-1.parloop"."""
    try:
        begun = datetime.fromisoformat(comparison.created)
    except ValueError:
        begun = datetime.fromtimestamp(0).astimezone()
    when = begun.strftime("%Y%m%d-%H%M%S")
    words = re.findall(r"\w+", loop_title(comparison.plan.loop))
    return f"{when}-{'-'.join(words)[:60] or 'loop'}-{comparison.plan.seed}.parloop"


def _state(comparison: Comparison) -> tuple[int, bool]:
    return len(comparison.runs), comparison.ended is not None
