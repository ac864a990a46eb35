"""Comparisons in every state the window can show: made-up measurements, folded and judged by the real code."""

from __future__ import annotations

import functools
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.messages import LoopSpec, Measurement, Noise, Probe, RunEnded
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    ContestantAdded,
    EndReason,
    EstimateMade,
    ForecastMade,
    RoundFinished,
    RunAdvanced,
    RunBegan,
    RunFinished,
)
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.plan.plan import Arrangement, Choice, Contestant, Interpreter, Plan

PYTHON = Interpreter("3.13", "/usr/bin/python3.13", "3.13.0", free_threaded=False, gil=True, cores=2)
FREE = Interpreter("3.13t", "/usr/bin/python3.13t", "3.13.0", free_threaded=True, gil=False, cores=2)
OTHERS = (
    PYTHON,
    FREE,
    Interpreter("3.11", "/usr/bin/python3.11", "3.11.7", free_threaded=False, gil=True, cores=2),
)
MACHINE: dict[str, str | int | float | None] = {
    "system": "Linux",
    "distribution": "Debian GNU/Linux 12 (bookworm)",
    "cores": 2,
    "memory_bytes": 4_080_218_931,
}
EVERY_SLUG = tuple(info.slug for info in catalogue.strategies())
SLUGS = tuple(info.slug for info in catalogue.strategies() if info.classic)


@dataclass(frozen=True)
class Pace:
    """How a strategy does: seconds for the loop, tasks at once, and the share of a task's time on a core."""

    wall_s: float
    width: int
    cpu_share: float
    spread: float = 0.015


