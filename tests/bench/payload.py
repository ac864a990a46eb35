"""Tells whether what is handed over is measured rightly, and the right part named.

    python -m tests.bench.payload [--passes 2] [--rounds 4] [--json FILE]

Twelve ways of handing much over with each task (`tests/data/tasks/payloads.py`), each compared by the real conductor
with Pool and ProcessPoolExecutor, and its twin that does the same work and hands nothing over, in turns. Held: the part
named is the one that was made heavy, 12 of 12 with each class, and its share of the time is within 15% (of the time) of
what the twin saves.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.explain.handed_over import culprit_of
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan

TASKS = Path(__file__).resolve().parents[1] / "data" / "tasks" / "payloads.py"
CHOICES = (Choice("process-pool", "map"), Choice("process-pool-executor", "map"))
MOST_OFF = 0.15
NUMBERS = "range(TASKS)"
BLOCKS = "enumerate(others(BLOCK[:2_000_000]))"
NOTHING = "enumerate(others(b''))"


@dataclass(frozen=True)
class Shape:
    """A loop that hands much over, its twin that does not, and the part that is to be named."""

    kind: str
    name: str
    heavy: tuple[str, str]
    light: tuple[str, str]
    unpack: bool = False

    def loop(self, *, heavy: bool) -> LoopSpec:
        """Either of the two."""
        function, items = self.heavy if heavy else self.light
        return LoopSpec("user", function, items, path=str(TASKS), function=function, unpack=self.unpack)


def _items(kind: str, name: str, function: str, item: str, light: str = "", unpack: bool = False) -> Shape:
    """A shape whose items hold the data."""
    heavy_items = f"[{item} for number, data in {BLOCKS}]"
    light_items = light or f"[{item} for number, data in {NOTHING}]"
    return Shape(kind, name, (function, heavy_items), (function, light_items), unpack)


SHAPES = (
    Shape(
        "element",
        "data",
        ("number_of", f"[(BLOCK, number) for number in {NUMBERS}]"),
        ("number_of", f"[(b'', number) for number in {NUMBERS}]"),
        unpack=True,
    ),
    _items("element", "data", "number_of", "(data, number)", unpack=True),
    _items("item", "data", "of_data", "data"),
    Shape("item", "data", ("of_data", "others(ROWS)"), ("of_data", "others([])")),
    _items("element", "row['image']", "of_row", "{'image': data, 'number': number}"),
    Shape(
        "element",
        "pair[0]",
        ("of_tuple", f"[(BLOCK, number) for number in {NUMBERS}]"),
        ("of_tuple", f"[(b'', number) for number in {NUMBERS}]"),
    ),
    _items("item", "box", "of_box", "Box(number, data)"),
    Shape("self", "self.data", ("method", NUMBERS), ("light_method", NUMBERS)),
    Shape("argument", "data", ("bound", NUMBERS), ("light_bound", NUMBERS)),
    Shape("argument", "table", ("named_table", NUMBERS), ("light_named_table", NUMBERS)),
    Shape("result", "result", ("gives_block", NUMBERS), ("gives_no_block", NUMBERS)),
    Shape("result", "result", ("gives_rows", NUMBERS), ("gives_no_rows", NUMBERS)),
)


@dataclass(frozen=True)
class Seen:
    """One class on one shape: who was named with which share, and what the twin saved."""

    shape: str
    strategy: str
    named: str
    right: bool
    size_bytes: int
    pickling_s: float
    share: float
    saved: float
    heavy_s: float
    light_s: float

    @property
    def is_near(self) -> bool:
        """Whether the share is what the twin saves."""
        return abs(self.share - self.saved) <= MOST_OFF


def main() -> int:
    """Print the table; the exit status says whether what is held holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", type=int, help="the number of one shape, from 1")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    shapes = SHAPES if asked.only is None else SHAPES[asked.only - 1 : asked.only]
    seen = [each for shape in shapes for each in _seen_of(shape, asked.passes, asked.rounds)]
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(each) for each in seen], indent=1), encoding="utf-8")
    right, near = sum(each.right for each in seen), sum(each.is_near for each in seen)
    print(f"named rightly {right} of {len(seen)}; share within {MOST_OFF:.0%} of the time: {near} of {len(seen)}")
    return 0 if right == near == len(seen) else 1


def _seen_of(shape: Shape, passes: int, rounds: int) -> Iterator[Seen]:
    python = Prober().probe(sys.executable)
    heavy, light = [], []
    with Engine() as engine:
        for _ in range(passes):
            heavy.append(_compared(engine, shape.loop(heavy=True), python, rounds))
            light.append(_compared(engine, shape.loop(heavy=False), python, rounds))
    for choice in CHOICES:
        found = _seen(shape, choice, heavy, light)
        print(
            f"{shape.kind:9}{shape.name:13}{found.strategy:23}{found.named or '–':24}{found.size_bytes / 1e6:6.2f} MB "
            f"{found.pickling_s * 1e3:7.2f} ms  share {found.share:4.0%}  saved {found.saved:4.0%}  "
            f"{'' if found.right and found.is_near else 'OFF'}",
            flush=True,
        )
        yield found


def _compared(engine: Engine, loop: LoopSpec, python: Interpreter, rounds: int) -> Comparison:
    plan = Plan(loop, (Choice(PLAIN, "for"), *CHOICES), (python,), workers=2, effort="standard", rounds=rounds)
    conductor = Conductor(
        plan, contestants_of(plan), engine.execute, lambda *_: None, stop=engine.stop, preflight=Preflight()
    )
    return conductor.run()


def _seen(shape: Shape, choice: Choice, heavy: Sequence[Comparison], light: Sequence[Comparison]) -> Seen:
    last = heavy[-1]
    row = next(row for row in last.rows if row.contestant.strategy == choice.strategy)
    culprit = culprit_of(row, last.plain_row(), last.plan, last.handed)
    heavy_s, light_s = _wall_s(heavy, choice), _wall_s(light, choice)
    return Seen(
        shape=f"{shape.kind} {shape.name}",
        strategy=choice.strategy,
        named=f"{culprit.part.kind} {culprit.part.name}" if culprit is not None else "",
        right=culprit is not None and (culprit.part.kind, culprit.part.name) == (shape.kind, shape.name),
        size_bytes=culprit.part.size_bytes if culprit is not None else 0,
        pickling_s=culprit.part.cost_s if culprit is not None else 0.0,
        share=culprit.share if culprit is not None else 0.0,
        saved=1 - light_s / heavy_s,
        heavy_s=heavy_s,
        light_s=light_s,
    )


def _wall_s(comparisons: Sequence[Comparison], choice: Choice) -> float:
    walls = [
        wall_s
        for comparison in comparisons
        for row in comparison.rows
        if row.contestant.strategy == choice.strategy
        for wall_s in row.round_wall_times_s
    ]
    return statistics.median(walls) if walls else math.nan


if __name__ == "__main__":
    sys.exit(main())
