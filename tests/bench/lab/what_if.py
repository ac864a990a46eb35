"""Does what is said to be come true? Loops are compared once, and again as they would be.

    python -m tests.bench.lab.what_if [--loop NAME] [--rounds 5] [--json FILE]

Each loop is compared as it is; what it would take with other items, task times and sizes is said from that alone; then
it is compared as such, and each strategy's median is looked for in its 80% interval. More cores than the machine has
can't be measured here and are left out. Held over all: 70 to 90% of the medians, and of the gains, lie in theirs.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from parloop_gui.bridge.host.kept_costs import KeptCosts
from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.break_even.cells import Spot, loop_of
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.statistics.summary import row_of
from parloop_gui.model.what_if.answer import what_if
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.what_if.changes import Changes
from parloop_gui.model.what_if.expected import Expected

LEAST, MOST = 0.70, 0.90
CHOICES = (
    Choice("serial", "for"),
    Choice("thread-pool-executor", "map"),
    Choice("process-pool", "map"),
    Choice("process-pool-executor", "map"),
)


@dataclass(frozen=True)
class Case:
    """A loop as it is, and as it would be with those changes."""

    name: str
    loop: LoopSpec
    changes: Changes
    then: LoopSpec
    task_times: float | None = None
    """How many times as long a task takes: on a busy machine 8 ms of computing may have taken 20."""

    def changed(self, base: Comparison) -> Changes:
        """The changes, beside what was measured."""
        basis = basis_of(base)
        if self.task_times is None or basis is None:
            return self.changes
        return replace(self.changes, task_s=basis.facts.task_s * self.task_times)


def cases() -> Iterator[Case]:
    """Chosen before any of them was forecast: each a change by four times or more, one way or the other."""
    for share in (100, 50, 10):
        base = LoopSpec("builtin", "mixed", 60, {"task_ms": 8.0, "cpu_share": share}, seed=1)
        for items in (15, 240):
            yield Case(f"mixed {share}%, {items} items", base, Changes(items=items), replace(base, items=items))
        for task_ms in (1.0, 30.0):
            then = replace(base, params={"task_ms": task_ms, "cpu_share": share})
            yield Case(f"mixed {share}%, {task_ms:g} ms", base, Changes(), then, task_ms / 8.0)
    for slug, few, many in (("primes", 60, 600), ("primes", 600, 60), ("parse", 48, 300), ("sleep", 32, 128)):
        base = LoopSpec("builtin", slug, few, seed=1)
        yield Case(f"{slug} {few}, {many} items", base, Changes(items=many), replace(base, items=many))
    for item_bytes in (100_000, 3_000_000):
        base, then = loop_of(Spot(0.004, 100), 100), loop_of(Spot(0.004, item_bytes), 100)
        yield Case(f"4 ms, {item_bytes:,} bytes", base, Changes(item_bytes=item_bytes), then)


def compared(loop: LoopSpec, python: Interpreter, rounds: int) -> Comparison:
    """That loop's comparison in so many rounds of everyone."""
    plan = Plan(loop, CHOICES, (python,), rounds=rounds, seed=1)
    with conducting(plan, lambda event, now: None) as conductor:
        return conductor.run()


@dataclass(frozen=True)
class Held:
    """One strategy of one case: what was said, what came, and whether it lies in the intervals."""

    case: str
    strategy: str
    said_s: float
    low_s: float
    high_s: float
    came_s: float
    gain_said: float
    gain_low: float
    gain_high: float
    gain_came: float

    @property
    def is_wall_held(self) -> bool:
        """Whether the wall time lies in its interval."""
        return self.low_s <= self.came_s <= self.high_s

    @property
    def is_gain_held(self) -> bool:
        """Whether the gain does; the plain loop's own is no claim."""
        return self.gain_low <= self.gain_came <= self.gain_high


def held(case: Case, base: Comparison, then: Comparison, python: Interpreter) -> Iterator[Held]:
    """Each strategy's part in it."""
    plain = next(row for row in then.rows if row.contestant.is_plain)
    for one in what_if(basis_of(base, KeptCosts().of(python)), case.changed(base)).expected:
        row = row_of(then.rows, one.contestant)
        if row is not None and row.wall_s is not None and plain.wall_s is not None:
            yield _held(case, one, row.wall_s.median, plain.wall_s.median / row.wall_s.median)


def _held(case: Case, one: Expected, came_s: float, gain: float) -> Held:
    wall, ends = one.wall_s, one.gain
    strategy = one.contestant.strategy
    return Held(case.name, strategy, wall.median, wall.low, wall.high, came_s, ends.median, ends.low, ends.high, gain)


def main() -> int:
    """Print a line for each strategy of each case, then the shares; 1 where one is not what is promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loop", default="", help="only those that have this in their name")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    python, found = own_interpreter(), list[Held]()
    as_it_is: dict[str, Comparison] = {}
    for case in cases():
        if asked.loop not in case.name:
            continue
        known = repr(case.loop)
        if known not in as_it_is:
            as_it_is[known] = compared(case.loop, python, asked.rounds)
        for one in held(case, as_it_is[known], compared(case.then, python, asked.rounds), python):
            found.append(one)
            _print(one)
    if asked.json is not None:
        asked.json.write_text(json.dumps([vars(one) for one in found], indent=1))
    return _judged(found)


def _print(one: Held) -> None:
    marks = f"{'' if one.is_wall_held else ' wall'}{'' if one.is_gain_held else ' gain'}"
    print(
        f"{one.case:28} {one.strategy:24} said {one.said_s:8.4f} s ({one.low_s:.4f}–{one.high_s:.4f})"
        f"  came {one.came_s:8.4f} s  {math.log(one.came_s / one.said_s):+.2f}"
        f"  gain {one.gain_said:5.2f} ({one.gain_low:.2f}–{one.gain_high:.2f}) came {one.gain_came:5.2f}{marks}",
        flush=True,
    )


def _judged(found: list[Held]) -> int:
    others = [one for one in found if one.strategy != "serial"]
    shares = {
        f"wall times in their 80% interval, of {len(found)}": sum(one.is_wall_held for one in found) / len(found),
        f"gains in theirs, of {len(others)}": sum(one.is_gain_held for one in others) / len(others),
    }
    for name, share in shares.items():
        verdict = "ok" if LEAST <= share <= MOST else "BROKEN"
        print(f"{name:50}{share:7.1%}  wanted {LEAST:.0%} to {MOST:.0%}  {verdict}")
    return int(not all(LEAST <= share <= MOST for share in shares.values()))


if __name__ == "__main__":
    sys.exit(main())
