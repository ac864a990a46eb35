"""Processes that a test started, known by what stands in their environment."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence

import psutil

MARK = "PARLOOP_TEST_MARK"
# The promise: two seconds on a machine that has nothing else to do.
PROMISED_S = 2.0
# In two seconds so many Pythons start and end there one after the other: each takes 10 to 20 ms of a core (measured). A
# busy machine is given what as many take on it.
PROMISED_STARTS = 100


def end_as_promised(processes: Sequence[psutil.Process]) -> bool:
    """Whether all of them end within two seconds, on a busy machine within as many times those as all takes there."""
    if ends_within(processes, PROMISED_S):
        return True
    began = time.monotonic()
    for _ in range(3):
        subprocess.run([sys.executable, "-c", ""], check=True)
    start_s = (time.monotonic() - began) / 3
    return ends_within(processes, PROMISED_STARTS * start_s - PROMISED_S)


def ends_within(processes: Sequence[psutil.Process], timeout_s: float) -> bool:
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


def carrying(mark: str, but: Sequence[str] = (), having: str = "") -> list[psutil.Process]:
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
