"""What a pool of so many workers holds in memory, beside what it is known to take.

Each task fills so many bytes of its own and holds them for a while, beside a table of as many that the loop has loaded
before and all workers share: what a pool of N holds is what an empty one does, the table once, and N times the rest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parloop_gui.bridge.host.own_python import own_python
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec

_CODE = """import time

TABLE = bytearray({table})
TABLE[::4096] = b"x" * len(TABLE[::4096])


def hold(item):
    held = bytearray({each})
    held[::4096] = b"x" * len(held[::4096])
    time.sleep(0.5)
    return len(held) + len(TABLE)
"""


@dataclass(frozen=True)
class Weighed:
    """Bytes that a pool of so many held, weighed; what it is known to take; what its processes' own sizes add up to."""

    workers: int
    held: int
    known: int
    added_up: int


def pools(numbers: tuple[int, ...], each_bytes: int) -> Iterator[Weighed]:
    """A pool of each of these numbers of workers, weighed."""
    with tempfile.TemporaryDirectory() as folder, Engine() as engine:
        full, empty = Path(folder) / "full.py", Path(folder) / "empty.py"
        full.write_text(_CODE.format(table=each_bytes, each=each_bytes))
        empty.write_text(_CODE.format(table=0, each=0))
        for workers in numbers:
            nothing, _ = _weighed(engine, empty, workers)
            held, added_up = _weighed(engine, full, workers)
            yield Weighed(workers, held, nothing + each_bytes + workers * each_bytes, added_up)


def _weighed(engine: Engine, path: Path, workers: int) -> tuple[int, int]:
    """What it held by weighing, and by adding up what each process holds."""
    loop = LoopSpec("user", "hold", workers, path=str(path), function="hold")
    spec = RunSpec(
        id=f"memory-{path.stem}-{workers}",
        comparison=f"memory-{path.stem}-{workers}",
        python=own_python(),
        loop=loop,
        strategy="process-pool-executor",
        call="map",
        workers=workers,
        start_method="fork",
        reference=True,
        weighed=True,
    )
    (ended,) = [event for event in engine.execute(spec) if isinstance(event, RunEnded)]
    assert ended.measurement is not None, ended.message
    return ended.measurement.held_bytes or 0, ended.measurement.peak_rss_bytes or 0
