"""How long does Parloop take beside hyperfine, and do both name the same? Four loops.

    python -m tests.bench.hyperfine [--loop NAME] [--runs 10] [--json FILE]

Each loop is compared in Quick; then hyperfine runs the scripts that Parloop writes for the same strategies, one run to
warm up and ten that count, as one would who has no Parloop. hyperfine times a whole script, with Python's start and
the imports in it, and each script by itself, one after the other: a slow spell of the machine meets one of them alone.

Told, not held: the seconds of each, whom each ranks first, and where the one that Parloop names stands with hyperfine,
with how much slower it is there. Where hyperfine is not installed that is printed, and the exit status is 0.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from parloop_gui.bridge.interpreters.discovery import own_interpreter
from parloop_gui.bridge.scheduler.conducting import conducting
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.script import named, script_of
from parloop_gui.model.plan.plan import Choice, Plan
from tests.bench.forecast import loop_of

RUNS = 10


def loops() -> dict[str, LoopSpec]:
    """One that computes, one that waits, one that does next to nothing, and one of a user's file."""
    return {
        **{name: LoopSpec("builtin", name, catalogue.loop(name).default_items) for name in ("primes", "sleep")},
        "shop/prices.py": loop_of("shop/prices.py:with_tax", "ORDERS"),
        "words.py": loop_of("words.py:count", "FILES"),
    }


@dataclass(frozen=True)
class Beside:
    """Both on one loop. Seconds of the whole; `means_s` are hyperfine's of each script that came to its end."""

    loop: str
    parloop_s: float
    named: str
    hyperfine_s: float
    means_s: Mapping[str, float]

    @property
    def ranked(self) -> list[str]:
        """The fastest first, as hyperfine has it."""
        return sorted(self.means_s, key=lambda each: self.means_s[each])

    @property
    def behind(self) -> float | None:
        """How much slower the one that Parloop names is than the best, as hyperfine has it; None where it failed."""
        own = self.means_s.get(self.named)
        return None if own is None else own / min(self.means_s.values()) - 1


def compared(loop: LoopSpec) -> Comparison:
    """The comparison in Quick."""
    choices = tuple(Choice(*each) for each in parse_choices("classic", None, is_async=loop.is_async))
    with conducting(Plan(loop, choices, (own_interpreter(),), effort="quick", seed=1), lambda *_: None) as conductor:
        return conductor.run()


def timed(comparison: Comparison, runs: int) -> tuple[float, dict[str, float]]:
    """What hyperfine takes over all scripts, and the mean that it finds of each; none of those that fail."""
    with tempfile.TemporaryDirectory() as folder:
        commands: dict[str, str] = {}
        for each in comparison.contestants:
            path = Path(folder, f"{each.strategy}.py")
            path.write_text(script_of(comparison, each, each.call), encoding="utf-8")
            commands[each.strategy] = f"{sys.executable} {path}"
        found = Path(folder, "found.json")
        options = ["--shell=none", "--warmup", "1", "--runs", str(runs), "--ignore-failure"]
        began = time.monotonic()
        command = ["hyperfine", *options, "--export-json", str(found), *commands.values()]
        subprocess.run(command, check=True, capture_output=True)
        took_s = time.monotonic() - began
        results = json.loads(found.read_text())["results"]
    ended = zip(commands, results, strict=True)
    return took_s, {strategy: each["mean"] for strategy, each in ended if not any(each["exit_codes"])}


def beside(name: str, loop: LoopSpec, runs: int) -> Beside:
    """Parloop first, then hyperfine."""
    comparison = compared(loop)
    parloop_s = comparison.ended.elapsed_s if comparison.ended is not None else 0.0
    return Beside(name, parloop_s, named(comparison).strategy, *timed(comparison, runs))


def main() -> int:
    """Print a line for each loop, then hyperfine's order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loop", default="", help="only those that have this in their name")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if shutil.which("hyperfine") is None:
        print("skipped: hyperfine is not installed (apt-get install hyperfine)")
        return 0
    found = []
    for name, loop in loops().items():
        if asked.loop in name:
            found.append(beside(name, loop, asked.runs))
            _print(found[-1])
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(each) for each in found], indent=1))
    return 0


def _print(each: Beside) -> None:
    behind = f"{each.behind:+.1%}" if each.behind is not None else "failed"
    print(
        f"{each.loop:16} Parloop {each.parloop_s:5.1f} s: {each.named:22} hyperfine {each.hyperfine_s:5.1f} s: "
        f"{each.ranked[0]:22} Parloop's there {behind}",
        flush=True,
    )
    print(" " * 17 + ", ".join(f"{slug} {each.means_s[slug] * 1000:.0f} ms" for slug in each.ranked))


if __name__ == "__main__":
    sys.exit(main())
