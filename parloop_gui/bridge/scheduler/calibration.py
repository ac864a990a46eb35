"""Calibration: the plain loop under each Python, before anything is compared with it.

for the reference and its length
  ├─ one task takes half the budget: cut, and over: the forecast answers
  ├─ too long for rounds: again, over a sample of the items
  ─► once more beside the probe, where there is time
  ─► the width of the pools
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from parloop_gui.bridge.scheduler.budget import Budget
from parloop_gui.bridge.scheduler.limits import EndError
from parloop_gui.bridge.scheduler.roster import Roster
from parloop_gui.bridge.scheduler.run_maker import Turn
from parloop_gui.bridge.scheduler.sample import TRIAL_SHARE, point_fits, sample_that_fits
from parloop_gui.bridge.scheduler.width import common_workers
from parloop_gui.engine.protocol.messages import RunProgress
from parloop_gui.model.events.events import SampleChosen
from parloop_gui.model.forecast.played import PROBES
from parloop_gui.model.plan.plan import Contestant, Interpreter, plain_loop
from parloop_gui.model.wording.units import count, duration

# Of a question about items, whatever they take.
LEAST_POINTS = 2

# Of the budget: where not one task has ended by then, there is no time for a second run of anybody.
CUT_SHARE = 0.5


class Trial(NamedTuple):
    """The plain loop over all its items: how many there are, and how long it takes (by a part of it, if it is long)."""

    items: int
    plain_s: float


@dataclass
class PartialRun:
    """A plain loop under way: `done` of its `items` after `took_s` seconds; what of these it computed, once known."""

    items: int
    done: int
    took_s: float
    cpu_share: float | None = None

    @property
    def plain_s(self) -> float:
        """What all of it would take; where no task has ended, at least."""
        return self.took_s * self.items / max(self.done, 1)


class Calibration:
    """The plain runs of one comparison; `budget` holds its plan, in which a sample that is chosen stands from then on.

    `make` makes a run, `choose` goes on with that sample, `elapsed_s` are the seconds of the budget so far.
    """

    def __init__(
        self,
        budget: Budget,
        roster: Roster,
        make: Callable[[Turn], None],
        choose: Callable[[SampleChosen], None],
        elapsed_s: Callable[[], float],
    ) -> None:
        self._budget, self._roster, self._make = budget, roster, make
        self._choose, self._elapsed_s = choose, elapsed_s
        self._pythons = budget.plan.pythons
        self._trial: Trial | None = None
        self._is_cut = False
        self.part: PartialRun | None = None
        """How far the first plain loop had come when it was last looked at; None before it began."""

    def run(self) -> int | None:
        """Make those runs; the workers of every pool. Raises EndError where there is no time for more than these."""
        self._make_references()
        if self._is_cut and self.part is not None:
            raise EndError("budget", f"One task takes longer than {duration(self.part.took_s, 2)}.")
        if self._take_sample():
            self._make_references()
        for python in self._pythons:
            self._probe(python)
        return self.workers()

    def run_once(self) -> int | None:
        """Make the plain loops' runs of the only round, which everything is told by; the workers of every pool."""
        for python in self._pythons:
            if plain_loop(python.id) in self._roster:
                limit_s = self._budget.limit_s(self._elapsed_s())
                self._make(Turn(plain_loop(python.id), 1, None, limit_s, reference=True))
        return self.workers()

    def is_long(self, turn: Turn, took_s: float, progress: RunProgress) -> bool:
        """Whether this plain loop has had its trial's time, and a sample is to follow: how far it came tells on."""
        if not self._is_trial(turn):
            return False
        self.part = PartialRun(progress.total, progress.done, took_s)
        if progress.done == 0:
            self._is_cut = took_s > CUT_SHARE * self._budget.budget_s
            return self._is_cut
        if progress.done == progress.total or took_s <= TRIAL_SHARE * self._budget.budget_s or not self._may_sample:
            return False
        trial = Trial(progress.total, took_s * progress.total / progress.done)
        if self._fitting(trial) is None:
            return False  # so few items that a sample of them would save nothing
        self._trial = trial
        return True

    def is_stopped_trial(self, turn: Turn, cpu_s: float | None) -> bool:
        """Whether it was its trial that stopped this run: a sample follows, and its own reference; or nothing more.

        `cpu_s` is what it had computed by then.
        """
        if self.part is not None and turn.reference and cpu_s is not None:
            self.part.cpu_share = min(1.0, cpu_s / self.part.took_s)
        return turn.reference and (self._is_cut or (self._trial is not None and self._may_sample))

    def _is_trial(self, turn: Turn) -> bool:
        """Whether it is the first plain loop over what is to be measured, in a comparison that has a budget."""
        is_first = self.part is None or self._trial is None
        return turn.reference and turn.round == 0 and self._budget.is_bound and is_first

    def _leave_out(self, plain: Contestant) -> None:
        """Leave out that point of a question, too long for the budget, and all that go over more items."""
        least = plain.arrangement.sample or 0
        self._roster.keep_only(lambda each: each.python != plain.python or (each.arrangement.sample or 0) < least)

    def _point_fits(self, plain: Contestant) -> bool:
        """Whether a point that goes over so many items leaves time for rounds of all up to it.

        What it takes is told by the points before it, which go over fewer. Two are always there: one is no curve.
        """
        items, budget = plain.arrangement.sample, self._budget
        before = [each for each in budget.costs if each.python == plain.python and each.arrangement.sample]
        if items is None or len(before) < LEAST_POINTS or not budget.is_bound:
            return True
        latest = before[-1]
        plain_s = budget.wall_s(latest) * items / (latest.arrangement.sample or 1)
        contestants = len(self._roster.remaining) / max(1, len(self._roster.plains()))
        of_points_s = sum(map(budget.wall_s, before)) + plain_s
        overhead_s = budget.overhead_s(latest) * (len(before) + 1)
        return point_fits(budget.budget_s - self._elapsed_s() - plain_s, of_points_s, contestants, overhead_s)

    @property
    def _may_sample(self) -> bool:
        """Only a single loop is sampled: those of a question’s points are as long as they are meant to be."""
        is_one = all(each == plain_loop(each.python) for each in self._roster.plains())
        return is_one and self._budget.is_bound and self._budget.plan.loop.sample is None

    def _make_references(self) -> None:
        for plain in self._roster.plains():
            if plain not in self._roster:
                continue
            if not self._point_fits(plain):
                self._leave_out(plain)
                continue
            self._plain_run(plain, reference=True)
            if self._is_cut or (self._trial is not None and self._may_sample):
                return  # one that is too long is enough to know

    def _take_sample(self) -> bool:
        """Go on with a sample where the whole loop leaves no time for rounds; whether it does.

        Raises EndError where the plain loop over it would take all the time that is left: that would tell nothing.
        """
        if not self._may_sample:
            return False
        trial = self._trial or self._whole()
        sample = self._fitting(trial)
        if sample is None:
            return False
        if trial.plain_s * sample / trial.items > self._budget.budget_s - self._elapsed_s():
            raise EndError("budget", f"There was no time for more than {count(sample, 'item')} of the plain loop.")
        self._choose(SampleChosen(sample, trial.items, trial.plain_s))
        return True

    def _fitting(self, trial: Trial) -> int | None:
        left_s = self._budget.budget_s - self._elapsed_s()
        overhead_s = max(map(self._budget.overhead_s, self._plains), default=0.0)
        return sample_that_fits(
            left_s, trial.plain_s, trial.items, len(self._roster.remaining), self._cores, overhead_s
        )

    def _whole(self) -> Trial:
        """The plain loops that were made over all items: the longest of them."""
        return Trial(self._roster.items(1), max(map(self._budget.wall_s, self._plains), default=0.0))

    def _probe(self, python: Interpreter) -> None:
        plain = next((each for each in reversed(self._roster.plains()) if each.python == python.id), None)
        for _ in range(PROBES):
            racing = self._roster.remaining
            if (
                plain is None
                or plain not in racing
                or not self._budget.fits_before_a_pass(plain, racing, self._elapsed_s())
            ):
                return
            self._plain_run(plain, probe=True)  # slower by what the probe takes: never one that is scored
            tag = self._roster.tag(python.id)
            is_told = tag is None or not (tag.unsure or tag.gil == "unknown")
            if is_told or not self._budget.is_cheap(plain):
                return

    def _plain_run(self, plain: Contestant, *, reference: bool = False, probe: bool = False) -> None:
        timeout_s = self._budget.limit_s(self._elapsed_s())
        self._make(Turn(plain, 0, None, timeout_s, reference=reference, probe=probe))

    def workers(self) -> int | None:
        """The width of every pool, by the loop's tag as far as plain runs have told it."""
        tag = next(filter(None, (self._roster.tag(python.id) for python in self._pythons)), None)
        waits = tag is not None and tag.slug == "io-bound"
        return common_workers(self._budget.plan, waits, self._roster.items(1), self._cores)

    @property
    def _plains(self) -> list[Contestant]:
        return [plain_loop(python.id) for python in self._pythons]

    @property
    def _cores(self) -> int:
        return max(1, min(python.cores for python in self._pythons))
