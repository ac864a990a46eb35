"""How long a comparison takes: what a round costs, what fits into the budget, and what to offer when it does not."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Plan, round_limits
from parloop_gui.model.plan.refusal import TooLong
from parloop_gui.model.wording.units import duration

LIMIT_SHARE = 0.25
"""A single run may take this share of the budget: the least rounds can't be had from a longer one."""
ITS_SHARE = (
    "That is a quarter of the time for the whole comparison; "
    "a longer effort, fewer items or a number of rounds gives it more."
)
_RECENT = 3
_LEAST_ROUNDS = 3
_LEAST_SAMPLE = 8
_CHEAP_SHARE = 0.05
_SAMPLE_MARGIN = 0.8
_MOST_RECORDED_S = 10.0
_RECORDED_SHARE = 0.1
_EXTRA_PASSES = 2  # calibration with its probe, and the warm-up pass, cost about two rounds


@dataclass(frozen=True)
class Cost:
    """What a run took: `took_s` in all, `wall_s` of it measured (None if it ended badly)."""

    took_s: float
    wall_s: float | None


@dataclass
class Budget:
    """What runs have taken so far, against the plan's budget (seconds from the comparison's start)."""

    plan: Plan
    costs: dict[Contestant, list[Cost]] = field(default_factory=dict)

    @property
    def budget_s(self) -> float:
        """Seconds for the whole comparison."""
        return EFFORTS[self.plan.effort].budget_s

    @property
    def is_bound(self) -> bool:
        """Whether the budget holds; a number of rounds asked for was accepted whatever it takes."""
        return self.plan.rounds is None

    @property
    def may_refuse(self) -> bool:
        """Whether a loop that is too long is refused: neither rounds nor a sample were asked for."""
        return self.plan.rounds is None and self.plan.loop.sample is None

    def limit_s(self) -> float:
        """The time limit of a single run of a strategy."""
        return min(self.plan.timeout_s, self.budget_s * LIMIT_SHARE) if self.may_refuse else self.plan.timeout_s

    def limit_words(self) -> str:
        """Why that is a run's limit, as a sentence; "" where it is the one that was asked for."""
        return ITS_SHARE if self.limit_s() < self.plan.timeout_s else ""

    def plain_limit_s(self) -> float:
        """The time limit of the plain loop."""
        return min(self.plan.timeout_s, self.budget_s) if self.may_refuse else self.plan.timeout_s

    @property
    def longest_run_s(self) -> float:
        """A run that takes longer than this can't be made as often as it has to be."""
        return self.budget_s / round_limits(self.plan)[0]

    @property
    def recorded_s(self) -> float:
        """What the runs behind the last round may take together."""
        return min(_MOST_RECORDED_S, _RECORDED_SHARE * self.budget_s) if self.is_bound else _MOST_RECORDED_S

    def note(self, contestant: Contestant, took_s: float, measurement: Measurement | None) -> None:
        """Remember what a run took."""
        cost = Cost(took_s, measurement.wall_s if measurement else None)
        self.costs.setdefault(contestant, []).append(cost)

    def round_s(self, contestants: list[Contestant]) -> float:
        """What a round of these takes: the median of each one's latest runs, those not yet seen as the others' mean."""
        known = [self.run_s(each) for each in contestants if each in self.costs]
        return statistics.fmean(known) * len(contestants) if known else 0.0

    def seen_s(self, contestants: list[Contestant]) -> float:
        """What a round takes at least: those that have run."""
        return sum(self.run_s(each) for each in contestants if each in self.costs)

    def rounds_meant(self, contestants: list[Contestant], elapsed_s: float) -> int:
        """How many rounds there will be at most."""
        most = round_limits(self.plan)[1]
        round_s = self.round_s(contestants)
        if not self.is_bound or round_s <= 0:
            return most
        return max(1, min(most, int((self.budget_s - elapsed_s) / round_s)))

    def left_s(self, contestants: list[Contestant], done: int, elapsed_s: float) -> float:
        """About how long the rounds still take, budget and most rounds considered."""
        rounds_s = max(0, round_limits(self.plan)[1] - done) * self.round_s(contestants)
        return max(0.0, min(rounds_s, self.budget_s - elapsed_s)) if self.is_bound else rounds_s

    def fits_another(self, contestants: list[Contestant], elapsed_s: float) -> bool:
        """Whether one more round stays within the budget."""
        return not self.is_bound or elapsed_s + self.round_s(contestants) <= self.budget_s

    def is_cheap(self, contestant: Contestant) -> bool:
        """Whether another run of it is a small part of the budget."""
        return not self.is_bound or self.run_s(contestant) <= self.budget_s * _CHEAP_SHARE

    def is_used_up(self, elapsed_s: float) -> bool:
        """Whether there is no budget left."""
        return self.is_bound and elapsed_s > self.budget_s

    def is_too_long(self, contestants: list[Contestant], elapsed_s: float) -> bool:
        """Whether what has been seen already rules out the least number of rounds."""
        needed_s = round_limits(self.plan)[0] * self.seen_s(contestants)
        return self.may_refuse and elapsed_s + needed_s > self.budget_s

    def too_long(self, contestants: list[Contestant], items: int, round_s: float | None = None) -> TooLong:
        """What to offer where a comparison of these is too long."""
        if round_s is None:
            round_s = self.round_s(contestants)
        least = round_limits(self.plan)[0]
        return TooLong(
            round_s=round_s,
            least_rounds=least,
            budget_s=self.budget_s,
            rounds_that_fit=max(_LEAST_ROUNDS, int(self.budget_s / round_s) - _EXTRA_PASSES),
            sample_suggestion=self._sample(contestants, items, least, round_s),
            total_s=(_EXTRA_PASSES + least) * round_s,
        )

    def _sample(self, contestants: list[Contestant], items: int, least: int, round_s: float) -> int | None:
        """Items for which the least rounds fit: only what is measured shrinks with them, starting a run does not."""
        fixed_s = sum(self._overhead_s(each) for each in contestants)
        wanted_s = self.budget_s * _SAMPLE_MARGIN / (least + _EXTRA_PASSES) - fixed_s
        if wanted_s <= 0 or round_s <= fixed_s:
            return None
        sample = int(items * wanted_s / (round_s - fixed_s))
        return sample if _LEAST_SAMPLE <= sample < items else None

    def run_s(self, contestant: Contestant) -> float:
        """What a run of it takes: the median of its latest."""
        return statistics.median(cost.took_s for cost in self.costs[contestant][-_RECENT:])

    def _overhead_s(self, contestant: Contestant) -> float:
        costs = [cost for cost in self.costs.get(contestant, []) if cost.wall_s is not None]
        return min((cost.took_s - (cost.wall_s or 0.0) for cost in costs), default=0.0)


def too_long_sentence(refusal: TooLong) -> str:
    """The time, the budget and the ways out, in one sentence."""
    ways = [f"--rounds {refusal.rounds_that_fit}"]
    if refusal.sample_suggestion is not None:
        ways.append(f"--sample {refusal.sample_suggestion}{_its_rounds(refusal)}")
    round_, budget = duration(refusal.round_s, 2), duration(refusal.budget_s)
    total, least = duration(refusal.total_s, 2), refusal.least_rounds
    return (
        f"A round takes about {round_}, so calibration and the {least} rounds needed take about {total}; the budget is "
        f"{budget}: accept fewer with {' or '.join(ways)}, or take fewer items."
    )


def _its_rounds(refusal: TooLong) -> str:
    if refusal.sample_rounds is None or refusal.sample_s is None:
        return ""
    return f" --rounds {refusal.sample_rounds} (about {duration(refusal.sample_s, 2)})"
