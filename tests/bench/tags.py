"""Tells whether tags and GIL states are right, on an idle machine and on a busy one.

    python -m tests.bench.tags [--loops primes,sleep,…] [--pythons 3.11,3.13,3.13t] [--states idle,busy] [--json FILE]

Every loop of which it is known what it is bound by is compared under each Python by the real conductor (plain loop,
ThreadPoolExecutor, Pool), as it is and once more beside processes that keep every core busy. Held: no wrong tag, no
wrong GIL state, and not told ("unsure", "unknown") in at most 1 of 20. The limits that tell a held GIL are tried out on
every other loop; the confusion tables are of the rest, and of all.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from parloop_gui.bridge.interpreters.probe import Prober
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.scheduler.conductor import Conductor
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.engine.protocol.messages import LoopSpec, Probe
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan
from parloop_gui.model.statistics.classification import gil_of, pooled
from parloop_gui.model.statistics.thresholds import GIL_LIMITS, MIXED_FROM, MIXED_TO, GilLimits
from tests.helpers import interpreters
from tests.helpers.with_numpy import with_numpy

TASKS = Path(__file__).resolve().parents[1] / "data" / "tasks" / "bounds.py"
CHOICES = (Choice("thread-pool-executor", "map"), Choice("process-pool", "map"))
ROUNDS = 1
MOST_UNTOLD = 0.05
AS_IDLE = "as idle"
# A share on CPU this near a limit may be worded either way.
NEAR = 0.1


@dataclass(frozen=True)
class Known:
    """A loop, and what is known of it: `bound` is io, cpu, mixed or, where that depends on the disk, as it is idle."""

    name: str
    bound: str
    gil: str
    items: int
    own: bool = False

    def spec(self) -> LoopSpec:
        """The loop to compare."""
        if self.own:
            return LoopSpec("user", self.name, self.items, path=str(TASKS), function=self.name)
        return LoopSpec("builtin", self.name, self.items)


LOOPS = (
    Known("sleep", "io", "released", 16),
    Known("primes", "cpu", "held", 60),
    Known("http", "io", "released", 16),
    Known("parse", "cpu", "held", 48),
    Known("device", "io", "released", 16),
    Known("encode", "cpu", "released", 24),
    Known("files", AS_IDLE, "released", 32),
    Known("image", "cpu", "held", 24),
    Known("sqlite", AS_IDLE, "released", 16),
    Known("video", "cpu", "held", 36),
    Known("mixed", "mixed", "held", 24),
    Known("learn", "cpu", "held", 48),
    Known("errands", "mixed", "held", 24),
    Known("mandelbrot", "cpu", "held", 24),
    Known("read_json", "cpu", "held", 24, own=True),
    Known("hash_large", "cpu", "released", 24, own=True),
    Known("match_words", "cpu", "held", 24, own=True),
    Known("hash_small", "cpu", "held", 24, own=True),
    Known("pickle_records", "cpu", "held", 24, own=True),
    Known("multiply", "cpu", "released", 24, own=True),
    Known("half_and_half", "mixed", "held", 16, own=True),
)


@dataclass(frozen=True)
class Seen:
    """What one comparison said of a loop: the plain loop's tag and each strategy's, and what the probe saw."""

    loop: str
    python: str
    busy: bool
    bound: str
    gil: str
    told_gil: str
    shares: tuple[float, ...]
    raw: tuple[float, ...]
    slugs: tuple[str, ...]
    unsure: bool
    gil_on: bool
    probe: Probe | None

    @property
    def wrong_tag(self) -> bool:
        """Whether the plain loop or a strategy is said to be what it is not."""
        if self.unsure or self.bound == AS_IDLE:
            return False
        if self.bound == "mixed":
            return not MIXED_FROM - NEAR <= self.shares[0] <= MIXED_TO + NEAR
        fits = self.shares[0] <= MIXED_FROM + NEAR if self.bound == "io" else self.shares[0] >= MIXED_TO - NEAR
        return not fits or set(self.slugs) != {f"{self.bound}-bound"}

    @property
    def true_gil(self) -> str:
        """What the GIL does here."""
        return self.gil if self.gil_on else "free-threaded"

    @property
    def untold(self) -> bool:
        """Whether it is left open what it is bound by or what the GIL did."""
        return self.unsure or self.told_gil == "unknown"

    @property
    def wrong_gil(self) -> bool:
        """Whether the GIL is said to be what it is not."""
        return self.told_gil not in (self.true_gil, "unknown")


def main() -> int:
    """Run the bench; exit status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--loops", default=",".join(loop.name for loop in LOOPS))
    parser.add_argument("--pythons", default="3.11,3.13,3.13t")
    parser.add_argument("--states", default="idle,busy")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    loops = [loop for loop in LOOPS if loop.name in options.loops.split(",")]
    seen: list[Seen] = []
    for busy in [state == "busy" for state in options.states.split(",")]:
        with keeping_busy(len(os.sched_getaffinity(0)) if busy else 0):
            for python in options.pythons.split(","):
                seen += _all_under(python, loops, busy)
    seen = as_idle(seen)
    tuned, reported = seen_of(seen, LOOPS[::2]), seen_of(seen, LOOPS[1::2])
    _print_limits(tuned)
    _print_table("the half that no limit was tried on", reported)
    _print_table("all loops", seen)
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in seen], indent=1))
    untold = sum(each.untold for each in seen)
    broken = any(each.wrong_tag or each.wrong_gil for each in seen) or untold > MOST_UNTOLD * len(seen)
    return 1 if broken else 0


