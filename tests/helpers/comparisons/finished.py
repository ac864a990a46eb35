"""Made-up comparisons: three strategies, two rounds, one failure; no process is started."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import Any

from parloop_gui.engine.protocol.messages import LoopSpec, Noise, Probe, RunEnded
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded, EstimateMade, RunFinished
from parloop_gui.model.explain.verdict import Advice, Gain, Reason, Verdict
from parloop_gui.model.plan.plan import Choice, Contestant, Plan
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.summary import Figure, Row
from tests.helpers.comparisons.races import PYTHON, measured

SERIAL = Contestant("serial", "for", "3.11")
THREADS = Contestant("thread-pool-executor", "map", "3.11")
PROCESSES = Contestant("process-pool-executor", "map", "3.11")
BROKEN = Contestant("process-pool", "map", "3.11")
WALL_TIMES_S = {SERIAL: 1.0, THREADS: 1.1, PROCESSES: 0.54}


def a_plan() -> Plan:
    """Primes with four strategies under one Python."""
    loop = LoopSpec("builtin", "primes", 60, {"numbers": 50}, seed=7)
    choices = tuple(Choice(each.strategy, each.call) for each in (SERIAL, THREADS, PROCESSES, BROKEN))
    return Plan(loop, choices, (PYTHON,), workers=2, effort="quick", seed=7)


def a_comparison() -> Comparison:
    """A finished comparison with a winner, a failed strategy and one that can't run here."""
    return Comparison(
        plan=a_plan(),
        created="2026-01-02T03:04:05+01:00",
        machine={"system": "Linux", "cores": 2, "load_1min": 0.25, "model": None},
        contestants=(SERIAL, THREADS, PROCESSES, BROKEN),
        unavailable=((Contestant("joblib", "delayed", "3.11"), "joblib is not installed."),),
        runs=tuple(_runs()),
        rounds_finished=2,
        estimate=EstimateMade(2.5, 15, 20.0),
        ended=ComparisonEnded("done", "", 7.25),
        rows=(*(_row(each) for each in WALL_TIMES_S), _failed_row()),
        verdict=a_verdict(),
    )


def a_document() -> dict[str, Any]:
    """The document of a finished comparison, as JSON gives it."""
    document: dict[str, Any] = json.loads(_encoded())
    return document


@functools.cache
def _encoded() -> bytes:
    return encode(to_document(a_comparison()))


def a_verdict() -> Verdict:
    """Processes win."""
    return Verdict(
        kind="winner",
        headline="Use ProcessPoolExecutor",
        figure="1.85× faster than the plain loop (95% CI 1.80–1.90)",
        because="Threads took turns on the GIL, waiting for it 49% of their time: 0.909×.",
        contestant=PROCESSES,
        strategy="process-pool-executor",
        call="map",
        width=2,
        advice=(Advice("start-up", "Make the workers once and use them for many loops.", {"starting_share": 0.28}),),
        gain=Gain(Figure(1.85, 1.8, 1.9), "3.11"),
        reasons=(
            Reason(
                "turns",
                "Threads took turns on the GIL, waiting for it 49% of their time: 0.909×.",
                {"gil_wait_share": 0.49, "speedup": 0.909},
            ),
        ),
    )


def _runs() -> list[RunFinished]:
    runs = [
        RunFinished(f"r{round_}-{each.strategy}", each, round_, _ended(each, round_), workers=2)
        for round_ in range(3)
        for each in WALL_TIMES_S
    ]
    lost = RunEnded("r0-process-pool", "crashed", "A worker died: signal 9, at item 3.", "details", "out\n")
    return [*runs, RunFinished("r0-process-pool", BROKEN, 0, lost, workers=2)]


def _ended(contestant: Contestant, round_: int) -> RunEnded:
    measurement = replace(
        measured(contestant, WALL_TIMES_S[contestant] + 0.01 * round_),
        chunksize=8 if contestant == PROCESSES else None,
        task_wall_s=1.0,
        probe=Probe(100, 0.004, 0.005, 0.9, 0.9) if round_ == 0 else None,
    )
    return RunEnded(f"r{round_}-{contestant.strategy}", "finished", measurement=measurement, noise=Noise(0.3, 0.0, 0.1))


def _row(contestant: Contestant) -> Row:
    wall_s = WALL_TIMES_S[contestant]
    return Row(
        contestant,
        rounds=2,
        width=2,
        workers=2,
        wall_s=Figure(wall_s, wall_s * 0.98, wall_s * 1.02),
        throughput_per_s=Figure(60 / wall_s, 58 / wall_s, 62 / wall_s),
        speedup=Figure(1 / wall_s, 0.97 / wall_s, 1.03 / wall_s),
        round_wall_times_s=(wall_s, wall_s),
        rank=1 if contestant == PROCESSES else 2,
        tag=Tag("cpu-bound", 0.98, 0.99, 0.01, 0.0, "held"),
        startup_s=0.01,
    )


def _failed_row() -> Row:
    return Row(BROKEN, rounds=0, outcome="crashed", message="A worker died: signal 9, at item 3.")
