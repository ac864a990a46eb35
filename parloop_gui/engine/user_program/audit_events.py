"""What an audit event of Python's does outside its process: to which file, to which address, by which program.

    event, arguments ─► effect_of ─► Effect, or None: nothing is done outside, or nothing comes of it

Python raises most of them before it does what they tell of, so that whoever is told of one can still keep it from it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from ..protocol.kinds import EffectKind
from ..protocol.preflight_facts import Effect
from ..protocol.presence import is_folder, is_there

# In which place of its arguments an event tells what it is about; where there are two, what is there afterwards.
_WHAT_AT: dict[str, tuple[EffectKind, int]] = {
    **dict.fromkeys(("os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod"), ("writes", 0)),
    **dict.fromkeys(("shutil.rmtree", "sqlite3.connect", "open"), ("writes", 0)),
    **dict.fromkeys(("os.rename", "shutil.move", "os.link", "os.symlink"), ("writes", 1)),
    **dict.fromkeys(("socket.connect", "socket.sendto", "socket.sendmsg"), ("network", 1)),
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"), ("programs", 0)),
    "os.spawn": ("programs", 1),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_FLAGS_AT = 2
# Nobody reads more of a path.
MOST_LETTERS = 200
# Nothing is kept there.
OF_SYSTEM = ("/dev/", "/proc/")
# A database that is opened so is only read, or is in no file.
_READ_ONLY = ("mode=ro", "mode=memory", "immutable=1")
# What Python makes of `shell=True`: the program that counts is the first word behind it.
_SHELL = ["/bin/sh", "-c"]


def effect_of(event: str, arguments: tuple[Any, ...], file: str) -> Effect | None:
    """What the event does, with the line of the user's `file` that leads to it; None for nothing.

    Arguments may be anything: raises what they do.
    """
    kind, at = _WHAT_AT.get(event, (None, 0))
    if kind is None or _only_reads(event, arguments):
        return None
    what = _NAMED[kind](event, arguments, at)
    return None if not what or _is_so_already(event, what) else Effect(kind, what[:MOST_LETTERS], _line_in(file))


def _is_so_already(event: str, what: str) -> bool:
    """Whether a program only makes sure of it: that a folder is there, that a file is not."""
    if event == "os.mkdir":
        return is_folder(what)
    return event in ("os.remove", "os.rmdir") and not is_there(what)


def is_within(effect: Effect, folder: str) -> bool:
    """Whether it is done to a file or a socket in that folder, whose name ends in a separator."""
    return effect.kind != "programs" and os.path.abspath(effect.what).startswith(folder)  # noqa: PTH100


def _only_reads(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        flags = arguments[_FLAGS_AT]
        return not (isinstance(flags, int) and flags & _WRITING)
    return event == "sqlite3.connect" and any(word in str(arguments[0]) for word in _READ_ONLY)


def _file(event: str, arguments: tuple[Any, ...], at: int) -> str:
    """A path as it was named; a file that is open already was told of when it was opened."""
    path = arguments[at]
    if not isinstance(path, (str, bytes, os.PathLike)):
        return ""
    text = os.fsdecode(path)
    is_nothing = text in ("", ":memory:") or text.startswith(OF_SYSTEM) or "__pycache__" in text
    return "" if is_nothing else text


def _address(event: str, arguments: tuple[Any, ...], at: int) -> str:
    """Host and port; a socket's file by its name. Those of Linux that have no file belong to this very program."""
    address = arguments[at]
    if address is None:  # the socket is connected, which was told of then
        return ""
    if isinstance(address, tuple):
        return f"{address[0]}:{address[1]}"
    text = os.fsdecode(address)
    return "" if text.startswith("\0") else text


def _program(event: str, arguments: tuple[Any, ...], at: int) -> str:
    """The program's name without its folder."""
    if event == "os.system":
        return _first_word(arguments[at])
    command = arguments[at + 1] or arguments[at]
    if isinstance(command, (str, bytes, os.PathLike)):
        return _base(os.fsdecode(command))
    is_shells = list(command[:2]) == _SHELL
    return _first_word(command[2]) if is_shells else _base(os.fsdecode(command[0]))


def _first_word(line: str | bytes) -> str:
    return _base(os.fsdecode(line).split()[0])


def _base(path: str) -> str:
    return os.path.basename(path)  # noqa: PTH119 - may be no path at all


def _line_in(file: str) -> int | None:
    """The innermost line of that file among the calls that lead here."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != file:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else None


_NAMED: dict[EffectKind, Callable[[str, tuple[Any, ...], int], str]] = {
    "writes": _file,
    "network": _address,
    "programs": _program,
}
