"""Whether the forecast names the right one before the race, and its intervals are true.

    python -m tests.bench.forecast [--rounds 8] [--loop NAME] [--json FILE]

Before it the plain loop ran, and a pool of threads once where all depends on whether threads take turns. This machine's
costs are measured first, into a folder of the bench's own. Each loop is compared twice: in so many
rounds of everyone, for what is true, and in Quick as it is, for how long that takes. Who is the best is found in every
other round, and how far the favourite is behind it in those between: whoever seems the best of seven by a few rounds
has been lucky in these.

Held over all: whom the forecast favours is at most 10% slower than the best in 90% of the loops (one it can't speak of
counts as wrong, and at most 15% may be so), its 80% intervals hold 75 to 90% of the medians, it is there after at most
a tenth of the comparison's time, and the time said beforehand is within a factor of 1.5 of that taken.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean, median
from unittest import mock

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.bridge.scheduler.machine_costs import NOTHING, NOTHING_AWAITED
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent, ForecastMade
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.forecast import favourite
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.source.parsed import read
from parloop_gui.model.statistics.race import handicap
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.user_code.outline import read_outline
from parloop_gui.model.user_code.program_loop import loop_at
from parloop_gui.model.user_code.user_loop import user_loop
from parloop_gui.model.wording.units import duration

FOLDER = Path(__file__).resolve().parents[1] / "data" / "loops"
MOST_SLOWER = math.log(1.10)
LEAST_RIGHT, MOST_UNSAID, LEAST_HELD, MOST_HELD, MOST_TIME, MOST_OFF = 0.90, 0.15, 0.75, 0.90, 0.10, 1.5

# The loops it is judged on; chosen before any of them was forecast, and none of them was used to tune it.
FROZEN: tuple[tuple[str, str | None], ...] = (
    ("words.py:count", "FILES"),
    ("words.py:count", "FILES[:8]"),
    ("module_data.py:look_up", "KEYS"),
    ("module_data.py:look_up", "list(range(0, 20_000, 20))"),
    ("shop/prices.py:with_tax", "ORDERS"),
    ("with_numpy.py:eigenvalues", "SEEDS"),
    ("with_numpy.py:eigenvalues", "range(400)"),
    ("generated.py:greatest_divisor", "pairs"),
    ("fetching.py:fetch", "8"),
    ("fetching.py:fetch", "200"),
    ("cached.py:steps", "range(1000, 1020)"),
    ("big_argument.py:size", "PICTURES"),
    ("slow_import.py:square", "8"),
    ("from_sets.py:letters", "NAMES"),
    ("set_up.py:score", "range(0, 300_000, 5_000)"),
    ("blocks.py:residues", "BLOCKS"),
    ("people.py:age", str(FOLDER / "people.csv")),
    ("scripts/checksums.py:8", None),
    ("scripts/primes_by_key.py:13", None),
    ("scripts/main_function.py:15", None),
)


@dataclass(frozen=True)
class Found:
    """What became of one loop. `slower` is a logarithm, `held` of `intervals` held; None: nothing was forecast."""

    loop: str
    favourite: str | None
    best: str
    slower: float | None
    held: int
    intervals: int
    time_share: float | None
    said_s: float | None
    took_s: float
    walls: tuple[tuple[str, float, float, float | None, float], ...]
    """Of each forecast: whose, its interval's low end, itself, the high end, and the median that was measured."""

    @property
    def is_right(self) -> bool:
        """Whether the favourite would do."""
        return self.slower is not None and self.slower <= MOST_SLOWER

    @property
    def is_in_time(self) -> bool:
        """Whether the time said beforehand was near the time taken."""
        return self.said_s is not None and 1 / MOST_OFF <= self.said_s / self.took_s <= MOST_OFF


def loop_of(target: str, items: str | None) -> LoopSpec:
    """The loop as the command line makes it."""
    file, _, word = target.partition(":")
    path = FOLDER / file
    if items is None:
        return loop_at(read(path), int(word))
    return user_loop(path, word, items, outline=read_outline(path), setup="load" if file == "set_up.py" else None)


def compared(plan: Plan) -> tuple[Comparison, float | None, float]:
    """The comparison, how much of it had passed when the forecast was there, and what it took (both in seconds)."""
    at_s: list[float] = []

    def note(event: ComparisonEvent, _: Comparison) -> None:
        if isinstance(event, ForecastMade):
            at_s.append(time.monotonic())

    with conducting(plan, note) as conductor:
        comparison = conductor.run()
        ended_at = time.monotonic()
    took_s = comparison.ended.elapsed_s if comparison.ended is not None else 0.0
    return comparison, took_s - (ended_at - at_s[0]) if at_s else None, took_s


def make_known(python: Interpreter) -> None:
    """Compare loops that do nothing, so that this machine's costs are known as they are after anyone's first loops.

    Nothing else has taught them anything: what comparisons on a busy machine left would be judged here as well.
    """
    for loop in (NOTHING, NOTHING_AWAITED):
        choices = tuple(Choice(*each) for each in parse_choices("classic", None, is_async=loop.is_async))
        compared(Plan(replace(loop, items=20), choices, (python,), effort="quick", seed=1))


