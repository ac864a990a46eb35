"""What the control groups of this process leave it: a share of the cores, so much memory. Containers limit so.

A process is in one group of each hierarchy, and every group above it limits it too: the tightest one counts. Version 2
has one hierarchy for everything (`cpu.max`, `memory.max`), version 1 one for each controller (`cpu.cfs_quota_us`,
`memory.limit_in_bytes`); both may be mounted at once, with the controllers in either. Inside a container the mount
shows a part of the hierarchy only: its root stands in mountinfo, and what lies above can't be seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

# Version 1 says "no limit" by a number near 2^63; nothing has an exabyte.
NO_LIMIT_BYTES = 2**60


class ControlGroups:
    """The groups of a process, as `proc` (its folder under /proc) and what is mounted tell. Absent elsewhere."""

    def __init__(self, proc: Path = Path("/proc/self")) -> None:
        self._groups = dict(_groups(_lines(proc / "cgroup")))
        self._mounts = dict(_mounts(_lines(proc / "mountinfo")))

    def cpu_quota(self) -> float | None:
        """How many cores' time there is per second, such as 0.5; None where nothing limits it."""
        shares = [share for folder in self._folders("cpu") if (share := _cpu_share(folder)) is not None]
        return min(shares, default=None)

    def throttled_s(self) -> float | None:
        """For how long tasks of the groups that have a quota were kept from running, so far; None without a quota."""
        limited = [folder for folder in self._folders("cpu") if _cpu_share(folder) is not None]
        waited = [waited_s for folder in limited if (waited_s := _throttled_s(folder)) is not None]
        return max(waited, default=None)

    def memory_limit_bytes(self) -> int | None:
        """The most memory that all of the group may hold; None where nothing limits it."""
        limits = [limit for folder in self._folders("memory") if (limit := _memory_limit(folder)) is not None]
        return min(limits, default=None)

    def folder(self, hierarchy: str) -> Path | None:
        """Where the process's own group lies: in that controller's hierarchy of version 1, or in version 2's ("")."""
        place = self._place(hierarchy)
        return None if place is None else place[1]

    def _folders(self, controller: str) -> Iterator[Path]:
        """The folder of the process's group and of each one above it, in both versions' hierarchies."""
        for place in filter(None, map(self._place, (controller, ""))):
            point, folder = place
            yield from (each for each in (folder, *folder.parents) if each.is_relative_to(point))

    def _place(self, hierarchy: str) -> tuple[Path, Path] | None:
        """Where a hierarchy is mounted, and the folder of the process's group in it."""
        mounted, path = self._mounts.get(hierarchy), self._groups.get(hierarchy)
        if mounted is None or path is None:
            return None
        root, point = mounted
        below = path[len(root) :] if root != "/" and path.startswith(root) else path if root == "/" else ""
        return point, point / below.strip("/")


def _groups(lines: list[str]) -> Iterator[tuple[str, str]]:
    """(controller, path) for each line "4:cpu,cpuacct:/path"; version 2's has no controller."""
    for line in lines:
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        for controller in controllers.split(","):
            yield controller, path


def _mounts(lines: list[str]) -> Iterator[tuple[str, tuple[str, Path]]]:
    """(controller, (root of the mount, where it is mounted)), from mountinfo; "" for version 2."""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, kind = before.split(), after.split()
        if len(fields) < 5 or len(kind) < 3 or kind[0] not in ("cgroup", "cgroup2"):
            continue
        for controller in kind[2].split(",") if kind[0] == "cgroup" else [""]:
            yield controller, (fields[3], Path(fields[4]))


def _cpu_share(folder: Path) -> float | None:
    quota, _, period = _first_line(folder / "cpu.max").partition(" ")
    if not quota:
        quota, period = _first_line(folder / "cpu.cfs_quota_us"), _first_line(folder / "cpu.cfs_period_us")
    if not (quota.isdigit() and period.isdigit() and int(period) > 0):  # "max", "-1", or no such file
        return None
    return int(quota) / int(period)


def _throttled_s(folder: Path) -> float | None:
    for line in _lines(folder / "cpu.stat"):
        name, _, value = line.partition(" ")
        if name in ("throttled_usec", "throttled_time") and value.isdigit():
            return int(value) / (1e6 if name == "throttled_usec" else 1e9)
    return None


def _memory_limit(folder: Path) -> int | None:
    text = _first_line(folder / "memory.max") or _first_line(folder / "memory.limit_in_bytes")
    return int(text) if text.isdigit() and int(text) < NO_LIMIT_BYTES else None


def _first_line(path: Path) -> str:
    return next(iter(_lines(path)), "")


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def usable_cores(affinity: int, groups: ControlGroups) -> int:
    """Whole workers that make sense: a quota of 1.5 cores feeds two, one of 0.5 still one."""
    quota = groups.cpu_quota()
    return affinity if quota is None else max(1, min(affinity, math.ceil(quota)))
