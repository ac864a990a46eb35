"""Curves of which the truth is known: wall times of a question's contestants, with noise as machines have it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import Arrangement, Asked, Choice, Contestant, Interpreter, Plan
from parloop_gui.model.questions.asking import arrangements
from parloop_gui.model.questions.curves import Curves
from parloop_gui.model.statistics.summary import Figure, Row
from tests.helpers.engines.mock_engine import PYTHON

WallOf = Callable[[Contestant], float]

# Of one round with the next, the mean over ten recorded comparisons.
CORRELATION = 0.2


@dataclass(frozen=True)
class Noise:
    """Standard deviations of logarithms: of single runs, and of what a round does to all of them."""

    run: float = 0.08
    round: float = 0.2


def curves(
    question: str,
    values: Sequence[float],
    wall_s: WallOf,
    *,
    strategies: Sequence[str] = ("thread-pool-executor", "process-pool-executor"),
    loop: LoopSpec | None = None,
    rounds: int = 8,
    noise: Noise | None = None,
    chance: Random | None = None,
    facts: Mapping[str, float] | None = None,
    pythons: Sequence[Interpreter] = (PYTHON,),
) -> Curves:
    """What a comparison of so many rounds would have measured; without noise where none is given.

    `facts` are those of every row: task_s, task_cpu_s, items.
    """
    loop = loop or LoopSpec("builtin", "sleep", 32)
    named = (each.partition(":") for each in strategies)
    choices = tuple(Choice(slug, call or catalogue.find(slug).default_call) for slug, _, call in named)
    plan = Plan(loop, choices, tuple(pythons), asked=Asked(question, tuple(values)))
    plain = Choice("serial", "for")
    contestants = [
        Contestant(choice.strategy, choice.call, python.id, each)
        for python in pythons
        for choice in (plain, *choices)
        for each in arrangements(plan, choice, python)
    ]
    times = noisy(contestants, wall_s, rounds, noise or Noise(0.0, 0.0), chance or Random(1))
    rows = [_row(each, [math.exp(log) for log in own.values()], facts or {}, loop) for each, own in times.items()]
    return Curves(plan, rows, times)


def noisy(
    contestants: Sequence[Contestant], wall_s: WallOf, rounds: int, noise: Noise, chance: Random
) -> dict[Contestant, dict[int, float]]:
    """Logarithms of wall times: rounds are alike for all, and each contestant's own noise lasts into the next round."""
    of_rounds = [chance.gauss(0.0, noise.round) for _ in range(rounds)]
    times: dict[Contestant, dict[int, float]] = {}
    for each in contestants:
        last = chance.gauss(0.0, 1.0)
        times[each] = {}
        for number, of_round in enumerate(of_rounds, 1):
            times[each][number] = math.log(wall_s(each)) + of_round + noise.run * last
            last = CORRELATION * last + math.sqrt(1 - CORRELATION**2) * chance.gauss(0.0, 1.0)
    return times


def _row(contestant: Contestant, walls_s: Sequence[float], facts: Mapping[str, float], loop: LoopSpec) -> Row:
    items = contestant.arrangement.sample or loop.items
    middle = sorted(walls_s)[len(walls_s) // 2]
    chunksize = contestant.arrangement.chunksize or (4 if contestant.arrangement == Arrangement() else None)
    return Row(
        contestant,
        len(walls_s),
        wall_s=Figure(middle, min(walls_s), max(walls_s)),
        items=int(items),
        chunksize=chunksize,
        task_s=facts.get("task_s"),
        task_cpu_s=facts.get("task_cpu_s"),
    )
