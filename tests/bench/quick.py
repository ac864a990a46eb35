"""Does Quick answer every loop, in its time? Real comparisons on the command line: built-in loops and users' files.

    python -m tests.bench.quick [--only NAME,…] [--effort quick] [--rounds 60] [--within 60] [--json FILE]

Held: every loop that can be run at all ends with a name and a bound, within the effort's time and two seconds. Told:
whom it names, its gain, how sure it is, how long it took from the first run on, and what a whole comparison costs
beside the walls of all the runs it made, those behind the last round too, and of those that were cut as far as they
came (at most 1.3 where the plain loop takes 50 ms and more); what that comes to for each run, in milliseconds; and how
far off the time was that was said beforehand, of those loops of which one was said.

With `--rounds` the favourites (the plain loop, and of threads and processes whoever seemed best) run in so many rounds
besides, by the same effort. Where these know the family, and it is not within a tenth of the one that was named, the
answer was wrong: held is that at least 95% were right. It takes minutes for each second of a loop, so loops whose
rounds would take longer than `--within` seconds are left out, which is printed.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from parloop_gui import cli
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.cli import compare
from parloop_gui.cli.measure import measure
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import ComparisonEvent, PreflightMade, RunFinished
from parloop_gui.model.plan.plan import EFFORTS, Plan
from tests.loops.expected import LOOPS, SCRIPTS, Expected

LATE_S = 2.0
LEAST_RIGHT = 0.95
# Families that are within so much of each other are both right: nobody would change a program for less.
SAME_FAMILY = 1.10
MOST_COST = 1.3
COSTS_FROM_S = 0.05
# In place of this bench: one comparison, and the time said and the walls of its runs on a last line of stderr.
ALONE = "--alone"
REPEATED = ("--json", "--no-history", "--repeat-effects")


@dataclass(frozen=True)
class Answer:
    """What one comparison came to. `cost` is its time ÷ the walls of its runs; None where none was made.

    `beside_ms` is what each run cost on average beside its wall, all else that a comparison does included.
    """

    loop: str
    named: str
    family: str
    kind: str
    gain: float | None
    loss_high: float | None
    rounds: int
    elapsed_s: float
    plain_s: float | None
    cost: float | None
    beside_ms: float | None = None
    said_s: float | None = None
    favourites: tuple[str, ...] = ()
    """The plain loop and the best of each family that may be named, as NAME:CALL."""
    favourites_s: float = 0.0
    """What one round of these takes."""

    def broken(self, budget_s: float) -> list[str]:
        """What of the promises this one does not keep."""
        found = [] if self.named else ["no answer"]
        found += ["late"] if self.elapsed_s > budget_s + LATE_S else []
        dear = self.cost is not None and self.plain_s is not None and self.plain_s >= COSTS_FROM_S
        return found + (["dear"] if dear and (self.cost or 0.0) > MOST_COST else [])


def arguments_of(expected: Expected) -> list[str]:
    """The file's loop as it is named on the command line."""
    _, _, word = expected.loop.partition(":")
    items = ["--items", expected.items] if expected.items is not None else []
    set_up = ["--setup", expected.setup] if expected.setup else []
    program = ["--program", str(expected.path.parents[1] / expected.program)] if expected.program else []
    module = ["-m", expected.module] if expected.module else []
    given = ["--args", shlex.join(expected.arguments)] if expected.arguments else []
    return [f"{expected.path}:{word}", *items, *set_up, *program, *module, *given]


def asked() -> dict[str, list[str]]:
    """Every loop by its name, with the arguments that compare it; files whose loop must not run are left out."""
    own = [each for each in (*LOOPS, *SCRIPTS) if not each.stops and not each.needs and each.ranked]
    return {
        **{each.slug: [each.slug] for each in catalogue.loops()},
        **{each.loop: arguments_of(each) for each in own if sys.version_info >= each.since},
    }


