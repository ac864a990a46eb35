"""Does a runner forked from the template measure what one started from scratch does? Interleaved pairs of both.

    python -m tests.bench.fresh [--pairs 40] [--loop learn] [--items 30] [--json FILE]

Held: the median ratio of the wall times lies within 0.97 and 1.03, or its 95% interval holds 1. The time saved per run
is told.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from parloop_gui.engine.protocol.messages import LoopSpec
from tests.bench.fidelity import median_interval
from tests.helpers.engines.engine import Engine, copy_engine

STRATEGIES = (
    ("serial", "for", None),
    ("thread", "slots", None),
    ("thread-pool", "map", None),
    ("thread-pool-executor", "map", None),
    ("process", "queue", "fork"),
    ("process-pool", "map", "fork"),
    ("process-pool-executor", "map", "fork"),
    ("process-pool-executor", "map", "spawn"),
)
LOW, HIGH = 0.97, 1.03


def main() -> int:
    """Run the bench; exit status 1 where forking shows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--loop", default="learn")
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    loop = LoopSpec("builtin", options.loop, options.items)
    with tempfile.TemporaryDirectory() as folder:
        engine_folder = copy_engine(Path(folder))
        with Engine(engine_folder) as forked, Engine(engine_folder, "from-scratch") as scratch:
            both = {"forked": forked, "scratch": scratch}
            for engine in both.values():
                engine.run(loop, reference=True)
            results = [_compare(both, loop, each, call, method, options.pairs) for each, call, method in STRATEGIES]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    return 0 if all(result["holds"] for result in results) else 1


def _compare(
    engines: dict[str, Engine], loop: LoopSpec, strategy: str, call: str, method: str | None, pairs: int
) -> dict[str, Any]:
    ratios, saved_s = [], []
    for _ in range(pairs):
        wall_s, beside_s = {}, {}
        for name in random.sample(sorted(engines), 2):
            began = time.perf_counter()
            ended = engines[name].run(loop, strategy, call, workers=2, start_method=method)
            assert ended.measurement is not None, ended.message
            wall_s[name] = ended.measurement.wall_s
            beside_s[name] = time.perf_counter() - began - wall_s[name]
        ratios.append(wall_s["forked"] / wall_s["scratch"])
        saved_s.append(beside_s["scratch"] - beside_s["forked"])
    median, low, high = median_interval(ratios)
    holds = LOW <= median <= HIGH or low <= 1 <= high
    print(
        f"{strategy:22} {method or '':6} forked ÷ from scratch {median:.3f} ({low:.3f}–{high:.3f}), "
        f"{statistics.median(saved_s) * 1000:.0f} ms saved  {'ok' if holds else 'BROKEN'}"
    )
    return {"strategy": strategy, "method": method, "median": median, "low": low, "high": high, "holds": holds}


if __name__ == "__main__":
    sys.exit(main())
