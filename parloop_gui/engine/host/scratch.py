"""The folders of a supervisor: its own, one per run, one per comparison; all removed, whatever happened in them."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from ..protocol.presence import is_folder, is_there
from ..protocol.scratch_files import MEMORY, made_own, own_name, remove

_NUMBERS = re.compile(r"(?:-\d+)+$")
# With less of it free, records go to disk: a million tasks take 31 MB (measured), and others need memory, too.
LEAST_FREE_BYTES = 512 * 1024 * 1024


class Folders:
    """A folder in memory for what is recorded (where there is room), one on disk for what loops write.

    They are made when they are first needed, and once more where a task removed them.
    """

    def __init__(self) -> None:
        self.name = own_name()
        self._recorded: Path | None = None
        self._work: Path | None = None

    def for_run(self, *, writes: bool) -> tuple[Path, Path]:
        """A fresh folder for a run's records and one for its loop's files; raises OSError, and leaves neither then.

        The second is on disk only where the loop `writes`: making and removing one there takes 0.3 ms (measured), and
        ten times that where others write.
        """
        number = os.urandom(4).hex()
        records = made_own(self._in_memory() / f"r-{number}")
        try:
            return records, made_own(self._on_disk() / f"w-{number}" if writes else records / "work")
        except OSError:
            remove(records)
            raise

    def for_comparison(self, name: str) -> Path:
        """The folder that all runs of that name share; an earlier comparison's go, those of the same one stay."""
        safe = "".join(letter if letter.isalnum() else "-" for letter in name)[:60]
        folder = self._on_disk() / f"c-{safe}"
        if not is_there(folder):
            for old in folder.parent.glob("c-*"):
                if comparison_of(old.name[2:]) != comparison_of(safe):
                    remove(old)
            made_own(folder)
        return folder

    def remove_semaphores(self) -> None:
        """Named semaphores that a killed run left: they bear this supervisor's name."""
        if is_folder(MEMORY):
            for left in MEMORY.glob(f"sem.{self.name}-*"):
                left.unlink(missing_ok=True)

    def remove_all(self) -> None:
        """Leave nothing."""
        self.remove_semaphores()
        for folder in (self._recorded, self._work):
            if folder is not None:
                remove(folder)

    def _in_memory(self) -> Path:
        if self._recorded is None:
            self._recorded = _memory() / self.name
        return made_own(self._recorded)

    def _on_disk(self) -> Path:
        if self._work is None:
            self._work = Path(tempfile.gettempdir()) / self.name
        return made_own(self._work)


def comparison_of(name: str) -> str:
    """The comparison that a run's `comparison` names, without the numbers of its Python and of its loop behind it."""
    return _NUMBERS.sub("", name)


def _memory() -> Path:
    try:
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= LEAST_FREE_BYTES:
            return MEMORY
    except OSError:  # no such file system here
        pass
    return Path(tempfile.gettempdir())
