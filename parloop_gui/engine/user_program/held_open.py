"""What the user's code holds open when it has come to its loop, and nobody has told of.

Python raises an audit event where it opens a file or connects, and none where it writes or sends over what is open by
then; a C library (a database's client, say) raises none at all. So whoever may be sent something later is asked about
once it is reached: what such a connection is used for can't be seen, and stopping it would come too late.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..protocol.preflight_facts import Effect
from . import open_files
from .audit_events import OF_SYSTEM

# How Linux names a file that has lost its name: nobody else finds what is written there.
_NAMELESS = " (deleted)"


def untold(before: frozenset[int], told: Iterable[Effect], own: Path) -> tuple[Effect, ...]:
    """What was opened since there were the descriptors `before`, of the kinds that are not among what was `told`.

    Of a kind that was told somebody is asked anyway; its names, as they were written there, say more than these.
    `own` is the trial's folder.
    """
    kinds = {each.kind for each in told}
    return tuple(each for each in _opened(before, own) if each.kind not in kinds)


def _opened(before: frozenset[int], own: Path) -> Iterator[Effect]:
    for fd, target in open_files.since(before):
        if peer := _peer(fd):
            yield Effect("network", peer)
        elif _is_written(fd, target, own):
            yield Effect("writes", str(target))


def _peer(fd: int) -> str:
    """Host and port of the other end, or its socket's file; "" for what is not connected, or to a part of itself."""
    with contextlib.suppress(OSError):  # not connected, or closed by now
        if not stat.S_ISSOCK(os.fstat(fd).st_mode):
            return ""
        with socket.socket(fileno=os.dup(fd)) as found:
            address = found.getpeername()
        return f"{address[0]}:{address[1]}" if isinstance(address, tuple) else os.fsdecode(address)
    return ""


def _is_written(fd: int, target: Path, own: Path) -> bool:
    name = str(target)
    if name.startswith(OF_SYSTEM) or name.endswith(_NAMELESS) or own in target.parents:
        return False
    with contextlib.suppress(OSError):  # closed by now
        return stat.S_ISREG(os.fstat(fd).st_mode) and not open_files.is_only_read(fd)
    return False