def seen_of(seen: Sequence[Seen], loops: Sequence[Known]) -> list[Seen]:
    """What was seen of these loops."""
    return [each for each in seen if each.loop in {loop.name for loop in loops}]


def as_idle(seen: Sequence[Seen]) -> list[Seen]:
    """The same, where what a loop is bound by depends on the disk: it must be busy what it was idle."""
    shares = {(each.loop, each.python): each.shares[0] for each in seen if not each.busy}
    return [
        replace(each, bound=_bound(shares[each.loop, each.python])) if each.bound == AS_IDLE else each
        for each in seen
        if each.bound != AS_IDLE or (each.loop, each.python) in shares
    ]


def _bound(share: float) -> str:
    return "io" if share < 0.2 else "cpu" if share > 0.8 else "mixed"


@contextlib.contextmanager
def keeping_busy(cores: int) -> Iterator[None]:
    """So many other processes that compute without end."""
    hogs = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(cores)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


def _all_under(version: str, loops: Sequence[Known], busy: bool) -> Iterator[Seen]:
    path = interpreters.look_for(version)
    if path is None:
        print(f"{version}: not run, there is none on this machine")
        return
    python = replace(Prober().probe(str(with_numpy(path) or path)), id=version)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with Engine() as engine:
        for loop in loops:
            if loop.name == "multiply" and with_numpy(path) is None:
                print(f"{version:6} {loop.name:15} not run: numpy can't be had there")
                continue
            began = time.monotonic()
            plan = Plan(loop.spec(), CHOICES, (python,), rounds=ROUNDS, effort="quick", timeout_s=60.0)
            comparison = Conductor(plan, contestants_of(plan), engine.execute, lambda *_: None, stop=engine.stop).run()
            seen = _seen(loop, python, busy, comparison)
            if seen is not None:
                _print_line(seen, time.monotonic() - began)
                yield seen


def _seen(loop: Known, python: Interpreter, busy: bool, comparison: Comparison) -> Seen | None:
    tags = [row.tag for row in comparison.rows if row.tag is not None and row.outcome == "finished"]
    if len(tags) < len(comparison.rows):
        why = next((row.message for row in comparison.rows if row.message), "no run came through")
        print(f"{python.id:6} {loop.name:15} not run: {why}")
        return None
    probes = [run.ended.measurement.probe for run in comparison.runs if run.ended.measurement]
    return Seen(
        loop.name,
        python.id,
        busy,
        loop.bound,
        loop.gil,
        tags[0].gil,
        tuple(round(tag.corrected_share, 3) for tag in tags),
        tuple(round(tag.cpu_share, 3) for tag in tags),
        tuple(tag.slug for tag in tags),
        tags[0].unsure,
        python.gil,
        pooled([probe for probe in probes if probe is not None]),
    )


