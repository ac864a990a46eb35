"""Faults that turn on what measures them: the engine's processes, its records and its folders; and those that flee."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .dying import NOTICED_S
from .fault import BAD
from .lasting import FOR_EVER_S
from .meddling import JUNK

MOST_WRITTEN_TO = 1024
"""Descriptors as many as a process usually may have."""
_RUN = "PARLOOP_RUN"
"""Where a run's own folder stands in the environment: `parloop-SUPERVISOR-…/r-…`."""


def become_another(number: int) -> int:
    """Become another program, which ends at once."""
    if number == BAD:
        os.execv(sys.executable, [sys.executable, "-c", ""])
    return number


def kill_group(number: int) -> int:
    """Kill everybody in the process group."""
    if number == BAD:
        os.killpg(0, signal.SIGKILL)
    return number


def flee(number: int) -> int:
    """Leave a process without environment in a session of its own."""
    if number == BAD:
        code = f"import time; time.sleep({FOR_EVER_S})"
        subprocess.Popen([sys.executable, "-c", code], env={}, start_new_session=True, stdout=subprocess.DEVNULL)
    return number


def stop_itself(number: int) -> int:
    """Stop, as Ctrl-Z does."""
    if number == BAD:
        os.kill(os.getpid(), signal.SIGSTOP)
    return number


def stop_supervisor(number: int) -> int:
    """Stop the process that watches over the run."""
    if number == BAD:
        os.kill(_supervisor(), signal.SIGSTOP)
    return number


def kill_supervisor(number: int) -> int:
    """Kill the process that watches over the run."""
    if number == BAD:
        os.kill(_supervisor(), signal.SIGKILL)
        time.sleep(NOTICED_S)
    return number


def cut_records(number: int) -> int:
    """Empty all files in the run's folder."""
    if number == BAD:
        for path in glob.glob(f"{os.environ[_RUN]}/s*-*"):  # noqa: PTH207
            os.truncate(path, 0)
    return number


def remove_folders(number: int) -> int:
    """Remove the engine's folders, in memory and on disk."""
    if number == BAD:
        own = Path(os.environ[_RUN]).parent
        for folder in (own, Path(tempfile.gettempdir()) / own.name):
            shutil.rmtree(folder, ignore_errors=True)
    return number


def lock_folders(number: int) -> int:
    """Make folders that nobody may enter, below the working folder."""
    folder = Path(f"locked-{number}-{os.getpid()}")
    (folder / "inner").mkdir(parents=True, exist_ok=True)
    (folder / "inner" / "file").touch()
    for locked in (folder / "inner", folder):
        locked.chmod(0)
    return number


def write_everywhere(number: int) -> int:
    """Write junk to every descriptor, those of others too."""
    for fd in range(3, MOST_WRITTEN_TO):
        with contextlib.suppress(OSError):
            os.pwrite(fd, JUNK * 200, 0)
        with contextlib.suppress(OSError):
            os.write(fd, JUNK)
    return number


def _supervisor() -> int:
    return int(Path(os.environ[_RUN]).parent.name.split("-")[1])
