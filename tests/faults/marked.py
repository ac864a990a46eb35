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
# What is promised of a machine that has nothing else to do: by then whatever was killed or timed out is gone, and what
# was stopped is over.
GONE_S, STOPPED_S = 2.0, 1.0
# There so many Pythons start and end one after the other in a second: each takes 10 to 20 ms of a core (measured). A
# busy machine is given what as many take on it.
STARTS_A_SECOND = 50


def in_time(took_s: float, promised_s: float) -> bool:
    """Whether it took no longer than promised, on a busy machine than as many times that as all takes there."""
    return took_s <= promised_s or took_s <= promised_here_s(promised_s)


def promised_here_s(promised_s: float) -> float:
    """What so many seconds of a machine that has nothing else to do are here and now."""
    began = time.monotonic()
    for _ in range(3):
        subprocess.run([sys.executable, "-c", ""], check=True)
    start_s = (time.monotonic() - began) / 3
    return max(promised_s, promised_s * STARTS_A_SECOND * start_s)


def end_as_promised(processes: Sequence[psutil.Process]) -> bool:
    """Whether all of them end within two seconds, on a busy machine within as many times those as all takes there."""
    return ends_within(processes, GONE_S) or ends_within(processes, promised_here_s(GONE_S) - GONE_S)


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
