"""The folders of a supervisor: its own, one per run, one per comparison; all removed, whatever happened in them."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from ..protocol.presence import is_folder, is_there
from ..protocol.scratch_files import MEMORY, own_name, remove

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
        records = _made(self._in_memory() / f"r-{number}")
        try:
            return records, _made(self._on_disk() / f"w-{number}" if writes else records / "work")
        except OSError:
            remove(records)
            raise

    def for_comparison(self, name: str) -> Path:
        """The folder that all runs of a comparison share; an earlier comparison's goes.

        A name may end in "-" and a number, one for each Python: those of one comparison stay beside each other.
        """
        safe = "c-" + "".join(letter if letter.isalnum() else "-" for letter in name)[:60]
        folder = self._on_disk() / safe
        if not is_there(folder):
            for old in folder.parent.glob("c-*"):
                if re.sub(r"-\d+$", "", old.name) != re.sub(r"-\d+$", "", safe):
                    remove(old)
            _made(folder)
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
        return _made(self._recorded)

    def _on_disk(self) -> Path:
        if self._work is None:
            self._work = Path(tempfile.gettempdir()) / self.name
        return _made(self._work)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _memory() -> Path:
    try:
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= LEAST_FREE_BYTES:
            return MEMORY
    except OSError:
        pass
    return Path(tempfile.gettempdir())
