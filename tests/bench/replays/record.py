"""Records a loop for the replays: the wall times of everyone, round by round, with nobody dropping out.

    python -m tests.bench.replays.record [NAME] [--items N] [--rounds 45] [--folder DIR] [--on-a-busy-machine]

NAME is a built-in loop; without one, what was recorded is listed. The file is `NAME.json` in `tests/data/noise/frozen`,
where nothing may be chosen by what lies there: recordings are made after the rule is frozen, and are replayed by
`tests/bench/left_out.py`. A machine on which others keep more than a fifth of a core busy is no machine to record on:
then nothing is written and the status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Choice, Plan
from parloop_gui.model.statistics.thresholds import FOREIGN_CORES
from tests.bench.replays.answers import FROZEN

# Every fourth recording has so many; the longest race of Standard is seldom half of it.
ROUNDS = 45


def recorded(name: str, items: int | None, rounds: int) -> Comparison:
    """The comparison: every strategy there is of the usual ones, so many rounds."""
    loop = catalogue.loop(name)
    spec = LoopSpec("builtin", name, loop.default_items if items is None else items)
    choices = tuple(Choice(*each) for each in parse_choices("classic", None, is_async=False))
    plan = Plan(spec, choices, (own_interpreter(),), rounds=rounds, seed=1)
    with conducting(plan, lambda *_: None) as conductor:
        return conductor.run()


def wall_times(comparison: Comparison, rounds: int) -> dict[str, list[float | None]]:
    """Those of each contestant by round; None where a run did not come through."""
    found: dict[str, list[float | None]] = {
        f"{each.strategy}:{each.call}": [None] * rounds for each in comparison.contestants
    }
    for run in comparison.runs:
        measurement = run.ended.measurement
        if run.round and measurement is not None and run.ended.outcome == "finished":
            own = found[f"{run.contestant.strategy}:{run.contestant.call}"]
            own[run.round - 1] = round(measurement.wall_s, 6)
    return {slug: walls for slug, walls in found.items() if any(wall_s is not None for wall_s in walls)}


def others_cores(comparison: Comparison) -> float:
    """How many cores other programs kept busy meanwhile, over all runs: of a single short one nobody can tell."""
    known = [
        (run.ended.noise.foreign_cores, run.ended.measurement.wall_s)
        for run in comparison.runs
        if run.ended.measurement is not None and run.ended.noise.foreign_cores is not None
    ]
    walls_s = sum(wall_s for _, wall_s in known)
    return sum(cores * wall_s for cores, wall_s in known) / walls_s if walls_s else 0.0


def main() -> int:
    """Record, and write the file unless others worked here meanwhile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", choices=[each.slug for each in catalogue.loops()])
    parser.add_argument("--items", type=int)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, default=FROZEN)
    parser.add_argument("--on-a-busy-machine", action="store_true", help="write it all the same")
    asked = parser.parse_args()
    if asked.name is None:
        print("Recorded since:", ", ".join(path.stem for path in sorted(asked.folder.glob("*.json"))) or "none")
        return 0
    comparison = recorded(asked.name, asked.items, asked.rounds)
    walls, others = wall_times(comparison, asked.rounds), others_cores(comparison)
    took_s = comparison.ended.elapsed_s if comparison.ended is not None else 0.0
    print(f"{asked.name}: {len(walls)} strategies, {asked.rounds} rounds, {took_s:.0f} s; others: {others:.2f} cores")
    if others > FOREIGN_CORES and not asked.on_a_busy_machine:
        print("Others work here: nothing is written.", file=sys.stderr)
        return 1
    machine = f"{os.cpu_count()} cores, {others:.2f} of them kept busy by others"
    found = {"loop": asked.name, "rounds": asked.rounds, "machine": machine, "wall_s": walls}
    asked.folder.mkdir(parents=True, exist_ok=True)
    (asked.folder / f"{asked.name}.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
