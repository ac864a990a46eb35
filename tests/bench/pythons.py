"""Do threads compute side by side without the GIL, and in turns with it? Interleaved rounds under two Pythons.

    python -m tests.bench.pythons [--rounds 20] [--json FILE]

A loop of the user's own that computes (tests/data/loops/words.py) runs in threads and in processes. Held: under 3.13t
the threads' speed-up is at least 0.85 × the processes', under 3.11 it is below 1.2.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from parloop_gui.engine.protocol.messages import LoopSpec
from tests.helpers import interpreters
from tests.helpers.engines.engine import Engine, copy_engine

WORDS = Path(__file__).resolve().parents[1] / "data" / "loops" / "words.py"
LOOP = LoopSpec("user", "count", "FILES", path=str(WORDS), function="count")
PAIRS = (("thread-pool-executor", "process-pool-executor"), ("thread-pool", "process-pool"))
LEAST_OF_PROCESSES, MOST_IN_TURNS = 0.85, 1.2


def main() -> int:
    """Run the bench; exit status 1 where threads do not do as they should."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Engine(copy_engine(Path(folder))) as engine:
        results = [_compare(engine, version, options.rounds) for version in ("3.11", "3.13t")]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    return 0 if all(result["holds"] for result in results) else 1


def _compare(engine: Engine, version: str, rounds: int) -> dict[str, Any]:
    python = str(interpreters.find(version))
    engine.run(LOOP, python=python, comparison=version, reference=True)
    wall_times_s: dict[str, list[float]] = {slug: [] for slug in ("serial", *(slug for pair in PAIRS for slug in pair))}
    for _ in range(rounds):
        for slug in random.sample(sorted(wall_times_s), len(wall_times_s)):
            call = "for" if slug == "serial" else "map"
            ended = engine.run(LOOP, slug, call, python=python, comparison=version, workers=2)
            assert ended.measurement is not None, ended.message
            wall_times_s[slug].append(ended.measurement.wall_s)
    speedups = {
        slug: _median_ratio(wall_times_s["serial"], own) for slug, own in wall_times_s.items() if slug != "serial"
    }
    of_processes = {one: _median_ratio(wall_times_s[other], wall_times_s[one]) for one, other in PAIRS}
    threads = [slug for slug, _ in PAIRS]
    if version.endswith("t"):
        holds = all(of_processes[slug] >= LEAST_OF_PROCESSES for slug in threads)
    else:
        holds = all(speedups[slug] < MOST_IN_TURNS for slug in threads)
    print(f"Python {version}: {'ok' if holds else 'BROKEN'}")
    for slug, speedup in speedups.items():
        beside = f", {of_processes[slug]:.2f} × the processes’" if slug in of_processes else ""
        print(f"    {slug:24} {speedup:.2f} × the plain loop{beside}")
    return {"python": version, "speedups": speedups, "of_processes": of_processes, "holds": holds}


def _median_ratio(over: list[float], under: list[float]) -> float:
    """The median of the ratios within rounds."""
    return statistics.median(one / other for one, other in zip(over, under, strict=True))


if __name__ == "__main__":
    sys.exit(main())