def _print_line(seen: Seen, took_s: float) -> None:
    shares = "  ".join(f"{share:4.0%} ({raw:4.0%})" for share, raw in zip(seen.shares, seen.raw, strict=True))
    probe = seen.probe
    told = f"{1000 * probe.median_s:6.2f} ms, {probe.late_share or 0:4.0%} late" if probe else "no probe"
    found = {
        "WRONG-TAG": seen.wrong_tag,
        "WRONG-GIL": seen.wrong_gil,
        "unsure": seen.unsure,
        "gil unknown": seen.told_gil == "unknown",
    }
    verdict = " ".join(word for word, holds in found.items() if holds)
    state = "busy" if seen.busy else "idle"
    print(
        f"{seen.python:6} {state} {seen.loop:15} {seen.bound:6} {shares}  {seen.told_gil:13} {told}  "
        f"{took_s:4.1f} s  {verdict}",
        flush=True,
    )


def _print_limits(seen: Sequence[Seen]) -> None:
    """How many GIL states would be wrong, and how many left open, at other limits than those in force."""
    print("\nlimits tried on every other loop (held, released part): wrong/left open")
    grid = [
        GilLimits(*parts) for parts in itertools.product((0.3, 0.4, 0.5, 0.6, 0.7, 0.8), (0.1, 0.15, 0.2, 0.25, 0.3))
    ]
    scores = {limits: _score(seen, limits) for limits in (GIL_LIMITS, *grid)}
    print(f"  in force {_limits_words(GIL_LIMITS)}: {scores[GIL_LIMITS][0]}/{scores[GIL_LIMITS][1]}")
    best = min(scores.values())
    as_good = [limits for limits in grid if scores[limits] == best]
    print(f"  best of {len(grid)}: {best[0]}/{best[1]}, by {len(as_good)} of them, as {_limits_words(as_good[0])}")


def _limits_words(limits: GilLimits) -> str:
    return f"({limits.held_part:g}, {limits.released_part:g})"


def _score(seen: Sequence[Seen], limits: GilLimits) -> tuple[int, int]:
    told = [(each.true_gil, gil_of(each.shares[0], each.gil_on, each.probe, limits)) for each in seen]
    return sum(said not in (true, "unknown") for true, said in told), sum(said == "unknown" for _, said in told)


def _print_table(title: str, seen: Sequence[Seen]) -> None:
    print(f"\n{title}: {len(seen)} comparisons")
    _print_confusion("tag", seen, lambda each: each.bound, lambda each: "unsure" if each.unsure else _worded(each))
    _print_confusion("GIL", seen, lambda each: each.true_gil, lambda each: each.told_gil)
    wrong_tags, wrong_gils = sum(each.wrong_tag for each in seen), sum(each.wrong_gil for each in seen)
    untold = sum(each.untold for each in seen)
    share = untold / len(seen) if seen else 0.0
    verdict = "ok" if not wrong_tags and not wrong_gils and share <= MOST_UNTOLD else "BROKEN"
    print(f"  wrong tags {wrong_tags}, wrong GIL states {wrong_gils}, left open {untold} ({share:.0%})  {verdict}")


def _worded(seen: Seen) -> str:
    return "mixed" if 0.2 <= seen.shares[0] <= 0.8 else seen.slugs[0]


def _print_confusion(what: str, seen: Sequence[Seen], true: Callable[[Seen], str], told: Callable[[Seen], str]) -> None:
    counts = Counter((true(each), told(each)) for each in seen)
    columns = sorted({said for _, said in counts})
    print(f"  {what + ' is ↓ said →':16}" + "".join(f"{column:>15}" for column in columns))
    for row in sorted({is_ for is_, _ in counts}):
        print(f"  {row:16}" + "".join(f"{counts[row, column] or '·':>15}" for column in columns))


if __name__ == "__main__":
    sys.exit(main())
