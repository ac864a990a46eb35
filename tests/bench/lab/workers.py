"""Is the number of workers that the question names as good as the best one? A sweep of all numbers tells.

    python -m tests.bench.lab.workers [--loop NAME] [--part 1/2] [--rounds 4] [--json FILE]

Twelve loops. For each, every number of workers up to 16 and four beyond is measured twice in so many rounds, which
shows what the sweep itself is worth: what the best number of the one sweep loses in the other. Then the question is
asked with a quarter of the time that one sweep took. Its loss is how much longer the number that it names took in both
sweeps than the best number there. Held: 10% at most, or what the sweep itself loses, in 30% of the sweep's time.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.questions.asking import asked
from parloop_gui.model.questions.workers import WORKERS

MOST_LOSS, OF_THE_TIME = 0.10, 0.30
# What is asked for, so that the round under way when time is up still ends within what is held.
GIVEN = 0.25
VALUES = (*range(1, 17), 20, 24, 28, 32)
CHOICES = (Choice("thread-pool-executor", "map"), Choice("process-pool-executor", "map"))

# Who waits, who computes, who does both; short, for a sweep runs each two hundred times.
LOOPS: dict[str, LoopSpec] = {
    "sleep 32": LoopSpec("builtin", "sleep", 32, seed=1),
    "sleep 96": LoopSpec("builtin", "sleep", 96, {"task_ms": 4.0}, seed=1),
    "files": LoopSpec("builtin", "files", 96, seed=1),
    "primes": LoopSpec("builtin", "primes", 60, seed=1),
    "primes 240": LoopSpec("builtin", "primes", 240, seed=1),
    "sqlite": LoopSpec("builtin", "sqlite", 64, seed=1),
    "parse": LoopSpec("builtin", "parse", 48, seed=1),
    "encode": LoopSpec("builtin", "encode", 32, seed=1),
    "mixed 10%": LoopSpec("builtin", "mixed", 32, {"task_ms": 4.0, "cpu_share": 10}, seed=1),
    "mixed 30%": LoopSpec("builtin", "mixed", 32, {"task_ms": 4.0, "cpu_share": 30}, seed=1),
    "mixed 60%": LoopSpec("builtin", "mixed", 32, {"task_ms": 4.0, "cpu_share": 60}, seed=1),
    "mixed 100%": LoopSpec("builtin", "mixed", 32, {"task_ms": 4.0, "cpu_share": 100}, seed=1),
}

Place = tuple[str, int]
# Strategy and number of workers; 0 for the plain loop, which stands for "no workers".
PLAIN: Place = ("serial", 0)


@dataclass(frozen=True)
class Found:
    """What came of one loop; times in seconds. `noise` is what the first sweep's best number loses in the second."""

    loop: str
    named: Place
    best: Place
    loss: float
    noise: float
    asked_s: float
    sweep_s: float


def walls(comparison: Comparison) -> dict[Place, float]:
    """The median wall time of each place, in seconds."""
    return {
        (row.contestant.strategy, row.contestant.arrangement.workers or 0): row.wall_s.median
        for row in comparison.rows
        if row.wall_s is not None
    }


def made(plan: Plan) -> tuple[Comparison, float]:
    """The comparison of that plan, and how long it took."""
    begun = time.monotonic()
    with conducting(plan, lambda event, now: None) as conductor:
        comparison = conductor.run()
    return comparison, time.monotonic() - begun


def named_in(comparison: Comparison) -> Place:
    """Whom the answer names: the plain loop where it says that no number of workers surely beats it."""
    answer = answer_in(comparison)
    if answer.kind in ("never", "nothing"):
        return PLAIN
    (mark,) = answer.marks
    return mark.strategy.strategy, round(mark.at.median)


def found_of(name: str, loop: LoopSpec, python: Interpreter, rounds: int) -> Found:
    """Two sweeps, then the question."""
    plan = Plan(loop, CHOICES, (python,), effort="quick", seed=1)
    sweep = asked(replace(plan, rounds=rounds), WORKERS, VALUES)
    (first, took_s), (second, again_s) = made(sweep), made(replace(sweep, seed=2))
    one, other = walls(first), walls(second)
    both = {place: math.sqrt(one[place] * other[place]) for place in one.keys() & other.keys()}
    sweep_s = (took_s + again_s) / 2
    answered, asked_s = made(asked(replace(plan, budget_s=GIVEN * sweep_s, seed=3), WORKERS))
    named, best = named_in(answered), min(both, key=lambda place: both[place])
    ahead = min(one, key=lambda place: one[place])
    noise = other[ahead] / min(other.values()) - 1
    return Found(name, named, best, both[named] / both[best] - 1, noise, asked_s, sweep_s)


def main() -> int:
    """Print a line for each loop; 1 where the loss is not what is promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loop", default="", help="only those that have this in their name")
    parser.add_argument("--part", default="1/1", help="1/2: the first half of them")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    wanted = [name for name in LOOPS if options.loop in name][part - 1 :: parts]
    python, found = own_interpreter(), list[Found]()
    for name in wanted:
        found.append(found_of(name, LOOPS[name], python, options.rounds))
        _print(found[-1])
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(each) for each in found], indent=1))
    worse = sum(each.loss > max(MOST_LOSS, each.noise) for each in found)
    share = sum(each.asked_s for each in found) / sum(each.sweep_s for each in found)
    holds = worse == 0 and share <= OF_THE_TIME
    print(
        f"{len(found) - worse} of {len(found)} lose at most {MOST_LOSS:.0%} or what the sweep does, "
        f"in {share:.0%} of its time: "
        f"{'ok' if holds else 'BROKEN'}"
    )
    return int(not holds)


def _print(one: Found) -> None:
    named, best = (f"{strategy} {workers}" if workers else strategy for strategy, workers in (one.named, one.best))
    print(
        f"{one.loop:12} named {named:25} best {best:25} loss {one.loss:6.1%}  sweep's own {one.noise:6.1%}"
        f"  asked {one.asked_s:4.1f} s, sweep {one.sweep_s:5.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
