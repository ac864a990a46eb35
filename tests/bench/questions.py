"""Do the intervals of a question's claims hold? Curves of known parameters, with noise as machines have it.

    python -m tests.bench.questions [--draws 500]

Held: the true contention, coherency and limit of the scalability law, and the true crossovers, lie within their
interval in 90 to 98% of the curves, after 3 rounds, 5 and 10. What pools hold in memory, which bounds their workers, is
weighed to within 15% of what they are known to take.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from random import Random

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.questions.asking import QUESTIONS
from parloop_gui.model.questions.scalability import Law, Width
from tests.helpers.comparisons.curves import Noise, curves
from tests.helpers.engines.weighed_pools import pools

LAW = Law(0.32, 0.05, 0.0008)
ITEMS = 1_024
PAYS_FROM = 17.0
GIL_FROM = 40.0
ROUNDS = (3, 5, 10)
LEAST, MOST = 0.90, 0.98
WORKERS, EACH_BYTES, MOST_OFF = (1, 2, 4, 6), 60_000_000, 0.15


def of_the_law(each: Contestant) -> float:
    """The wall time that the law gives."""
    workers = each.arrangement.workers
    return LAW.wall_s(workers, Width(ITEMS).at_once(workers)) if workers else LAW.one_s * 1.02


def of_items(each: Contestant) -> float:
    """A plain loop of 10 ms for each item; a pool that starts for so long that it pays from PAYS_FROM items on."""
    items, of_plain_s = each.arrangement.sample or 1, 0.01
    return items * of_plain_s if each.is_plain else PAYS_FROM * of_plain_s / 2 + items * of_plain_s / 2


def of_shares(each: Contestant) -> float:
    """Processes are ahead of threads from GIL_FROM percent on: by as much as the share is beyond."""
    share = each.arrangement.point or 0.0
    return math.exp(-0.01 * (share - GIL_FROM)) if each.strategy.startswith("process") else 1.0


def covered(rounds: int, draws: int) -> Iterator[tuple[str, float]]:
    """For each claim the share of curves in which its interval holds the truth."""
    chance = Random(rounds)
    held: dict[str, list[bool]] = {}
    truths = {
        "contention": LAW.contention,
        "coherency": LAW.coherency,
        "limit": LAW.limit,
        "peak": LAW.peak,
        "thread-pool-executor:map": PAYS_FROM,
        "crossover": GIL_FROM,
    }
    made = (
        ("workers", (1, 2, 4, 8, 16, 32), of_the_law),
        ("items", (1, 3, 10, 30, 100, 300), of_items),
        ("cpu-share", (0, 25, 50, 75, 100), of_shares),
    )
    for _ in range(draws):
        for question, values, wall_s in made:
            found = curves(
                question, values, wall_s, rounds=rounds, noise=Noise(), chance=chance, facts={"items": ITEMS}
            )
            claims = QUESTIONS[question].answer(found).claims
            for name, figure in claims.items():
                if name in truths:
                    held.setdefault(f"{question} {name}", []).append(figure.low <= truths[name] <= figure.high)
    for name, each in held.items():
        yield name, sum(each) / len(each)


def main() -> int:
    """Print every coverage; 1 where one is not what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=500)
    draws = parser.parse_args().draws
    failed = False
    for rounds in ROUNDS:
        for name, share in covered(rounds, draws):
            holds = LEAST <= share <= MOST
            failed |= not holds
            print(f"{rounds:3} rounds  {name:32} {share:6.1%}{'' if holds else '  not held'}", flush=True)
    for pool in pools(WORKERS, EACH_BYTES):
        off = pool.held / pool.known - 1
        holds = abs(off) <= MOST_OFF
        failed |= not holds
        held, known, added_up = (size / 1e6 for size in (pool.held, pool.known, pool.added_up))
        sizes = f"weighed {held:6.1f} MB, known {known:6.1f} MB, added up {added_up:6.1f} MB"
        print(f"{pool.workers:3} workers {sizes} {off:+6.1%}{'' if holds else '  not held'}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
