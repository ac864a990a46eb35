"""A control group for all that one supervisor starts (Linux): who is in it is seen, whatever session it moves to.

It is made below the group that this process is in, where this user may make one. Only hierarchies in which no
controller would act on it are used, so nothing runs otherwise in it than outside: version 2 where the group hands no
controller down, else version 1's freezer, which nobody freezes. A supervisor makes one run at a time, and all below it
inherit the group: to enter takes 0.4 ms, now and then 12 (measured), which each run would pay had it one of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from .control_groups import ControlGroups

# To the letter: a user's own groups may begin alike.
_NAME = re.compile(r"parloop-(\d+(?:-[0-9a-f]+)?)")
_V2, _FREEZER = "", "freezer"


class OwnGroup:
    """A group in that folder of a hierarchy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def enter(self) -> None:
        """Put this process into it, with all that it will start; it stays outside where it may not."""
        with contextlib.suppress(OSError):  # another's to decide: without a group there are marks
            (self._folder / "cgroup.procs").write_text("0")

    def members(self) -> list[int]:
        """The processes in it and in groups that they made below it, this one apart."""
        return [pid for folder in self._folders() for pid in _members(folder) if pid not in (0, os.getpid())]

    def kill(self) -> bool:
        """Kill all in it at once, those being forked just now included; False where the kernel can't (before 5.14)."""
        try:
            (self._folder / "cgroup.kill").write_text("1")
        except OSError:
            return False
        return True

    def remove(self) -> None:
        """Remove it, as soon as nobody is in it."""
        for folder in self._folders():
            with contextlib.suppress(OSError):  # somebody is in it yet, or it is gone
                folder.rmdir()

    def _folders(self) -> Iterator[Path]:
        """Its folder and those below, the deepest first."""
        for folder, _, _ in os.walk(self._folder, topdown=False):
            yield Path(folder)


def _members(folder: Path) -> list[int]:
    """The processes of a group, 0 for each one of another PID namespace."""
    with contextlib.suppress(OSError, ValueError):  # the group is gone, or not of this kind
        return list(map(int, (folder / "cgroup.procs").read_text().split()))
    return []


def make_group(mark: str, groups: ControlGroups | None = None) -> OwnGroup | None:
    """A new group for what carries this mark; None where none may be made."""
    for parent in _parents(groups or ControlGroups()):
        folder = parent / f"parloop-{mark}"
        with contextlib.suppress(OSError):  # not this user's to make: the next parent may be
            folder.mkdir()
            with contextlib.suppress(OSError):
                (folder / "cgroup.pressure").write_text("0")  # else each switch of a task is counted once more
            return OwnGroup(folder)
    return None


def groups_here(groups: ControlGroups | None = None) -> list[tuple[OwnGroup, str]]:
    """The groups that Parloops made below the one that this process is in, each with its mark."""
    found: list[tuple[OwnGroup, str]] = []
    for parent in _parents(groups or ControlGroups()):
        with contextlib.suppress(OSError):
            named = [_NAME.fullmatch(name) for name in os.listdir(parent)]  # noqa: PTH208 - names are all it takes
            found += [(OwnGroup(parent / match[0]), match[1]) for match in named if match]
    return found


def marks_of_groups(pid: int) -> set[str]:
    """The marks of the groups that a process is in: several where a Parloop runs within another's run."""
    try:
        lines = Path(f"/proc/{pid}/cgroup").read_text(errors="replace").splitlines()
    except OSError:
        return set()
    return {match[1] for line in lines for name in line.split("/") if (match := _NAME.fullmatch(name))}


def _parents(groups: ControlGroups) -> Iterator[Path]:
    """Where a group may be made that changes nothing for those in it.

    A container may show a part of the hierarchy in which this process's own group is not: to enter a group there would
    leave the limits of its own.
    """
    for hierarchy in (_V2, _FREEZER):
        folder = groups.folder(hierarchy)
        if folder is not None and os.getpid() in _members(folder) and not _hands_down(folder):
            yield folder


def _hands_down(folder: Path) -> bool:
    """Whether groups below are under controllers of their own; such a group may hold no processes itself, either."""
    with contextlib.suppress(OSError):  # no such file in version 1
        return bool((folder / "cgroup.subtree_control").read_text().strip())
    return False
