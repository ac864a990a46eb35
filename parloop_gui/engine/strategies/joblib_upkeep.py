"""What joblib keeps and leaves, bound to the run: imported only where a run uses joblib, as joblib itself is.

before the clock ─► its semaphores and the files of large arrays go by the run's names
after the clock  ─► the pool that it keeps for the next loop is ended
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

# By name: the app's own Python need not have it.
_LOKY = "joblib.externals.loky"


def keep_within(folder: str) -> None:
    """Name what joblib leaves after the run, so that a killed run's can be found and removed."""
    if os.name == "posix":  # else joblib imports it as its first worker starts, under the clock
        import_module(f"{_LOKY}.backend.popen_loky_posix")
    # Arrays of more than 1 MB are written to files that workers map. By itself joblib writes them to shared memory,
    # which is where the run's folder is, too, as long as there is room.
    os.environ["JOBLIB_TEMP_FOLDER"] = folder
    # As `runner/readiness.py` has it of multiprocessing, where it is a setting; here it is a name made of the process
    # id, and of two processes killed at once neither removes what bears it.
    names: Iterator[str] = tempfile._RandomNameSequence()  # type: ignore[attr-defined]
    semaphore = import_module(f"{_LOKY}.backend.synchronize").SemLock
    semaphore._make_name = staticmethod(lambda: f"/{Path(folder).parent.name}-{next(names)}")


def end_pool() -> None:
    """End the workers that joblib keeps for 300 s, so that nothing of a run is there in the next one."""
    # Asked for by `get_reusable_executor` it would be another one, of as many workers as there are cores.
    executor = vars(import_module(f"{_LOKY}.reusable_executor"))["_executor"]
    if executor is not None:
        executor.shutdown(wait=True, kill_workers=True)
