"""Does the race answer as well on what nothing in it was chosen by? Each recording replayed by what the others say.

    python -m tests.bench.replays.left_out [--races 100] [--effort quick,standard] [--json FILE]

Two numbers of the rule were chosen by looking at the recordings: how much pairs usually differ from round to round, and
how much neighbouring rounds are assumed to agree until a race has seen enough of its own. For each recording both are
chosen anew from the other ones alone, by the rule they were chosen by, and the recording is replayed with these.

`tests/data/noise/frozen` holds loops that were recorded after the rule was frozen (`tests/bench/record.py`). They are
replayed with the app's own numbers, in a table of their own: nothing may ever be chosen by them.

What no rule can hold: of `collatz` rounds 18 to 27, and of `sleep` the first ten, were made in a spell in which others
had a core, and processes took twice, threads three times as long. Replays that lie outside of these spells keep every
bound (371 of 371), and all whose bound fails (25 of 229) have rounds of one: a race that is over within a spell has
nothing that could tell. Rounds enough to outlast it (ten of `collatz`, six seconds) would make every answer as late. A
comparison sees what others do meanwhile, and makes such runs again; these recordings have no more than the times.

Held, on average over either table: how often Quick and Standard end undecided, and lose more than 10%; and in the worst
recording of each, how often the stated bound is true (ANSWERED).
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from unittest import mock

from parloop_gui.model.plan.plan import EFFORTS, Effort
from parloop_gui.model.statistics import intervals, race
from parloop_gui.model.statistics.intervals import spread_of
from parloop_gui.model.statistics.thresholds import LEAST_ROUNDS
from tests.bench.replays.answers import FROZEN, LEVEL_LOOPS, Recording, figures, recordings
from tests.bench.replays.intervals import coverage

# Correlations that may be assumed, the least first: one that is too large makes all intervals wider.
CORRELATIONS = (0.15, 0.20, 0.25, 0.30, 0.35)
STARTS = 60
# Targets: at most so many undecided, at most so many that lose over 10%.
ANSWERED = {"quick": (0.06, 0.03), "standard": (0.02, 0.005), "thorough": (0.02, 0.005)}
LEAST_HELD = 0.95

Row = dict[str, float]


@dataclass(frozen=True)
class Chosen:
    """What the rule assumes of a machine it has not seen."""

    variance: float
    correlation: float

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """The rule with these in place of its own."""
        with (
            mock.patch.object(race, "USUAL_VARIANCE", self.variance),
            mock.patch.object(intervals, "_ASSUMED_CORRELATION", self.correlation),
        ):
            yield


class Choosing:
    """Chooses both numbers from any recordings; what is known of one is found once."""

    def __init__(self, every: Sequence[Recording]) -> None:
        self._variances = {each.name: _variance(each) for each in every}
        self._holds = {each.name: [_holds(each, correlation) for correlation in CORRELATIONS] for each in every}

    def without(self, name: str) -> Chosen:
        """By all but that one: how far it moves the variance, and the least correlation with which intervals hold."""
        moved = median(found for other, found in self._variances.items() if other != name)
        variance = race.USUAL_VARIANCE * moved / median(self._variances.values())
        holding = [holds for other, holds in self._holds.items() if other != name]
        least = (each for each, *held in zip(CORRELATIONS, *holding, strict=True) if all(held))
        return Chosen(variance, next(least, CORRELATIONS[-1]))


def _variance(recording: Recording) -> float:
    """The mean variance of its pairs' log ratios."""
    walls = recording.wall_times_s.values()
    pairs = itertools.combinations(walls, 2)
    return fmean(spread_of([math.log(a / b) for a, b in zip(one, other, strict=True)]).variance for one, other in pairs)


def _holds(recording: Recording, correlation: float) -> bool:
    """Whether intervals of a few rounds hold on it, if neighbouring rounds are assumed to agree so much."""
    with mock.patch.object(intervals, "_ASSUMED_CORRELATION", correlation):
        return coverage(recording, LEAST_ROUNDS, STARTS, random.Random(recording.name)).holds


def left_out(effort: Effort, races: int) -> dict[str, Row]:
    """Each recording by what the others say."""
    every = list(recordings())
    choosing, rows = Choosing(every), {}
    for each in every:
        with choosing.without(each.name).in_force():
            rows[each.name] = figures(each, effort, races)
    return rows


def frozen(effort: Effort, races: int) -> dict[str, Row]:
    """Those recorded after the rule was frozen, by the rule as it is."""
    return {each.name: figures(each, effort, races) for each in recordings(FROZEN)}


def broken(effort: Effort, rows: dict[str, Row]) -> list[str]:
    """What of the targets these do not keep."""
    differing = {name: row for name, row in rows.items() if name not in LEVEL_LOOPS}
    most_undecided, most_lost = ANSWERED[effort.slug]
    undecided, lost = (fmean(row[key] for row in differing.values()) for key in ("undecided", "loss > 10%"))
    name, least = min(((name, row["bound holds"]) for name, row in differing.items()), key=lambda each: each[1])
    found = [f"undecided in {undecided:.1%}, not {most_undecided:.1%}"] if undecided > most_undecided else []
    found += [f"over 10% lost in {lost:.1%}, not {most_lost:.1%}"] if lost > most_lost else []
    return found + ([f"the bound holds in {least:.1%} of {name}, not {LEAST_HELD:.0%}"] if least < LEAST_HELD else [])


def _show(title: str, rows: dict[str, Row]) -> None:
    names = list(next(iter(rows.values())))
    print(f"\n{title}\n{'':10}" + "".join(f"{name:>14}" for name in names))
    for name, row in rows.items():
        print(f"{name:10}" + "".join(f"{value:14.3f}" for value in row.values()))


def main() -> int:
    """Print both tables for each effort; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--effort", default="quick,standard")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found: dict[str, dict[str, dict[str, Row]]] = {}
    problems: list[str] = []
    for slug in asked.effort.split(","):
        effort = EFFORTS[slug]
        tables = {
            "each by what the others say": left_out(effort, asked.races),
            "recorded since": frozen(effort, asked.races),
        }
        found[slug] = tables
        for title, rows in tables.items():
            if rows:
                _show(f"{effort.title}, {title}", rows)
                problems += [f"{effort.title}, {title}: {each}" for each in broken(effort, rows)]
            else:
                print(f"\n{effort.title}, {title}: none")
    print("", *problems, sep="\n")
    if asked.json is not None:
        asked.json.write_text(json.dumps(found, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
