"""Processes that a test started, known by what stands in their environment."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterable

import psutil

MARK = "PARLOOP_TEST_MARK"


def ends_within(processes: Iterable[psutil.Process], timeout_s: float) -> bool:
    """Whether all of them end in that time; who is to collect them is another's business."""
    deadline = time.monotonic() + timeout_s
    for process in processes:
        try:
            handle = os.pidfd_open(process.pid)
        except ProcessLookupError:
            continue
        try:
            if not select.select([handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
                return False
        finally:
            os.close(handle)
    return True


def carrying(mark: str, but: Iterable[str] = (), having: str = "") -> list[psutil.Process]:
    """The processes with that mark in their environment; with `having` in their command and none of the words `but`."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) != mark:
                continue
            command = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if having in command and not any(word in command for word in but):
            found.append(process)
    return found
