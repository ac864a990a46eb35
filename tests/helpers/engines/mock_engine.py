"""An engine that runs nothing and times nothing: its clock goes forward by what each strategy is said to take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.messages import (
    Event,
    LoopSpec,
    Measurement,
    Noise,
    Probe,
    RunEnded,
    RunProgress,
    RunSpec,
    RunStarted,
    SupervisorReady,
)
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan

PYTHON = Interpreter("3.11", "/py/3.11", "3.11.7", free_threaded=False, gil=True, cores=2)
OTHER_PYTHON = Interpreter("3.13t", "/py/3.13t", "3.13.5", free_threaded=True, gil=False, cores=2)
CALLS = {"serial": "for", "thread": "slots", "process": "queue"}
THREE = ("thread-pool-executor", "process-pool", "process-pool-executor")

HELD = Probe(100, 0.005, 0.006, 1.0, 1.0)
# A run that differs is a plain one that finished with other results than the one before.
MockEnding = Outcome | Literal["differs"]
Endings = dict[str, MockEnding | Callable[[RunSpec], MockEnding]]


def plan(*strategies: str, items: int = 60, sample: int | None = None, **changes: object) -> Plan:
    """Primes with these strategies (three by default) under one Python, quick."""
    choices = tuple(Choice(each, CALLS.get(each, "map")) for each in strategies or THREE)
    values = {"pythons": (PYTHON,), "effort": "quick", "seed": 7, **changes}
    return Plan(LoopSpec("builtin", "primes", items, seed=7, sample=sample), choices, **values)  # type: ignore[arg-type]


@dataclass
class MockEngine:
    """`wall_s` by strategy (1 s where none is given); the rest of a run takes `overhead_s`.

    `endings` gives the outcome of a strategy's runs ("finished" where none is given) or a function of the spec.
    `share` is how much of the tasks' time is CPU time. `afresh` are the numbers of the runs for which a new supervisor
    starts. `at(run number)` is called when that run is half done. `probe` is what the probe beside a plain loop saw.
    `wall_s` are for `whole` items (None: however many there are); progress comes in so many `steps`. A run that takes
    longer than its limit times out there.
    """

    wall_s: dict[str, float] = field(default_factory=dict)
    overhead_s: float = 0.0
    share: float = 1.0
    endings: Endings = field(default_factory=dict)
    steal: list[float] = field(default_factory=list)
    afresh: tuple[int, ...] = (1,)
    at: Callable[[int], None] = lambda number: None
    probe: Probe = HELD
    whole: int | None = None
    foreign: dict[int, float] = field(default_factory=dict)
    steps: int = 2
    specs: list[RunSpec] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    now: float = 0.0

    def clock(self) -> float:
        """Seconds, as the conductor sees them."""
        return self.now

    def stop(self, run: str) -> None:
        """The run ends at its next step."""
        self.stopped.add(run)

    def prepare(self, pythons: Iterable[str]) -> None:
        """There is nothing to start."""

    def execute(self, spec: RunSpec) -> Iterator[Event]:
        """Make a run: half of it, a progress event, the other half."""
        self.specs.append(spec)
        items = spec.loop.sample or int(spec.loop.items)
        wall_s = self.wall_s.get(spec.strategy, 1.0) * (items / self.whole if self.whole else 1.0)
        limit_s = spec.timeout_s - self.overhead_s
        self.now += self.overhead_s
        if len(self.specs) in self.afresh:
            yield SupervisorReady(1, 1)
        yield RunStarted(spec.id, 1, items)
        for step in range(1, self.steps + 1):
            if step * wall_s / self.steps > limit_s:
                self.now += max(0.0, limit_s - (step - 1) * wall_s / self.steps)
                yield RunEnded(spec.id, "timed-out", f"Not done after {spec.timeout_s:g} s.", limit="run")
                return
            done = items * step // self.steps
            self.now += wall_s / self.steps
            if done < items:
                if step == self.steps // 2:
                    self.at(len(self.specs))
                yield RunProgress(spec.id, done, items)
            if spec.id in self.stopped:
                cpu_s = self.share * wall_s * step / self.steps
                yield RunEnded(spec.id, "stopped", "Stopped.", cut_cpu_s=cpu_s)
                return
        yield self.ended(spec, wall_s, items)

    def ended(self, spec: RunSpec, wall_s: float, items: int) -> RunEnded:
        """How a run that nobody stopped ends."""
        chosen = self.endings.get(spec.strategy, "finished")
        ending = chosen if isinstance(chosen, str) else chosen(spec)
        outcome: Outcome = "finished" if ending == "differs" else ending
        if outcome not in ("finished", "wrong-result"):
            if outcome == "timed-out":
                return RunEnded(spec.id, outcome, f"Not done after {spec.timeout_s:g} s.", limit="run")
            return RunEnded(spec.id, outcome, f"It {outcome}.")
        match = ending == "finished"
        steal = self.steal.pop(0) if self.steal else 0.0
        noise = Noise(steal_share=steal, foreign_cores=self.foreign.get(len(self.specs), 0.1))
        measurement = self._measurement(spec, wall_s, items, match)
        told = "" if match else "Item 3 differs."
        if spec.spans_file is not None:
            Path(spec.spans_file).touch()
        return RunEnded(spec.id, outcome, told, measurement=measurement, noise=noise, spans_file=spec.spans_file)

    def _measurement(self, spec: RunSpec, wall_s: float, items: int, match: bool) -> Measurement:
        width = {"serial": 1, "thread": items, "process": items}.get(spec.strategy, spec.workers or 2)
        inside_s = wall_s * min(width, items)
        return Measurement(
            items=items,
            tasks=items,
            width=width,
            workers=width,
            workers_started=width,
            chunksize=None,
            start_method=None,
            wall_s=wall_s,
            startup_s=0.0,
            work_s=wall_s,
            winddown_s=0.0,
            first_result_s=0.0,
            cpu_s=inside_s * self.share,
            children_cpu_s=0.0,
            task_wall_s=inside_s,
            task_cpu_s=inside_s * self.share,
            core_wait_s=0.0,
            peak_rss_bytes=None,
            results_match=match,
            match_message="" if match else "Item 3 differs.",
            probe=self.probe if spec.probe else None,
            kept_open_s=0.8 * wall_s if spec.kept_open else None,
        )
