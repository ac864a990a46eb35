"""Does the verdict name winners that are none? Simulated races through the real intervals, stopping and verdict.

    python -m tests.bench.replays.aa [--races 1000] [--scenario NAME] [--effort quick] [--seed 1] [--jobs 2] [--json F]

Seven contestants (the plain loop and six strategies) on an unsteady machine: coefficient of variation 13–20%,
correlation of one run with the next 0.5–0.8, as measured; and on a steady one (2–5%, 0–0.5). Every effort stops by
itself. Held: false winners in at most 5% of the races, and at least 93% of the intervals true, one by one and all
of a race together. Reported: how often a true lead of 8% and of 20% is found, and after how many rounds.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from parloop_gui.model.plan.plan import EFFORTS, Contestant
from tests.helpers.comparisons.races import PLAIN, PROCESSES, SEVEN, THREADS, Machine, Race, race

MOST_FALSE = 0.05
LEAST_COVERED = 0.93

MACHINES = {"unsteady": Machine(), "steady": Machine((0.02, 0.05), (0.0, 0.5))}


@dataclass(frozen=True)
class Scenario:
    """True speed-ups. `best` may be named the winner, `good` may be named at all."""

    speedups: Mapping[Contestant, float]
    best: frozenset[Contestant] = frozenset()
    good: frozenset[Contestant] = frozenset()


def _lead(ratio: float) -> Scenario:
    ahead = PROCESSES[1]
    speedups = {PLAIN: 1.0, **dict.fromkeys((*THREADS, *PROCESSES), 1.8), ahead: 1.8 * ratio}
    return Scenario(speedups, frozenset({ahead}), frozenset(SEVEN[1:]))


SCENARIOS = {
    "all equal": Scenario(dict.fromkeys(SEVEN, 1.0)),
    "six equal": Scenario({PLAIN: 1.0, **dict.fromkeys(SEVEN[1:], 1.8)}, good=frozenset(SEVEN[1:])),
    "nothing helps": Scenario({PLAIN: 1.0, **dict.fromkeys(THREADS, 0.97), **dict.fromkeys(PROCESSES, 0.9)}),
    "processes": Scenario(
        {PLAIN: 1.0, **dict.fromkeys(THREADS, 0.99), **dict.fromkeys(PROCESSES, 1.9)}, good=frozenset(PROCESSES)
    ),
    "ahead by 8%": _lead(1.08),
    "ahead by 20%": _lead(1.20),
}


@dataclass(frozen=True)
class Score:
    """What many races of one effort came to; all but `races` and `mean_rounds` are shares of the races."""

    machine: str
    scenario: str
    effort: str
    races: int
    false_winners: float
    all_covered: float
    each_covered: float
    true_winner: float
    settled: float
    mean_rounds: float

    @property
    def holds(self) -> bool:
        """Whether it keeps what is promised."""
        return (
            self.false_winners <= MOST_FALSE
            and self.all_covered >= LEAST_COVERED
            and self.each_covered >= LEAST_COVERED
        )


def score(case: tuple[str, str, str], races: int, seed: int) -> Score:
    """Many races of (machine, scenario, effort), repeatable by `seed`."""
    machine, name, effort = case
    scenario = SCENARIOS[name]
    generator = np.random.default_rng([seed, zlib.crc32("/".join(case).encode())])
    run = [race(effort, scenario.speedups, MACHINES[machine], generator) for _ in range(races)]
    return Score(
        machine,
        name,
        effort,
        races,
        false_winners=_share([_is_false(each, scenario) for each in run]),
        all_covered=_share([all(each.covered.values()) for each in run]),
        each_covered=_share([covered for each in run for covered in each.covered.values()]),
        true_winner=_share([each.kind in ("winner", "level") and each.named in scenario.best for each in run]),
        settled=_share([each.kind in ("winner", "level", "keep-plain-loop") for each in run]),
        mean_rounds=sum(each.rounds for each in run) / len(run),
    )


def _is_false(run: Race, scenario: Scenario) -> bool:
    """A strategy named for use, and surely so, that is no better than the plain loop."""
    return run.kind in ("winner", "level") and run.named not in scenario.good


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths)


def table(scores: Sequence[Score]) -> str:
    """The scores, one line each."""
    head = f"{'machine':9} {'true speed-ups':14} {'effort':9} {'false':>6} {'all CI':>7} {'each CI':>8} "
    lines = [head + f"{'found':>6} {'settled':>8} {'rounds':>7}"]
    for each in scores:
        found = f"{each.true_winner:6.1%}" if SCENARIOS[each.scenario].best else f"{'–':>6}"
        lines.append(
            f"{each.machine:9} {each.scenario:14} {each.effort:9} {each.false_winners:6.1%} {each.all_covered:7.1%} "
            f"{each.each_covered:8.1%} {found} {each.settled:8.1%} {each.mean_rounds:7.1f}"
            + ("" if each.holds else "  ← not held")
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs every machine, scenario and effort; 1 if a promise is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--scenario", choices=SCENARIOS, help="one of them alone: all take hours on two cores")
    parser.add_argument("--effort", choices=EFFORTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    scenarios = [chosen.scenario] if chosen.scenario else list(SCENARIOS)
    efforts = [chosen.effort] if chosen.effort else list(EFFORTS)
    cases = [(machine, scenario, effort) for machine in MACHINES for scenario in scenarios for effort in efforts]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        scores = list(pool.map(partial(score, races=chosen.races, seed=chosen.seed), cases))
    print(table(scores))
    if chosen.json:
        chosen.json.write_text(json.dumps([{**asdict(each), "holds": each.holds} for each in scores], indent=1) + "\n")
    return 0 if all(each.holds for each in scores) else 1


if __name__ == "__main__":
    sys.exit(main())
