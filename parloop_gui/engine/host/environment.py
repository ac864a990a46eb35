"""What an interpreter and its machine are like, found by running it: one JSON line."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import re
import sys
import sysconfig
from pathlib import Path

from ..protocol.kinds import OLDEST, PACKAGES, Package
from .control_groups import ControlGroups, usable_cores

# What Python and Debian call the folders that packages are installed into.
_OF_PACKAGES = {"site-packages", "dist-packages"}


def cores() -> int:
    """How many cores this process may use: the least of its affinity, what its containers leave it, and Python's own.

    Python 3.13 can be told of fewer (`-X cpu_count`, PYTHON_CPU_COUNT), and knows nothing of containers.
    """
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable_cores(max(1, min(affinity, own_cores() or affinity)), ControlGroups())


def own_cores() -> int:
    """How many cores this Python counts by itself, and starts workers for where nobody says how many; 0: not known."""
    return getattr(os, "process_cpu_count", os.cpu_count)() or 0


def gil_on() -> bool:
    """Whether the GIL is on now (free-threaded builds may turn it on for an extension)."""
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())


def packages() -> list[str]:
    """The packages of strategies that this Python has, new enough for them; none is imported."""
    there = [name for name in PACKAGES if importlib.util.find_spec(name) is not None]
    return [name for name in there if _is_new_enough(name)]


def _is_new_enough(package: Package) -> bool:
    """Whether it is not known to be too old."""
    oldest = OLDEST.get(package)
    if oldest is None:
        return True
    from importlib import metadata  # as platform

    try:
        version = re.match(r"(\d+)\.(\d+)", metadata.version(package))
    except metadata.PackageNotFoundError:  # it lies in a folder of the user's own, and only a run can tell
        return True
    return version is None or (int(version[1]), int(version[2])) >= oldest


def package_folders() -> list[str]:
    """Where this Python looks for packages: what is installed or removed changes one of these folders."""
    import site  # as platform

    known = [*sys.path, site.getusersitepackages()] if site.ENABLE_USER_SITE else sys.path
    return sorted({path for path in known if Path(path).name in _OF_PACKAGES})


def describe() -> dict[str, object]:
    """This interpreter as plain data: version, build, GIL, start methods, cores."""
    import platform  # no run needs it, and each has the pages of all that is imported here copied

    return {
        "executable": sys.executable,
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "gil": gil_on(),
        "start_method": multiprocessing.get_context().get_start_method(),
        "start_methods": multiprocessing.get_all_start_methods(),
        "cores": cores(),
        "own_cores": own_cores(),
        "platform": sys.platform,
        "packages": packages(),
        "package_folders": package_folders(),
    }


def main() -> None:
    """Compile the engine for this interpreter once, so that runs don't, and print the description."""
    import compileall  # as above

    compileall.compile_dir(Path(__file__).parents[1], quiet=2)
    print(json.dumps(describe()))
