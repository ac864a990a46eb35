"""I/O-bound loops that need this machine only: sleep and files."""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path
from random import Random
from typing import Any

from ..host.lazy_function import deferred
from .loop import Loop, Parameter, Surroundings

FOLDER = Path()
BLOCK = b""


def wait(seconds: float) -> float:
    """Wait without using a core; returns how long, in seconds, was asked for."""
    time.sleep(seconds)
    return seconds


def make_waits(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[float]:
    """Durations in seconds around `task_ms`, spread evenly by ± `spread` percent."""
    random = Random(surroundings.seed)
    spread = params["spread"] / 100
    return [params["task_ms"] / 1000 * random.uniform(1 - spread, 1 + spread) for _ in range(count)]


def prepare_files(params: dict[str, Any], surroundings: Surroundings) -> None:
    """Where the files go, and what all of them hold."""
    global FOLDER, BLOCK
    FOLDER = Path(surroundings.folder)
    BLOCK = Random(surroundings.seed).randbytes(params["size_kib"] * 1024)


def number_files(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One number per file."""
    return list(range(count))


def store(number: int) -> int:
    """Write a file, wait until the disk has it, read it back and remove it; returns the checksum of what was read."""
    path = FOLDER / f"{number}.bin"
    with open(path, "wb") as file:
        file.write(number.to_bytes(8, "big"))
        file.write(BLOCK)
        file.flush()
        os.fsync(file.fileno())
    checksum = zlib.crc32(path.read_bytes())
    path.unlink()
    return checksum


SLEEP = Loop(
    slug="sleep",
    title="Sleep",
    kind="io",
    hint="time.sleep",
    caption="Every task only waits, so threads and processes alike should wait for many at once.",
    code=deferred(wait),
    items_code=deferred(make_waits),
    default_items=32,
    most_items=100_000,
    parameters=(
        Parameter("task_ms", "Time per task", "float", 10.0, 0.1, 10_000, unit="ms"),
        Parameter("spread", "Spread", "int", 0, 0, 100, unit="%", help="How unequal the tasks are."),
    ),
)

FILES = Loop(
    slug="files",
    writes=True,
    title="Files",
    kind="io",
    hint="write, then read",
    caption="Every task waits for the disk, so threads should overlap the waiting as far as the disk lets them.",
    code=deferred(store),
    items_code=deferred(number_files),
    set_up_code=deferred(prepare_files),
    default_items=96,
    most_items=100_000,
    parameters=(Parameter("size_kib", "Size of a file", "int", 256, 1, 65_536, unit="KiB"),),
)

LOOPS = (SLEEP, FILES)
