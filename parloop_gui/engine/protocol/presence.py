"""Whether something is there to be used: what may not be entered, is gone or has no possible name is not.

Path's own questions raise PermissionError for a folder that the user may not enter (before Python 3.14): one such
neighbour, a container's volume say, would spoil all looking around.
"""

from __future__ import annotations

import glob
import os
import stat
from pathlib import Path

StrPath = str | os.PathLike[str]


def is_file(path: StrPath) -> bool:
    """Whether there is a regular file of that name, or a link to one."""
    return os.path.isfile(path)  # noqa: PTH113 - it never raises, see above


def is_folder(path: StrPath) -> bool:
    """Whether there is a folder of that name, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112


def is_own_folder(path: StrPath) -> bool:
    """Whether it is a folder of this user's, and no link: what others can put into one is not to be trusted."""
    try:
        about = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(about.st_mode) and (not hasattr(os, "getuid") or about.st_uid == os.getuid())


def is_there(path: StrPath) -> bool:
    """Whether there is anything of that name that can be reached."""
    return os.path.exists(path)  # noqa: PTH110


def expanded(text: str) -> Path:
    """The path with `~` as the home folder; as it is where there is no such user or no home."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's own raises RuntimeError


def working_folder() -> Path:
    """The folder the program was started in; the root where that was deleted."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)


def matching(folder: StrPath, pattern: str) -> list[Path]:
    """What the pattern names below the folder, sorted; what may not be looked into holds nothing."""
    return [Path(each) for each in sorted(glob.glob(os.path.join(glob.escape(os.fspath(folder)), pattern)))]  # noqa: PTH118, PTH207