def answer(name: str, arguments: list[str], effort: str) -> Answer:
    """Compare, and read the document."""
    asked = ["compare", *arguments, "--effort", effort, *REPEATED]
    command = [sys.executable, "-m", "tests.bench.quick", ALONE, *asked]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if not made.stdout.startswith("{"):
        return Answer(name, "", "", made.stderr.strip()[-60:], None, None, 0, 0.0, None, None)
    document: dict[str, Any] = json.loads(made.stdout)
    verdict = document["verdict"] or {}
    plain: dict[str, Any] = next((row for row in document["summary"] if row["strategy"] == "serial"), {})
    said_s, *walls_s = [float(each) for each in made.stderr.splitlines()[-1].split()]
    of_favourites = favourites(document["summary"], verdict.get("strategy"))
    elapsed_s = document["ended"]["elapsed_s"]
    return Answer(
        loop=name,
        named=verdict.get("strategy") or "",
        family=verdict.get("family") or "",
        kind=verdict.get("kind") or "",
        gain=((verdict.get("gain") or {}).get("speedup") or {}).get("median"),
        loss_high=verdict.get("loss_high"),
        rounds=document["rounds_finished"],
        elapsed_s=elapsed_s,
        plain_s=(plain.get("wall_s") or {}).get("median"),
        cost=elapsed_s / sum(walls_s) if walls_s else None,
        beside_ms=(elapsed_s - sum(walls_s)) / len(walls_s) * 1000 if walls_s else None,
        said_s=said_s or None,
        favourites=tuple(f"{row['strategy']}:{row['call']}" for row in of_favourites),
        favourites_s=sum(row["wall_s"]["median"] for row in of_favourites),
    )


def favourites(summary: list[dict[str, Any]], named: str | None) -> list[dict[str, Any]]:
    """The rows of the plain loop, of whom the answer names, and of the best pool of each family."""
    ran = [row for row in summary if row["outcome"] == "finished" and row["wall_s"]]
    chosen = {row["strategy"]: row for row in ran if row["strategy"] in ("serial", named)}
    for family in ("threads", "processes"):
        own = [row for row in ran if family_of(row) == family and catalogue.find(row["strategy"]).width != "items"]
        if own:
            best = min(own, key=lambda row: row["wall_s"]["median"])
            chosen.setdefault(best["strategy"], best)
    return list(chosen.values())


def family_of(row: dict[str, Any]) -> str:
    """That of a row's strategy."""
    return catalogue.find(row["strategy"]).family


def settled(each: Answer, arguments: list[str], effort: str, rounds: int) -> tuple[str, float] | None:
    """The family that so many rounds of the favourites know, and how many times as long the named one's best takes.

    None where they don't know it.
    """
    asked = ["--strategies", ",".join(each.favourites), "--rounds", str(rounds), "--effort", effort]
    command = [sys.executable, "-m", "parloop_gui", "compare", *arguments, *asked, *REPEATED]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if not made.stdout.startswith("{"):
        return None
    document: dict[str, Any] = json.loads(made.stdout)
    verdict = document["verdict"] or {}
    walls = {row["strategy"]: row for row in document["summary"] if row["outcome"] == "finished" and row["wall_s"]}
    if verdict.get("kind") not in ("winner", "level", "keep-plain-loop") or not walls:
        return None
    own = [row["wall_s"]["median"] for row in walls.values() if family_of(row) == each.family]
    best = min(row["wall_s"]["median"] for row in walls.values())
    return verdict.get("family") or "", min(own, default=float("inf")) / best


def line(each: Answer, budget_s: float) -> str:
    """One answer as a line of the table."""
    gain = f"{each.gain:.2f}×" if each.gain else "–"
    loss = f"{each.loss_high:.0%}" if each.loss_high is not None else "–"
    plain = f"{each.plain_s * 1000:8.1f} ms" if each.plain_s is not None else f"{'–':>11}"
    cost = f"{each.cost:5.2f}" if each.cost else "    –"
    beside = f"{each.beside_ms:5.0f} ms" if each.beside_ms is not None else f"{'–':>8}"
    said = f"{each.said_s / each.elapsed_s:5.2f}×" if each.said_s and each.elapsed_s else f"{'–':>6}"
    return (
        f"{each.loop:34.34} {each.named:24} {each.kind:16.16} {gain:>8} {loss:>6} {each.rounds:4} "
        f"{each.elapsed_s:6.1f} s {plain} {cost} {beside} {said}  {', '.join(each.broken(budget_s))}"
    )