@dataclass(frozen=True, eq=False)
class Scene:
    """A made-up comparison; `fails` ends a strategy badly in its first run: (outcome, sentence).

    `free` are the paces under a second, free-threaded Python, if there is one; under `further` ones all take as long as
    under the first. Scenes are told apart by identity, so
    that their comparisons can be kept: those of fifteen rounds take 25 ms to fold, and hundreds of tests want one.
    """

    loop: str
    items: int
    paces: dict[str, Pace]
    effort: str = "quick"
    fails: dict[str, tuple[Outcome, str]] | None = None
    probe_s: float = 0.005
    free: dict[str, Pace] | None = None
    further: tuple[Interpreter, ...] = ()
    cut_s: float = 1.3
    """After so long a run that was overtaken was ended."""

    def plan(self) -> Plan:
        """The plan it is made by."""
        choices = tuple(Choice(slug, default_call(slug, self.loop)) for slug in (*self.paces, *self._bad()))
        return Plan(
            LoopSpec("builtin", self.loop, self.items, {}, seed=1),
            choices,
            ((PYTHON, FREE) if self.free else (PYTHON,)) + self.further,
            effort=self.effort,
            seed=1,
        )

    def contestants(self) -> tuple[Contestant, ...]:
        """Everyone who takes part, in the catalogue's order."""
        taking_part = {*self.paces, *self._bad()}
        return tuple(
            Contestant(slug, default_call(slug, self.loop), python.id)
            for python in self.plan().pythons
            for slug in EVERY_SLUG
            if slug in taking_part
        )

    def events(
        self,
        rounds: int,
        ended: EndReason | None = "done",
        runs_in: Callable[[Contestant, int], bool] = lambda contestant, number: True,
    ) -> Iterator[ComparisonEvent]:
        """What a conductor would tell; `ended` None leaves the comparison in the middle of the next round.

        `runs_in` says whether one runs in a round that is about to begin.
        """
        dice = random.Random(4)
        yield ComparisonStarted(self.plan(), self.contestants(), (), MACHINE, "2026-01-02T03:04:05+01:00")
        for number in range(rounds + 1):
            for contestant in self.contestants():
                if (contestant.strategy in self._bad() and number) or not runs_in(contestant, number):
                    continue
                run = f"{number}-{contestant.strategy}-{contestant.python}"
                yield RunBegan(run, contestant, number)
                censored_s = self.cut_s if self._bad().get(contestant.strategy, ("",))[0] == "overtaken" else None
                yield RunFinished(
                    run, contestant, number, self._ended(run, contestant, number, dice), censored_s=censored_s
                )
            if number == 0:
                yield EstimateMade(sum(pace.wall_s for pace in self.paces.values()), 15, 20.0)
            else:
                yield RoundFinished(number, (15 - number) * 1.3)
        if ended is not None:
            yield ComparisonEnded(ended, "", 14.2)
            return
        racing = [each for each in self.contestants() if runs_in(each, rounds + 1)]
        yield RunBegan("last", racing[min(2, len(racing) - 1)], rounds + 1, at_most_s=12.0)
        yield RunAdvanced("last", self.items // 3, self.items, at_most_s=12.0)

    def comparison(self, rounds: int, ended: EndReason | None = "done") -> Comparison:
        """The comparison after those events."""
        return _folded(self, rounds, ended)

    def race(self, rounds: int, ended: EndReason | None = "done") -> Comparison:
        """The same where only those run in a round who still race."""
        now: Comparison | None = None

        def runs_in(contestant: Contestant, number: int) -> bool:
            race = now.race if now is not None else None
            return race is None or number < 2 or contestant in race.racing

        for event in self.events(rounds, ended, runs_in):
            now = fold(now, event)
        assert now is not None
        return now

    def expected(self) -> Comparison:
        """Only the plain loop was tried: what the others are expected to take."""
        begun = fold(None, next(self.events(0)))
        at_first = next(event for event in self.events(0) if isinstance(event, RunFinished))
        now = fold(begun, at_first)
        plain_s = self.paces["serial"].wall_s
        forecasts = tuple(
            Forecast(
                each,
                wall_s,
                0.88 * wall_s,
                1.13 * wall_s,
                plain_s / wall_s,
                0.86 * plain_s / wall_s,
                1.06 * plain_s / wall_s,
                workers=self.paces[each.strategy].width,
            )
            for each in self.contestants()
            for wall_s in (self.paces[each.strategy].wall_s,)
        )
        now = fold(now, ForecastMade(forecasts))
        now = fold(now, RunBegan("first", self.contestants()[-1], 0, at_most_s=18.0))
        return fold(now, RunAdvanced("first", self.items // 3, self.items, at_most_s=18.0))

    def _bad(self) -> dict[str, tuple[Outcome, str]]:
        return self.fails or {}

    def _ended(self, run: str, contestant: Contestant, number: int, dice: random.Random) -> RunEnded:
        if contestant.strategy in self._bad():
            outcome, sentence = self._bad()[contestant.strategy]
            return RunEnded(run, outcome, sentence)
        paces = self.free if self.free and contestant.python == FREE.id else self.paces
        pace = paces[contestant.strategy]
        wall_s = pace.wall_s * dice.lognormvariate(0.0, pace.spread)
        return RunEnded(
            run, "finished", measurement=self._measured(contestant, pace, wall_s, number), noise=Noise(0.4, 0.0, 0.1)
        )

    def _measured(self, contestant: Contestant, pace: Pace, wall_s: float, number: int) -> Measurement:
        task_wall_s = wall_s * pace.width * (0.93 if pace.wall_s < 1 else 0.97)
        if self.paces["serial"].cpu_share < 0.2:  # what a task waits for takes no longer beside others
            task_wall_s = min(task_wall_s, self.paces["serial"].wall_s)
        processes = catalogue.strategy(contestant.strategy).family == "processes"
        probed = contestant.strategy == "serial" and number == 0
        return Measurement(
            items=self.items,
            tasks=self.items,
            width=pace.width,
            workers=min(pace.width, 2) if pace.cpu_share > 0.5 else pace.width,
            workers_started=pace.width,
            chunksize=self.items // 8 if contestant.strategy == "process-pool" else None,
            start_method="fork" if processes else None,
            wall_s=wall_s,
            startup_s=0.006,
            work_s=wall_s - 0.008,
            winddown_s=0.002,
            first_result_s=0.009,
            cpu_s=task_wall_s * pace.cpu_share,
            children_cpu_s=task_wall_s * pace.cpu_share if processes else 0.0,
            task_wall_s=task_wall_s,
            task_cpu_s=task_wall_s * pace.cpu_share,
            core_wait_s=0.0,
            peak_rss_bytes=(76 if processes else 38) * 2**20,
            results_match=True,
            match_message="",
            probe=Probe(200, self.probe_s, self.probe_s, 0.9, 0.8) if probed else None,
            task_times_s=_task_times_s(task_wall_s / self.items, pace.cpu_share),
        )


@functools.cache
def _folded(scene: Scene, rounds: int, ended: EndReason | None) -> Comparison:
    now: Comparison | None = None
    for event in scene.events(rounds, ended):
        now = fold(now, event)
    assert now is not None
    return now


def _task_times_s(mean_s: float, cpu_share: float) -> tuple[float, ...]:
    """Times per task around a mean: the more they wait, the more they spread."""
    spread = NormalDist(0.0, 0.05 + 0.25 * (1 - cpu_share))
    return tuple(mean_s * math.exp(spread.inv_cdf((at + 0.5) / 64)) for at in range(64))


CPU = Scene(
    "primes",
    200,
    {
        "serial": Pace(0.386, 1, 0.99),
        "thread": Pace(0.398, 200, 0.02),
        "thread-pool": Pace(0.402, 2, 0.49),
        "thread-pool-executor": Pace(0.399, 2, 0.49),
        "process": Pace(0.243, 200, 0.97),
        "process-pool": Pace(0.207, 2, 0.98),
        "process-pool-executor": Pace(0.190, 2, 0.98),
    },
)
IO = Scene(
    "sleep",
    200,
    {
        "serial": Pace(8.06, 1, 0.03),
        "thread": Pace(1.04, 200, 0.04),
        "thread-pool": Pace(1.04, 32, 0.04),
        "thread-pool-executor": Pace(1.03, 32, 0.04),
        "process": Pace(1.31, 200, 0.05),
        "process-pool-executor": Pace(1.12, 32, 0.05),
    },
    fails={"process-pool": ("timed-out", "Not done after 20 s: a lost worker makes Pool wait for ever.")},
    probe_s=0.0011,
)
TWO_PYTHONS = replace(
    CPU,
    free={
        "serial": Pace(0.441, 1, 0.99),
        "thread": Pace(0.262, 200, 0.95),
        "thread-pool": Pace(0.229, 2, 0.98),
        "thread-pool-executor": Pace(0.226, 2, 0.98),
        "process": Pace(0.362, 200, 0.97),
        "process-pool": Pace(0.251, 2, 0.98),
        "process-pool-executor": Pace(0.238, 2, 0.98),
    },
)
_FEW = ("serial", "thread-pool-executor", "process-pool", "process-pool-executor")
THREE_PYTHONS = replace(
    TWO_PYTHONS,
    paces={slug: CPU.paces[slug] for slug in _FEW},
    free={slug: pace for slug, pace in (TWO_PYTHONS.free or {}).items() if slug in _FEW},
    further=OTHERS[2:],
)
TWENTY_FOUR = replace(
    TWO_PYTHONS,
    paces={**CPU.paces, "asyncio": Pace(0.405, 2, 0.5)},
    free={**(TWO_PYTHONS.free or {}), "asyncio": Pace(0.233, 2, 0.97)},
    further=OTHERS[2:],
)
LEVEL = Scene(
    "sleep",
    60,
    {slug: Pace(0.031, 20, 0.03, 0.004) for slug in SLUGS} | {"serial": Pace(0.6, 1, 0.03, 0.004)},
    probe_s=0.0011,
)
CLOSE = replace(CPU, paces={**CPU.paces, "process-pool": Pace(0.194, 2, 0.98, 0.09)})
NO_HELP = Scene("primes", 8, {slug: Pace(0.034, 2, 0.9) for slug in SLUGS} | {"serial": Pace(0.020, 1, 0.9)})
CUT = replace(
    CPU,
    paces={slug: pace for slug, pace in CPU.paces.items() if slug != "process"},
    fails={"process": ("overtaken", "Over 3 times slower than the plain loop: ended after 1.30 s.")},
)
WRONG = replace(
    CPU,
    paces={slug: pace for slug, pace in CPU.paces.items() if slug != "thread"},
    fails={"thread": ("wrong-result", "Gave a different result than the plain loop: item 3.")},
)


def noisy() -> Comparison:
    """A comparison on a machine that was busy with other things."""
    quiet = CPU.comparison(15)
    runs = tuple(replace(run, ended=replace(run.ended, noise=Noise(3.1, 0.0, 1.2))) for run in quiet.runs)
    return fold(replace(quiet, runs=runs), ComparisonEnded("done", "", 14.2))


def crowd() -> Comparison:
    """Eight rows: the conductor added the executor at Thread's width."""
    added = Contestant("thread-pool-executor", "map", PYTHON.id, Arrangement(workers=200))
    widest: Comparison | None = None
    for event in IO.events(12):
        widest = fold(widest, event)
        if isinstance(event, ComparisonStarted):
            widest = fold(widest, ContestantAdded(added, "at Thread's width"))
        if isinstance(event, RunFinished) and event.contestant.strategy == "thread":
            widest = fold(widest, replace(event, contestant=added, workers=200))
    assert widest is not None
    return widest


def failed() -> Comparison:
    """A comparison in which the plain loop itself failed: there is nothing to compare with."""
    bad = replace(CPU, paces={}, fails=dict.fromkeys(SLUGS, ("failed", "ValueError: not a price.")))
    begun = bad.comparison(0, None)
    return fold(begun, ComparisonEnded("failed", "The plain loop failed: ValueError: not a price.", 2.1))


def kept_open() -> Comparison:
    """A comparison behind whose last round pools did the loop twice."""
    known = CPU.race(9)
    kept = {"process-pool": 0.195, "process-pool-executor": 0.181}
    rows = tuple(replace(row, kept_open_s=kept.get(row.contestant.strategy)) for row in known.rows)
    return replace(known, rows=rows)


def core_looks(comparison: Comparison | None) -> list[tuple[tuple[float, float], str]]:
    """What two cores did twice a second: loads, and the family that was running."""
    dice = random.Random(2)
    idle = [((0.02 + 0.02 * dice.random(), 0.03 + 0.02 * dice.random()), "") for _ in range(40)]
    if comparison is None or not comparison.runs:
        return idle
    runs = [catalogue.strategy(run.contestant.strategy).family for run in comparison.runs]
    busy = {"baseline": (0.52, 0.49), "threads": (0.56, 0.5), "processes": (0.97, 0.98), "further": (0.3, 0.3)}
    waits = 0.06 if comparison.plan.loop.name == "sleep" else 1.0
    return [((busy[f][0] * waits, (busy[f][1] + 0.02 * dice.random()) * waits), f) for f in runs]


STATES: dict[str, Callable[[], Comparison]] = {
    "forecast": CPU.expected,
    "racing": lambda: CPU.race(6, None),
    "dropped": lambda: CPU.race(9),
    "cut": lambda: CUT.race(6, None),
    "kept-open": kept_open,
    "measuring": lambda: CPU.comparison(1, None),
    "so-far": lambda: CPU.comparison(3, None),
    "running": lambda: CPU.comparison(11, None),
    "done-cpu": lambda: CPU.comparison(15),
    "done-io-one-failed": lambda: IO.comparison(12),
    "stopped": lambda: CPU.comparison(4, "stopped"),
    "level": lambda: LEVEL.comparison(15),
    "close": lambda: CLOSE.comparison(10, "budget"),
    "nothing-helps": lambda: NO_HELP.comparison(15),
    "wrong-result": lambda: WRONG.comparison(12),
    "eight-rows": crowd,
    "noisy": noisy,
    "failed": failed,
    "two-pythons": lambda: TWO_PYTHONS.comparison(15),
    "three-pythons": lambda: THREE_PYTHONS.comparison(12),
    "24-rows": lambda: TWENTY_FOUR.comparison(6),
}
