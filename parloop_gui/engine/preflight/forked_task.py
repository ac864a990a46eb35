"""Whether runs of a function may be forks of the moment in which its file is imported and its items are made.

    file imported, items made ─► Moment.is_there ─► … a few tasks … ─► why_anew: None, or what stands against forks

A file that took half a second to be imported would take it in each run. What forks would share or miss is looked for as
where a program has come to its loop (`user_program/forkable.py`). Threads of libraries (OpenBLAS's) are gone in a
fork: most start them anew, others wait for them for ever, so one task is done in a fork to see.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..protocol.kinds import AnewKind
from ..user_program import forkable
from ..user_program.program import put_temporary_files

# For its temporary files: what a fork would find there, others have made.
FOLDER = "temporary"
# A task in a fork first copies the pages it touches; one that waits for a lost thread never ends.
TIMES_LONGER, LEAST_S = 5.0, 1.0


class Moment:
    """Made before the file is imported; its temporary files lie in a folder within `folder` from then on."""

    def __init__(self, folder: Path) -> None:
        self._temporary = folder / FOLDER
        self._temporary.mkdir(exist_ok=True)
        put_temporary_files(str(self._temporary))
        self._before = forkable.Before.now()
        self._found: AnewKind | None = None
        self._has_lost_threads = False

    def is_there(self) -> None:
        """The items are made: this is what runs would be forks of."""
        self._found = forkable.why_anew(self._before, self._temporary)
        self._has_lost_threads = forkable.has_native_threads()

    def why_anew(self, task: Callable[[], Any], task_s: float, *, may_repeat: bool) -> AnewKind | None:
        """What stands against forks; `task` took `task_s` and is done once more, in a fork, where it `may_repeat`."""
        if self._found is not None or not self._has_lost_threads:
            return self._found
        return None if may_repeat and _comes_through(task, TIMES_LONGER * task_s + LEAST_S) else "native-threads"


def _comes_through(task: Callable[[], Any], limit_s: float) -> bool:
    """Whether a fork of this process does the task within that time."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):  # a fork never goes back into the code above, whatever it raises
            os.setpgid(0, 0)
            task()
            os.write(writing, b"1")
        os._exit(0)
    os.close(writing)
    try:
        return bool(select.select([reading], [], [], limit_s)[0]) and bool(os.read(reading, 1))
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it ended by itself
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
