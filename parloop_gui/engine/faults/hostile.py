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

from ..host.lazy_function import deferred
from .dying import NOTICED_S
from .fault import BAD, SHORT_S, SOME_S, Fault
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


FAULTS = (
    Fault(
        "becomes-program",
        "os.execv",
        "A task makes its process another program.",
        deferred(become_another),
        posix_only=True,
    ),
    Fault("kills-group", "os.killpg", "A task kills its process group.", deferred(kill_group), posix_only=True),
    Fault(
        "bare-daemon",
        "Daemon without environment",
        "A task leaves a process that nothing leads back to.",
        deferred(flee),
        posix_only=True,
    ),
    Fault(
        "stops-itself",
        "SIGSTOP",
        "A task stops its own process.",
        deferred(stop_itself),
        timeout_s=SHORT_S,
        posix_only=True,
    ),
    Fault(
        "stops-supervisor",
        "Stops the supervisor",
        "A task stops the process above the run.",
        deferred(stop_supervisor),
        posix_only=True,
    ),
    Fault(
        "kills-supervisor",
        "Kills the supervisor",
        "A task kills the process above the run.",
        deferred(kill_supervisor),
        posix_only=True,
    ),
    Fault(
        "cuts-records",
        "Cuts records off",
        "A task empties the files that tasks are recorded in.",
        deferred(cut_records),
        posix_only=True,
    ),
    Fault(
        "removes-folders",
        "Removes folders",
        "A task removes the engine’s temporary folders.",
        deferred(remove_folders),
        posix_only=True,
    ),
    Fault("locks-folders", "Locked folders", "Tasks make folders that nobody may enter.", deferred(lock_folders)),
    Fault(
        "writes-everywhere",
        "Junk everywhere",
        "Tasks write junk to every descriptor.",
        deferred(write_everywhere),
        timeout_s=SOME_S,
        posix_only=True,
    ),
)
