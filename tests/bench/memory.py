"""What so many workers hold in memory is what they are known to take.

    python -m tests.bench.memory [--each 60] [--workers 1,2,4,6]

Each task fills so many megabytes of its own and holds them for a while, beside a table of as many that the loop has
loaded before and all workers share: what a pool of N holds is what Python itself takes there, the table once, and N
times the rest. Held: the slope over workers is within 15% of what a task fills, and every weighed total within 15% of
an empty pool's by the same weighing plus what is known. Adding up what each process holds (RSS) is shown beside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from parloop_gui.bridge.host.own_python import own_python
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.engine.protocol.messages import LoopSpec, RunEnded, RunSpec

MOST_OFF = 0.15
MB = 10**6
_CODE = """import time

TABLE = bytearray({table})
TABLE[::4096] = b"x" * len(TABLE[::4096])


def hold(item):
    held = bytearray({each})
    held[::4096] = b"x" * len(held[::4096])
    time.sleep({held_s})
    return len(held) + len(TABLE)
"""


def weighed(engine: Engine, path: Path, workers: int) -> tuple[int, int]:
    """What a pool of so many held: weighed, and added up."""
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


def main() -> int:
    """Print what was weighed beside what is known; 1 where one is farther off."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=60, help="megabytes that a task fills")
    parser.add_argument("--workers", default="1,2,4,6")
    asked = parser.parse_args()
    numbers = [int(word) for word in asked.workers.split(",")]
    each, failed = asked.each * MB, False
    with tempfile.TemporaryDirectory() as folder, Engine() as engine:
        full, empty = Path(folder) / "full.py", Path(folder) / "empty.py"
        full.write_text(_CODE.format(table=each, each=each, held_s=0.5))
        empty.write_text(_CODE.format(table=0, each=0, held_s=0.5))
        totals = {}
        for workers in numbers:
            nothing, _ = weighed(engine, empty, workers)
            total, added = weighed(engine, full, workers)
            totals[workers] = total
            known = nothing + each + workers * each
            off = total / known - 1
            failed |= abs(off) > MOST_OFF
            print(
                f"{workers:3} workers  weighed {total / MB:7.1f} MB  known {known / MB:7.1f} MB  {off:+6.1%}"
                f"  added up {added / MB:7.1f} MB{'' if abs(off) <= MOST_OFF else '  BROKEN'}",
                flush=True,
            )
    slope = (totals[numbers[-1]] - totals[numbers[0]]) / (numbers[-1] - numbers[0])
    failed |= abs(slope / each - 1) > MOST_OFF
    print(f"one more worker: {slope / MB:.1f} MB, known {each / MB:.1f} MB, {slope / each - 1:+.1%}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
