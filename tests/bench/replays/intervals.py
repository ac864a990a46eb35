"""Do intervals hold on real noise? Every pair of the recorded comparisons, at so many rounds one after another.

    python -m tests.bench.replays.intervals [--starts 120] [--json FILE]

One interval at one look, nominal 95%, of the ratio of two contestants. True is what all rounds of the recording say.
Held: at least 93% of all pairs' intervals, in every recording and at every number of rounds; and no interval that is
wider at ten rounds than at five.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median

from parloop_gui.model.statistics.intervals import half_width, spread_of
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from tests.bench.replays.answers import Recording, recordings

ROUNDS = (3, 5, 10, 30)
LEVEL = 0.05
LEAST_COVERED = 0.93


@dataclass(frozen=True)
class Coverage:
    """How many intervals of so many rounds hold what is true, of all pairs and of the worst; half their width."""

    recording: str
    rounds: int
    covered: float
    worst: float
    half_width: float

    @property
    def holds(self) -> bool:
        """Whether it keeps what is promised."""
        return self.covered >= LEAST_COVERED


def coverage(recording: Recording, rounds: int, starts: int, chance: random.Random) -> Coverage:
    """Intervals from so many places of the recording."""
    walls = recording.wall_times_s
    logs = {
        (one, other): [math.log(a / b) for a, b in zip(walls[one], walls[other], strict=True)]
        for one, other in itertools.combinations(walls, 2)
    }
    held = dict.fromkeys(logs, 0)
    widths: list[float] = []
    for _ in range(starts):
        at = chance.randrange(recording.rounds - rounds + 1)
        spreads = {pair: spread_of(series[at : at + rounds]) for pair, series in logs.items()}
        pooled = fmean(spread.variance for spread in spreads.values())
        for pair, spread in spreads.items():
            # One look, and nothing that has to hold together with it: the least rounds are the most too.
            half = half_width(spread, pooled, 1, LEAST_ROUNDS, LEVEL)
            low, high = min(spread.mean - half, spread.median), max(spread.mean + half, spread.median)
            held[pair] += low <= median(logs[pair]) <= high
            widths.append(half)
    shares = [count / starts for count in held.values()]
    return Coverage(recording.name, rounds, fmean(shares), min(shares), math.expm1(median(widths)))


def table(found: Sequence[Coverage]) -> str:
    """A line for each recording, what is not held marked."""
    lines = [f"{'':10}" + "".join(f"{f'{rounds} rounds':>26}" for rounds in ROUNDS)]
    for name, rows in itertools.groupby(found, key=lambda each: each.recording):
        cells = [
            f"{each.covered:8.1%}{'' if each.holds else '!':1} worst {each.worst:4.0%} ±{each.half_width:4.0%}"
            for each in rows
        ]
        lines.append(f"{name:10}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)


def main() -> int:
    """Print the table; 1 where something is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=120)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    chance = random.Random(1)
    found = [
        coverage(each, rounds, asked.starts, chance)
        for each in recordings()
        for rounds in ROUNDS
        if rounds < each.rounds
    ]
    print(table(found))
    wider = [
        one.recording
        for one, other in itertools.pairwise(found)
        if one.recording == other.recording and other.half_width > one.half_width
    ]
    print(f"Wider with more rounds: {', '.join(wider) or 'none'}.")
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(each) for each in found], indent=1))
    return 1 if wider or not all(each.holds for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
