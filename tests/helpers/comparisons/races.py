"""Simulated comparisons: walls drawn from a made-up machine, then counted, stopped and judged by the real code."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.messages import LoopSpec, Measurement, Probe, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonEnded, ComparisonStarted, RoundFinished, RunFinished
from parloop_gui.model.plan.plan import EFFORTS, Choice, Contestant, Interpreter, Plan
from parloop_gui.model.statistics.race import advanced, begun
from parloop_gui.model.statistics.wall_times import WallTimes

PYTHON = Interpreter("3.11", "/somewhere/python3.11", "3.11.7", free_threaded=False, gil=True, cores=2)


def contestant(slug: str) -> Contestant:
    """A strategy by its usual call."""
    return Contestant(slug, catalogue.strategy(slug).default_call, PYTHON.id)


PLAIN = contestant("serial")
THREADS = tuple(contestant(slug) for slug in ("thread", "thread-pool", "thread-pool-executor"))
PROCESSES = tuple(contestant(slug) for slug in ("process", "process-pool", "process-pool-executor"))
SEVEN = (PLAIN, *THREADS, *PROCESSES)
# What a probe sees beside a plain loop that holds the GIL, and beside one that leaves it free.
HELD = Probe(100, 0.005, 0.006, 1.0, 1.0)
FREE = Probe(500, 0.0001, 0.0001, 0.0, 0.0)


@dataclass(frozen=True)
class Machine:
    """How unsteady walls are: their coefficient of variation and the correlation of one run with the next, as ranges.

    The correlated part is the machine's speed, shared by whatever runs: an AR(1) process over the runs in the order
    they are made. The rest is each run's own. Both are log-normal. The defaults are what was measured on a virtual
    machine.
    """

    variation: tuple[float, float] = (0.13, 0.20)
    correlation: tuple[float, float] = (0.5, 0.8)


@dataclass(frozen=True)
class Race:
    """One simulated comparison: how it ended, and which of its speed-up intervals hold the truth."""

    comparison: Comparison
    covered: Mapping[Contestant, bool]

    @property
    def rounds(self) -> int:
        """How many rounds it took."""
        return self.comparison.rounds_finished

    @property
    def kind(self) -> str:
        """The verdict's kind."""
        assert self.comparison.verdict is not None
        return self.comparison.verdict.kind

    @property
    def named(self) -> Contestant | None:
        """Whom the verdict names."""
        assert self.comparison.verdict is not None
        return self.comparison.verdict.contestant


def plan_for(effort: str, contestants: Sequence[Contestant] = SEVEN, rounds: int | None = None) -> Plan:
    """A plan of that effort over a built-in loop."""
    choices = tuple(Choice(each.strategy, each.call) for each in contestants)
    return Plan(LoopSpec("builtin", "primes", 60), choices, (PYTHON,), workers=2, effort=effort, rounds=rounds)


def race(effort: str, speedups: Mapping[Contestant, float], machine: Machine, generator: np.random.Generator) -> Race:
    """A comparison of contestants with these true speed-ups, raced to its end; `generator` makes it repeatable."""
    contestants, of = tuple(speedups), EFFORTS[effort]
    rounds = list(_rounds(speedups, machine, of.most_rounds, generator))
    made, wall_times, ran = begun(contestants), WallTimes({each: {} for each in contestants}), []
    for number, wall_times_s in enumerate(rounds, 1):
        ran.append({each: wall_times_s[each] for each in made.racing})
        for each in made.racing:
            wall_times[each][number] = math.log(wall_times_s[each])
        made = advanced(made, wall_times, contestants, of)
        if made.known:
            break
    comparison = compare(plan_for(effort, contestants), contestants, ran)
    comparison = fold(comparison, ComparisonEnded("done" if made.known else "budget"))
    return Race(comparison, _covered(comparison, speedups))


def compare(plan: Plan, contestants: Sequence[Contestant], rounds: Sequence[Mapping[Contestant, float]]) -> Comparison:
    """The comparison after these rounds; each holds the wall time in seconds of every contestant's run."""
    comparison = fold(None, ComparisonStarted(plan, tuple(contestants), (), {}, "2026-01-02T03:04:05+01:00"))
    for number, wall_times_s in enumerate(rounds, 1):
        for contestant, wall_s in wall_times_s.items():
            run = f"{number}-{contestant.strategy}"
            ended = RunEnded(run, "finished", measurement=measured(contestant, wall_s))
            comparison = fold(comparison, RunFinished(run, contestant, number, ended))
        comparison = fold(comparison, RoundFinished(number, 0.0))
    return comparison


def measured(contestant: Contestant, wall_s: float) -> Measurement:
    """A run of 60 tasks that compute under a held GIL."""
    width = 1 if contestant == PLAIN else 2
    task_wall_s = 1.96 if contestant in THREADS else 1.0
    return Measurement(
        items=60,
        tasks=60,
        width=width,
        workers=width,
        workers_started=width,
        chunksize=None,
        start_method="fork" if contestant in PROCESSES else None,
        wall_s=wall_s,
        startup_s=0.01,
        work_s=wall_s - 0.02,
        winddown_s=0.01,
        first_result_s=0.03,
        cpu_s=1.0,
        children_cpu_s=0.0,
        task_wall_s=task_wall_s,
        task_cpu_s=0.98,
        core_wait_s=0.01,
        peak_rss_bytes=30_000_000,
        results_match=True,
        match_message="",
    )


def _rounds(
    speedups: Mapping[Contestant, float], machine: Machine, count: int, generator: np.random.Generator
) -> Iterator[dict[Contestant, float]]:
    """Wall times of every round, made in a new random order each time."""
    contestants = list(speedups)
    spread = math.sqrt(math.log1p(generator.uniform(*machine.variation) ** 2))
    lag = generator.uniform(*machine.correlation)
    memory = math.sqrt(lag)
    shared, own = spread * math.sqrt(lag / memory), spread * math.sqrt(1 - lag / memory)
    speed = generator.normal()
    for _ in range(count):
        wall_times_s = {}
        for index in generator.permutation(len(contestants)):
            contestant = contestants[index]
            speed = memory * speed + math.sqrt(1 - memory**2) * generator.normal()
            wall_times_s[contestant] = math.exp(shared * speed + own * generator.normal()) / speedups[contestant]
        yield wall_times_s


def _covered(comparison: Comparison, speedups: Mapping[Contestant, float]) -> dict[Contestant, bool]:
    figures = {row.contestant: row.speedup for row in comparison.rows if row.speedup is not None}
    return {each: figure.low <= speedups[each] <= figure.high for each, figure in figures.items()}
