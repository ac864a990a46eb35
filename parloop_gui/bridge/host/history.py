"""The user's own history, and which process writes what in it."""

from __future__ import annotations

import os

import psutil

from parloop_gui.bridge.host.paths import data_folder
from parloop_gui.bridge.host.running import birth, is_running
from parloop_gui.model.history.history import History


def own_history() -> History:
    """The history in this user's data folder, as this process writes it."""
    return History(data_folder(), owner_name(os.getpid()), is_alive)


def owner_name(pid: int) -> str:
    """A name for a process that no later one will have: its number, and when it began (0 where nobody tells)."""
    if born := birth(pid):
        return f"{pid} {born}"
    try:
        began = psutil.Process(pid).create_time()
    except (psutil.Error, OSError):
        began = 0.0
    return f"{pid} {began:.2f}"


def is_alive(owner: str) -> bool:
    """Whether the process of that name still is; names of older versions hold a time by the clock."""
    pid, _, began = owner.partition(" ")
    if "@" in began:
        return pid.isdecimal() and birth(int(pid)) == began
    try:
        return is_running(int(pid), float(began))
    except ValueError:
        return False
