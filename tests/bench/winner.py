"""Does the script that Parloop writes take as long as Parloop said? Interleaved pairs of script and fresh run.

    python -m tests.bench.winner [--pairs 20] [--loop NAME] [--json FILE]

Each loop is done by another strategy, at least a second of work. Held for each: the median of the scripts' own wall
times over those of fresh runs by Parloop lies within 0.95 and 1.05.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from parloop_gui.engine.catalogue.code import script_text
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.user_code.outline import read_outline
from parloop_gui.model.user_code.user_loop import user_loop
from tests.bench.fidelity import median_interval
from tests.helpers.engines.engine import Engine, copy_engine

FOLDER = Path(__file__).resolve().parents[1] / "data" / "loops"
LOW, HIGH = 0.95, 1.05
_PRINTED = re.compile(r"([0-9.]+) s$")


class Case(NamedTuple):
    """A loop, and the strategy that is exported for it."""

    name: str
    loop: LoopSpec
    strategy: str
    call: str
    start_method: StartMethod | None = None


def cases() -> tuple[Case, ...]:
    """Five loops of tasks of some milliseconds, each its own way."""
    return (
        Case("plain", _loop("words.py", "count", "FILES * 12"), "serial", "for"),
        Case("words", _loop("words.py", "count", "FILES * 24"), "process-pool-executor", "map", "fork"),
        Case("tuples", _loop("blocks.py", "residues", "BLOCKS * 100"), "process-pool", "starmap", "fork"),
        Case("set up", _loop("set_up.py", "score", "range(1000)", "load"), "process-pool", "map", "spawn"),
        Case("async", _loop("fetching.py", "fetch", "range(800)"), "asyncio", "gather"),
    )


def _loop(file: str, function: str, items: str, setup: str | None = None) -> LoopSpec:
    path = FOLDER / file
    return user_loop(path, function, items, outline=read_outline(path), setup=setup)


def main() -> int:
    """Run the bench; exit status 1 where a script takes another time than was said."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--loop", help="one of the loops only")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    chosen = [case for case in cases() if options.loop in (None, case.name)]
    with tempfile.TemporaryDirectory() as folder, Engine(copy_engine(Path(folder))) as engine:
        results = [_compare(engine, case, Path(folder), options.pairs) for case in chosen]
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))
    return 0 if all(result["holds"] for result in results) else 1


def _compare(engine: Engine, case: Case, folder: Path, pairs: int) -> dict[str, Any]:
    script = folder / "winner.py"
    script.write_text(
        script_text(case.loop, case.strategy, case.call, workers=2, start_method=case.start_method), "utf-8"
    )
    engine.run(case.loop, reference=True, timeout_s=120.0)
    ratios, wall_times_s = [], []
    for _ in range(pairs):
        wall_s: dict[str, float] = {}
        for side in random.sample(("script", "run"), 2):
            wall_s[side] = _script_s(script) if side == "script" else _run_s(engine, case)
        ratios.append(wall_s["script"] / wall_s["run"])
        wall_times_s.append(wall_s["run"])
    median, low, high = median_interval(ratios)
    holds = LOW <= median <= HIGH
    print(
        f"{case.name:8} {case.strategy:22} {case.call:8} {min(wall_times_s):6.2f} s  "
        f"script ÷ run {median:.3f} ({low:.3f}–{high:.3f})  {'ok' if holds else 'BROKEN'}",
        flush=True,
    )
    return {"loop": case.name, "strategy": case.strategy, "median": median, "low": low, "high": high, "holds": holds}


def _script_s(script: Path) -> float:
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=120)
    printed = _PRINTED.search(done.stdout.strip())
    assert printed is not None, done.stdout
    return float(printed[1])


def _run_s(engine: Engine, case: Case) -> float:
    ended = engine.run(case.loop, case.strategy, case.call, workers=2, start_method=case.start_method, timeout_s=120.0)
    assert ended.measurement is not None, ended.message
    return ended.measurement.wall_s


if __name__ == "__main__":
    sys.exit(main())
