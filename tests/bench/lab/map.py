"""Is the break-even map right where nobody measured? Places are drawn by chance and measured afterwards.

    python -m tests.bench.lab.map [--budget 90] [--cells 30] [--share 100] [--json FILE]

The map is made as `parloop ask map` makes it; then each place is measured in five rounds. Right is who wins there, or
who is at most 5% slower than the winner: nobody could tell these apart. Held: 27 of 30 places are right.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from pathlib import Path

from parloop_gui.bridge.break_even.measuring import MapMaker
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.model.break_even.cells import LEAST_BYTES, LEAST_TASK_S, MOST_BYTES, MOST_TASK_S, SIDES, Map, Spot
from parloop_gui.model.break_even.interpolation import Between
from parloop_gui.model.break_even.map_files import picture_lines, to_json
from parloop_gui.model.statistics.thresholds import LEVEL

LEAST_RIGHT = 0.9
ROUNDS = 5


def drawn(count: int, seed: int) -> list[Spot]:
    """So many places, evenly spread over the map by their logarithms."""
    chance = random.Random(seed)
    lengths = math.log(LEAST_TASK_S), math.log(MOST_TASK_S)
    sizes = math.log(LEAST_BYTES), math.log(MOST_BYTES)
    return [Spot(math.exp(chance.uniform(*lengths)), round(math.exp(chance.uniform(*sizes)))) for _ in range(count)]


def main() -> int:
    """Print the map, a line for each place, and how many are right; 1 where too few are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budget", type=float, default=90.0)
    parser.add_argument("--cells", type=int, default=30)
    parser.add_argument("--share", type=int, default=100)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    python, right = own_interpreter(), 0
    with Engine() as engine:
        maker = MapMaker(engine.execute, stop=engine.stop, costs=MachineCosts(engine.execute, stop=engine.stop))
        made = maker.make(python, asked.share, asked.budget)
        print("\n".join(picture_lines(made)), f"{len(made.cells)} places were measured.", sep="\n", flush=True)
        if asked.json is not None:
            asked.json.write_bytes(to_json(made))
        for spot in drawn(asked.cells, seed=18):
            right += _is_right(made, maker, spot)
    share = right / asked.cells
    print(
        f"{right} of {asked.cells} places right, wanted {LEAST_RIGHT:.0%}: {'ok' if share >= LEAST_RIGHT else 'BROKEN'}"
    )
    return int(share < LEAST_RIGHT)


def _is_right(made: Map, maker: MapMaker, spot: Spot) -> bool:
    said = Between(made).winner(spot)
    cell = maker.cell(made.python, spot, made.cpu_share, ROUNDS)
    best = min(cell.log_wall(side) for side in SIDES)
    is_right = cell.log_wall(said) <= best + LEVEL
    walls = "  ".join(f"{side} {cell.wall_s(side) * 1000:8.2f} ms" for side in SIDES)
    print(
        f"{spot.task_s * 1e6:8.0f} µs {spot.item_bytes:10,} bytes  said {said:10} came {cell.winner:10} {walls}"
        f"{'' if is_right else '  WRONG'}",
        flush=True,
    )
    return is_right


if __name__ == "__main__":
    sys.exit(main())
