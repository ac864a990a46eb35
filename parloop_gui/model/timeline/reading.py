"""Reads a run's spans file: a line of JSON, then columns. Everything is checked: workers of any kind wrote it.

{"format": "parloop-spans", "version": 1, "tasks": N, …, "lanes": […], "on_core": null | [n, …]}, a line's end
start_s f8[N] · end_s f8[N] · cpu_s f8[N] · lane i4[N] · item i4[N] · flags u1[N] · where "core_waits" is true
core_wait_s f8[N] · then pairs of f8, lane by lane
"""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from parloop_gui.engine.protocol.regular_file import open_regular
from parloop_gui.model.timeline.spans import Floats, RunSpans, SpansError, Worker, checked

FORMAT, VERSION = "parloop-spans", 1
COLUMNS = (("start_s", "<f8"), ("end_s", "<f8"), ("cpu_s", "<f8"), ("lane", "<i4"), ("item", "<i4"), ("flags", "u1"))
TASK_BYTES = sum(np.dtype(kind).itemsize for _, kind in COLUMNS)
# A file that claims more is broken, or its columns would not fit into memory.
MOST_TASKS, MOST_STRETCHES = 20_000_000, 50_000_000
# The head lists every worker: a thread for each of a million items takes about that.
_LONGEST_LINE = 64 * 2**20


def read_spans(path: Path | str) -> RunSpans:
    """The spans in a file; raises SpansError, also where the file can't be read."""
    try:
        with open_regular(path) as file:
            return _read(file)
    except (OSError, ValueError) as error:
        if isinstance(error, SpansError):
            raise
        raise SpansError("The recorded tasks can't be shown: their file can't be read.") from None


def spans_in(data: bytes) -> RunSpans:
    """The spans that a file's bytes hold; raises SpansError."""
    return _read(io.BytesIO(data))


def _read(file: BinaryIO) -> RunSpans:
    head = _head(file.readline(_LONGEST_LINE))
    tasks, stretches = _sizes(head)
    waits = 8 * tasks if head.get("core_waits") is True else 0
    expected = tasks * TASK_BYTES + waits + 16 * sum(stretches or ())
    data = file.read(expected + 1)
    if len(data) != expected:
        raise _broken("the file's length is wrong")
    return checked(_spans(head, data, tasks, stretches))


def _head(line: bytes) -> dict[str, Any]:
    try:
        head = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _broken("the file does not begin with JSON") from None
    if not line.endswith(b"\n") or not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _broken("the file holds something else")
    if head.get("version") != VERSION:
        raise _broken("the file is of another version")
    return head


def _sizes(head: dict[str, Any]) -> tuple[int, list[int] | None]:
    tasks, stretches = head.get("tasks"), head.get("on_core")
    if not _is_count(tasks, MOST_TASKS):
        raise _broken("the number of tasks is none")
    if stretches is not None and not (
        isinstance(stretches, list) and all(_is_count(each, MOST_STRETCHES) for each in stretches)
    ):
        raise _broken("the stretches on a core are not counted")
    if sum(stretches or ()) > MOST_STRETCHES:
        raise _broken("there are too many stretches on a core")
    return int(tasks or 0), stretches


def _spans(head: dict[str, Any], data: bytes, tasks: int, stretches: list[int] | None) -> RunSpans:
    columns, at = {}, 0
    for name, kind in COLUMNS:
        columns[name] = np.frombuffer(data, kind, tasks, at)
        at += columns[name].nbytes
    waits = np.frombuffer(data, "<f8", tasks, at) if head.get("core_waits") is True else None
    at += 0 if waits is None else waits.nbytes
    lanes = head.get("lanes")
    if not isinstance(lanes, list):
        raise _broken("no worker is listed")
    return RunSpans(
        wall_s=_seconds(head.get("wall_s")),
        startup_s=_seconds(head.get("startup_s")),
        work_s=_seconds(head.get("work_s")),
        workers=tuple(map(worker_of, lanes)),
        start_s=columns["start_s"],
        end_s=columns["end_s"],
        cpu_s=columns["cpu_s"],
        worker=columns["lane"],
        item=columns["item"],
        flags=columns["flags"],
        core_wait_s=waits,
        on_core=None if stretches is None else _stretches(data, at, stretches),
        sample_s=None if head.get("sample_s") is None else _seconds(head["sample_s"]),
    )


def _stretches(data: bytes, at: int, counts: list[int]) -> tuple[Floats, ...]:
    made = []
    for count in counts:
        made.append(np.frombuffer(data, "<f8", 2 * count, at).reshape(-1, 2))
        at += 16 * count
    return tuple(made)


def worker_of(value: Any) -> Worker:
    """A worker from plain data; raises SpansError."""
    if not isinstance(value, dict) or not _is_count(value.get("pid"), 2**63) or not _is_place(value.get("thread")):
        raise _broken("a worker is not named")
    seconds = {key: None if value.get(key) is None else _seconds(value[key]) for key in ("started_s", "core_wait_s")}
    return Worker(value["pid"], value["thread"], **seconds)


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _broken("a time is not a number")
    return float(value)


def _is_place(value: Any) -> bool:
    """Whether it is a thread's id, or below 0 a place among what an event loop awaits."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def _is_count(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _broken(problem: str) -> SpansError:
    return SpansError(f"The recorded tasks can't be shown: {problem}.")
