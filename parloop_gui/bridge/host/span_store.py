"""Where a comparison's spans are kept while the app runs: in a folder of its own, the latest file of each contestant.

The folder is removed when this process ends; if it was killed, by its supervisor, or by the next one that starts an
engine (`cleanup.py`).
"""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from parloop_gui.engine.protocol.scratch_files import made_own, own_name
from parloop_gui.model.events.events import RunFinished
from parloop_gui.model.plan.plan import Contestant


@cache
def spans_folder() -> Path:
    """This process's folder for spans; made for the first of them, when there is a supervisor to remove it."""
    folder = Path(tempfile.gettempdir()) / own_name("spans")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class SpansFiles:
    """The latest spans of each contestant of one comparison, in a folder that holds no other's."""

    def __init__(self, folder: Path, before: Iterable[RunFinished] = ()) -> None:
        """`before` are the runs of a comparison that goes on: their spans are this one's too."""
        self._folder = folder
        self._latest: dict[tuple[Contestant, bool], str] = {
            (run.contestant, run.recorded): run.spans_file for run in before if run.spans_file is not None
        }
        for left in folder.glob("*.spans*"):
            if str(left) not in self._latest.values():
                _remove(left)

    def path(self, run: str) -> str | None:
        """Where that run's spans are to be written; None where no folder can be made for them."""
        try:
            return str(made_own(self._folder) / f"{run}.spans")
        except OSError:
            return None

    def has(self, contestant: Contestant) -> bool:
        """Whether there are any of a scored run of that contestant."""
        return (contestant, False) in self._latest

    def keep(self, contestant: Contestant, path: str, *, recorded: bool, whole: bool = True) -> None:
        """Keep this file from now on, and not the one before it; what is not `whole` takes no other's place."""
        before = self._latest.get((contestant, recorded))
        if before is not None and not whole:
            _remove(Path(path))
            return
        if before is not None:
            _remove(Path(before))
        self._latest[contestant, recorded] = path


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # gone already, or removed with the folder later
        path.unlink()