def found_of(target: str, items: str | None, rounds: int, python: Interpreter) -> Found:
    """Compare the loop in rounds and in Quick."""
    loop = loop_of(target, items)
    choices = tuple(Choice(*each) for each in parse_choices("classic", None, is_async=loop.is_async))
    plan = Plan(loop, choices, (python,), effort="quick", seed=1)
    truth, _, _ = compared(Plan(loop, choices, (python,), effort="quick", seed=1, rounds=rounds))
    quick, forecast_after_s, took_s = compared(plan)
    walls = {row.contestant: row for row in truth.rows if row.outcome == "finished" and row.wall_s is not None}
    best = min(walls.values(), key=lambda row: _counted_s(row, 0))
    made = truth.forecast.forecasts if truth.forecast is not None else ()
    favoured = favourite([each for each in made if each.contestant in walls])
    pairs = [(each, walls[each.contestant]) for each in made if each.contestant in walls]
    held = [each for each, row in pairs if each.low_s <= _wall_s(row) <= (each.high_s or math.inf)]
    said = quick.preflight[0].estimate if quick.preflight else None
    return Found(
        loop=f"{target} {items or ''}"[:44],
        favourite=favoured.contestant.strategy if favoured else None,
        best=best.contestant.strategy,
        slower=_behind(walls[favoured.contestant], best) if favoured else None,
        held=len(held),
        intervals=len(pairs),
        time_share=forecast_after_s / took_s if forecast_after_s is not None else None,
        said_s=said.total_s if said is not None else None,
        took_s=took_s,
        walls=tuple(
            (row.contestant.strategy, each.low_s, each.wall_s, each.high_s, _wall_s(row)) for each, row in pairs
        ),
    )


def _ends(forecast: Forecast) -> tuple[float, float, float | None]:
    return forecast.low_s, forecast.wall_s, forecast.high_s


def _wall_s(row: Row) -> float:
    assert row.wall_s is not None
    return row.wall_s.median


def _counted_s(row: Row, first: int) -> float:
    """Its wall time in every other round; that of one per item as much longer as it has to be ahead by to be named."""
    wall_s = median(row.round_wall_times_s[first::2])
    return wall_s * math.exp(handicap(row.contestant, wall_s))


def _behind(favoured: Row, best: Row) -> float:
    """How much slower it is, as a logarithm, in the rounds that did not tell who is the best; paired round by round."""
    pairs = zip(favoured.round_wall_times_s[1::2], best.round_wall_times_s[1::2], strict=True)
    ahead = handicap(best.contestant, _counted_s(best, 1)) if favoured != best else 0.0
    return median(math.log(one / other) for one, other in pairs) - ahead


def main() -> int:
    """Print a line for each loop and what holds; exit status 1 where something does not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--loop", default="", help="only those that have this in their name")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    python = own_interpreter()
    found = []
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, XDG_CACHE_HOME=folder):
        make_known(python)
        for target, items in FROZEN:
            if asked.loop in target:
                found.append(found_of(target, items, asked.rounds, python))
                _print(found[-1])
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(each) for each in found], indent=1))
    return _judged(found)


def _print(each: Found) -> None:
    slower = f"{math.expm1(each.slower):+7.1%}" if each.slower is not None else "      –"
    said = f"{duration(each.said_s, 2)}" if each.said_s is not None else "–"
    share = f"{each.time_share:6.1%}" if each.time_share is not None else "     –"
    print(
        f"{each.loop:45}{each.favourite or 'nothing':22}{each.best:22}{slower}  {each.held} of {each.intervals}"
        f"  {share}  said {said}, took {duration(each.took_s, 2)}",
        flush=True,
    )


def _judged(found: list[Found]) -> int:
    """Print each figure with what is held of it."""
    count = len(found)
    intervals = sum(each.intervals for each in found)
    shares = [each.time_share for each in found if each.time_share is not None]
    held = sum(each.held for each in found) / max(intervals, 1)
    figures = {
        "favourite at most 10% slower than the best": (fmean(each.is_right for each in found), LEAST_RIGHT, 1.0),
        "nothing forecast": (sum(each.favourite is None for each in found) / count, 0.0, MOST_UNSAID),
        f"intervals that hold, of {intervals}": (held, LEAST_HELD, MOST_HELD),
        "part of the comparison's time, mean": (fmean(shares) if shares else 1.0, 0.0, MOST_TIME),
        "time said within a factor of 1.5": (fmean(each.is_in_time for each in found), LEAST_RIGHT, 1.0),
    }
    for name, (value, low, high) in figures.items():
        print(f"{name:50}{value:7.1%}  wanted {low:.0%} to {high:.0%}  {'ok' if low <= value <= high else 'BROKEN'}")
    return 0 if all(low <= value <= high for value, low, high in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
