"""Does the race answer, soon enough and rightly? Recorded comparisons replayed, and simulated ones.

    python -m tests.bench.replays.answers [--races 200] [--effort quick,standard] [--json FILE]

`tests/data/noise` holds the wall times of ten real comparisons by round. A replay starts at a random round and goes on
in the order recorded, in blocks of ten rounds, so that slow spells stay what they are. What is true of a recording is
what all of its rounds say. Thirty rounds of everyone are the yardstick of time: what a fixed benchmark would take.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Effort
from parloop_gui.model.statistics.race import Race, advanced, begun
from parloop_gui.model.statistics.wall_times import WallTimes

NOISE = Path(__file__).resolve().parents[2] / "data" / "noise"
BLOCK = 10
FIXED_ROUNDS = 30
# In these nothing differs: whoever is named is right, and deciding is chance.
LEVEL_LOOPS = ("aa",)
# Recorded after the rule was frozen: nothing is chosen by these (`left_out.py` has a table of them).
FROZEN = NOISE / "frozen"


@dataclass(frozen=True)
class Recording:
    """A recorded comparison: the wall times in seconds of each contestant, round by round."""

    name: str
    wall_times_s: Mapping[Contestant, Sequence[float]]

    @property
    def rounds(self) -> int:
        """How many rounds everyone ran in."""
        return min(map(len, self.wall_times_s.values()))

    @property
    def fixed_s(self) -> float:
        """What thirty rounds of everyone take."""
        return FIXED_ROUNDS * sum(fmean(walls) for walls in self.wall_times_s.values())

    def behind_plain(self) -> dict[Contestant, float]:
        """The median log ratio to the plain loop, over all rounds."""
        plain = next(walls for each, walls in self.wall_times_s.items() if each.is_plain)
        return {
            each: median(math.log(wall_s / plain_s) for wall_s, plain_s in zip(walls, plain, strict=True))
            for each, walls in self.wall_times_s.items()
        }

    def to_name(self) -> dict[Contestant, float]:
        """The same with what one per item must be ahead by to be named."""
        return {each: behind + handicap(self.wall_times_s[each], each) for each, behind in self.behind_plain().items()}


@dataclass(frozen=True)
class Outcome:
    """How one replayed race ended. Losses and gains are logarithms; times in seconds of runs made."""

    named: str
    sure: bool
    known: bool
    took_s: float
    family_after_s: float
    loss: float
    loss_holds: bool
    family_loss: float
    gain_holds: bool | None
    false_gain: bool
    most_rounds: int


def handicap(wall_times_s: Sequence[float], contestant: Contestant) -> float:
    """What DESIGN says that Thread and Process must be ahead by."""
    if catalogue.strategy(contestant.strategy).width != "items":
        return 0.0
    return math.log(min(1.25, max(1.10, 1 + 0.05 / median(wall_times_s))))


def recordings(folder: Path = NOISE) -> Iterator[Recording]:
    """All that lie in that folder, rounds left out in which somebody did not run."""
    for path in sorted(folder.glob("*.json")):
        found = json.loads(path.read_text())["wall_s"]
        least = min(map(len, found.values()))
        whole = [at for at in range(least) if all(walls[at] is not None for walls in found.values())]
        yield Recording(
            path.stem,
            {_contestant(slug): [walls[at] for at in whole] for slug, walls in found.items()},
        )


def _contestant(slug: str) -> Contestant:
    strategy, _, call = slug.partition(":")
    return Contestant(strategy, call, "3.11")


def rounds_of(recording: Recording, chance: random.Random) -> Iterator[int]:
    """Which recorded round comes next, for ever."""
    at = chance.randrange(recording.rounds)
    while True:
        for _ in range(BLOCK):
            yield at % recording.rounds
            at += 1
        at = chance.randrange(recording.rounds)


def replayed(recording: Recording, effort: Effort, chance: random.Random) -> Outcome:
    """One race over the recording, stopped as the conductor stops it."""
    walls = recording.wall_times_s
    usual_s = {each: median(own) for each, own in walls.items()}
    race, wall_times, took_s, family_after_s = begun(walls), WallTimes({each: {} for each in walls}), 0.0, math.nan
    for number, at in enumerate(rounds_of(recording, chance), 1):
        next_s = sum(usual_s[each] for each in race.racing)
        if race.known or number > effort.most_rounds or (number > 1 and took_s + next_s > effort.budget_s):
            break
        for each in race.racing:
            took_s += walls[each][at]
            wall_times[each][number] = math.log(walls[each][at])
        race = advanced(race, wall_times, walls, effort)
        if race.family is not None and math.isnan(family_after_s):
            family_after_s = took_s
    return judged(recording, race, took_s, took_s if math.isnan(family_after_s) else family_after_s, wall_times)


def judged(recording: Recording, race: Race, took_s: float, family_after_s: float, wall_times: WallTimes) -> Outcome:
    """How a race ended, held against what the whole recording says."""
    named = race.named
    assert named is not None, "a race that had three rounds names somebody"
    to_name, behind = recording.to_name(), recording.behind_plain()
    best = min(to_name.values())
    of_family = [to_name[each] for each in to_name if catalogue.strategy(each.strategy).family == race.family]
    gain = race.gains.get(named)
    return Outcome(
        named=named.strategy,
        sure=race.sure,
        known=race.known,
        took_s=took_s,
        family_after_s=family_after_s,
        loss=to_name[named] - best,
        loss_holds=to_name[named] - best <= race.losses[named] + 1e-9,
        family_loss=min(of_family) - best if of_family else 0.0,
        gain_holds=None if gain is None else gain[1] <= -behind[named] <= gain[2],
        false_gain=race.sure and not named.is_plain and behind[named] >= 0,
        most_rounds=max(map(len, wall_times.values())),
    )


def figures(recording: Recording, effort: Effort, races: int) -> dict[str, float]:
    """What so many replays come to, as shares."""
    chance = random.Random(f"{recording.name} {effort.slug}")
    made = [replayed(recording, effort, chance) for _ in range(races)]
    gains = [each.gain_holds for each in made if each.gain_holds is not None]
    return {
        "time": fmean(each.took_s for each in made) / recording.fixed_s,
        "family": fmean(each.family_after_s for each in made) / recording.fixed_s,
        "undecided": fmean(not each.sure for each in made),
        "loss > 5%": fmean(each.loss > math.log(1.05) for each in made),
        "loss > 10%": fmean(each.loss > math.log(1.10) for each in made),
        "wrong family": fmean(each.family_loss > math.log(1.10) for each in made),
        "bound holds": fmean(each.loss_holds for each in made),
        "gain holds": fmean(gains) if gains else math.nan,
        "false gain": fmean(each.false_gain for each in made),
    }


def main() -> int:
    """Print a line for each recording, and the mean of those in which something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--races", type=int, default=200)
    parser.add_argument("--effort", default="quick,standard")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for slug in asked.effort.split(","):
        effort = EFFORTS[slug]
        print(f"\n{effort.title}: loss at most {effort.loss:.0%}, gain to ±{effort.gain:.0%}, {effort.budget_s:g} s")
        found[slug] = {each.name: figures(each, effort, asked.races) for each in recordings()}
        names = list(next(iter(found[slug].values())))
        print(f"{'':10}" + "".join(f"{name:>14}" for name in names))
        for name, row in found[slug].items():
            print(f"{name:10}" + "".join(f"{value:14.3f}" for value in row.values()))
        differing = [row for name, row in found[slug].items() if name not in LEVEL_LOOPS]
        means = [fmean(row[name] for row in differing if not math.isnan(row[name])) for name in names]
        print(f"{'mean':10}" + "".join(f"{value:14.3f}" for value in means) + "   (without aa)")
    if asked.json is not None:
        asked.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
