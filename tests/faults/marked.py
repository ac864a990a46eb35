"""Processes that a test started, known by what stands in their environment."""

from __future__ import annotations

from collections.abc import Iterable

import psutil

MARK = "PARLOOP_TEST_MARK"


def carrying(mark: str, but: Iterable[str] = ()) -> list[psutil.Process]:
    """The processes with that mark in their environment; not those with one of the words `but` in their command."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and not any(word in " ".join(process.cmdline()) for word in but):
                found.append(process)
        except psutil.Error:
            continue
    return found