def alone(arguments: list[str]) -> int:
    """Make that comparison here; tell in seconds what it was said to take (0: nothing was) and each run's wall."""
    walls_s: list[float] = []
    said_s: list[float] = []

    def noting(plan: Plan, emit: Callable[[ComparisonEvent, Comparison], None], leave: Leave) -> Comparison:
        def note(event: ComparisonEvent, now: Comparison) -> None:
            if isinstance(event, RunFinished):
                measurement = event.ended.measurement
                walls_s.append(measurement.wall_s if measurement is not None else event.censored_s or 0.0)
            elif isinstance(event, PreflightMade):
                said_s.extend(each.estimate.total_s for each in event.reports if each.estimate is not None)
            emit(event, now)

        return measure(plan, note, leave)

    with mock.patch.object(compare, "measure", noting):
        status = cli.main(arguments)
    print(max(said_s, default=0.0), *walls_s, file=sys.stderr)
    return status


def main() -> int:
    """Print a line for each loop as it ends, and how many keep the promises; 1 where one does not answer or is late."""
    if sys.argv[1:2] == [ALONE]:
        return alone(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--effort", default="quick")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=0, help="so many rounds of the favourites besides")
    parser.add_argument("--within", type=float, default=60.0, help="seconds that these may take")
    chosen = parser.parse_args()
    loops = {name: args for name, args in asked().items() if not chosen.only or name in chosen.only.split(",")}
    budget_s = EFFORTS[chosen.effort].budget_s
    print(f"{'loop':34} {'named':24} {'kind':16} {'gain':>8} {'bound':>6} {'rds':>4} {'took':>8} ", end="")
    print(f"{'plain':>11}  cost    a run   said")
    answers, truths = [], []
    for name, arguments in loops.items():
        answers.append(answer(name, arguments, chosen.effort))
        print(line(answers[-1], budget_s), flush=True)
        if chosen.rounds and answers[-1].favourites:
            truths += [found] if (found := judged(answers[-1], arguments, chosen)) is not None else []
    broken = [each for each in answers if {"no answer", "late"} & set(each.broken(budget_s))]
    dear = [each for each in answers if "dear" in each.broken(budget_s)]
    print(
        f"{len(answers)} loops: {len(broken)} without an answer or late, {len(dear)} cost over {MOST_COST} × their runs"
    )
    off = [each.said_s / each.elapsed_s for each in answers if each.said_s and each.elapsed_s]
    if off:
        print(f"time said within a factor of 1.5: {sum(1 / 1.5 <= each <= 1.5 for each in off)} of {len(off)}")
    if truths:
        print(f"the right family: {sum(truths)} of {len(truths)} that {chosen.rounds} rounds know")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([asdict(each) for each in answers], indent=1) + "\n")
    return 1 if broken or sum(truths) < LEAST_RIGHT * len(truths) else 0


def judged(each: Answer, arguments: list[str], chosen: argparse.Namespace) -> bool | None:
    """Whether the family is right; None where nobody knows, or it would take too long. Prints what it is."""
    expected_s = chosen.rounds * each.favourites_s
    if expected_s > chosen.within:
        print(f"    skipped: {chosen.rounds} rounds of the favourites take about {expected_s:.0f} s")
        return None
    found = settled(each, arguments, chosen.effort, chosen.rounds)
    if found is None:
        print(f"    {chosen.rounds} rounds don't know the family", flush=True)
        return None
    family, behind = found
    is_right = each.family == family or behind <= SAME_FAMILY
    print(
        f"    {chosen.rounds} rounds: {family}; the named one takes {behind:.2f} ×: {'right' if is_right else 'WRONG'}"
    )
    return is_right


if __name__ == "__main__":
    sys.exit(main())
