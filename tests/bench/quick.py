"""Does Quick answer every loop, in its time? Real comparisons on the command line: built-in loops and users' files.

    python -m tests.bench.quick [--only NAME,…] [--effort quick] [--json FILE]

Held: every loop that can be run at all ends with a name and a bound, within the effort's time and two seconds. Told:
whom it names, its gain, how sure it is, how long it took from the first run on, and what a whole comparison costs
beside the walls of all the runs it made, those behind the last round too, and of those that were cut as far as they
came (at most 1.3 where the plain loop takes 50 ms and more); what that comes to for each run, in milliseconds.
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
from parloop_gui.model.events.events import ComparisonEvent, RunFinished
from parloop_gui.model.plan.plan import EFFORTS, Plan
from tests.loops.expected import LOOPS, SCRIPTS, Expected

LATE_S = 2.0
MOST_COST = 1.3
COSTS_FROM_S = 0.05
# In place of this bench: one comparison, and the walls of its runs on a last line of stderr.
ALONE = "--alone"


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
    asked = ["compare", *arguments, "--effort", effort, "--json", "--no-history", "--repeat-effects"]
    command = [sys.executable, "-m", "tests.bench.quick", ALONE, *asked]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if not made.stdout.startswith("{"):
        return Answer(name, "", "", made.stderr.strip()[-60:], None, None, 0, 0.0, None, None)
    document: dict[str, Any] = json.loads(made.stdout)
    verdict = document["verdict"] or {}
    plain: dict[str, Any] = next((row for row in document["summary"] if row["strategy"] == "serial"), {})
    walls_s = [float(each) for each in made.stderr.splitlines()[-1].split()]
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
    )


def line(each: Answer, budget_s: float) -> str:
    """One answer as a line of the table."""
    gain = f"{each.gain:.2f}×" if each.gain else "–"
    loss = f"{each.loss_high:.0%}" if each.loss_high is not None else "–"
    plain = f"{each.plain_s * 1000:8.1f} ms" if each.plain_s is not None else f"{'–':>11}"
    cost = f"{each.cost:5.2f}" if each.cost else "    –"
    beside = f"{each.beside_ms:5.0f} ms" if each.beside_ms is not None else f"{'–':>8}"
    return (
        f"{each.loop:34.34} {each.named:24} {each.kind:16.16} {gain:>8} {loss:>6} {each.rounds:4} "
        f"{each.elapsed_s:6.1f} s {plain} {cost} {beside}  {', '.join(each.broken(budget_s))}"
    )


def alone(arguments: list[str]) -> int:
    """Make that comparison here, and tell the walls of every run made, in seconds."""
    walls_s: list[float] = []

    def noting(plan: Plan, emit: Callable[[ComparisonEvent, Comparison], None], leave: Leave) -> Comparison:
        def note(event: ComparisonEvent, now: Comparison) -> None:
            if isinstance(event, RunFinished):
                measurement = event.ended.measurement
                walls_s.append(measurement.wall_s if measurement is not None else event.censored_s or 0.0)
            emit(event, now)

        return measure(plan, note, leave)

    with mock.patch.object(compare, "measure", noting):
        status = cli.main(arguments)
    print(*walls_s, file=sys.stderr)
    return status


def main() -> int:
    """Print a line for each loop as it ends, and how many keep the promises; 1 where one does not answer or is late."""
    if sys.argv[1:2] == [ALONE]:
        return alone(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--effort", default="quick")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    loops = {name: args for name, args in asked().items() if not chosen.only or name in chosen.only.split(",")}
    budget_s = EFFORTS[chosen.effort].budget_s
    print(f"{'loop':34} {'named':24} {'kind':16} {'gain':>8} {'bound':>6} {'rds':>4} {'took':>8} ", end="")
    print(f"{'plain':>11}  cost    a run")
    answers = []
    for name, arguments in loops.items():
        answers.append(answer(name, arguments, chosen.effort))
        print(line(answers[-1], budget_s), flush=True)
    broken = [each for each in answers if {"no answer", "late"} & set(each.broken(budget_s))]
    dear = [each for each in answers if "dear" in each.broken(budget_s)]
    print(
        f"{len(answers)} loops: {len(broken)} without an answer or late, {len(dear)} cost over {MOST_COST} × their runs"
    )
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([asdict(each) for each in answers], indent=1) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
