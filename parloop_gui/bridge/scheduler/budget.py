"""What there is time for: what runs have taken so far, what the next ones will take, and how long a single one may.

Nothing is refused for its length. A loop whose rounds don't fit is measured on a sample (`sample.py`), a run that takes
longer than could matter is ended, and when the time is up the answer is what is known by then.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field

from parloop_gui.engine.protocol.messages import Measurement
from parloop_gui.model.plan.plan import Contestant, Plan, round_limits
from parloop_gui.model.statistics.race import could_matter_s

# A run that the end of the budget finds under way may go on for so long: most are over by then, and count.
GRACE_S = 0.5

# The most that the runs behind the last round may take together.
TRACED_S = 10.0

# And the most of the budget: they show what is known already.
TRACED_SHARE = 0.1

# Runs of a contestant that say what the next one takes: machines change speed in spells.
_RECENT = 3

# Of the budget: a run that takes less may be made again to be sure of the loop's tag.
_CHEAP_SHARE = 0.05


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
        return self.plan.seconds

    @property
    def is_bound(self) -> bool:
        """Whether the budget holds; a number of rounds asked for was accepted whatever it takes."""
        return self.plan.rounds is None

    def begin_anew(self) -> None:
        """Forget what runs took: from now on they go over a sample."""
        self.costs.clear()

    def limit_s(self, elapsed_s: float) -> float:
        """The time limit of a run that begins now."""
        left_s = max(0.0, self.budget_s - elapsed_s) + GRACE_S
        return min(self.plan.timeout_s, left_s) if self.is_bound else self.plan.timeout_s

    def overtaken(self, contestant: Contestant) -> tuple[float, Contestant] | None:
        """The wall time from which on a run of it can't matter any more, and beside whom; None where it may take long.

        That is whoever is the fastest there so far: with the forecast's order it ran first.
        """
        walls = {each: self._usual_s(each) for each in self.costs if each.plain == contestant.plain}
        plain_s = walls.get(contestant.plain)
        if contestant.is_plain or plain_s is None or not self.plan.races or self.plan.against is not None:
            return None  # of two versions both matter, however slow their strategy is
        known = {each: wall_s for each, wall_s in walls.items() if wall_s is not None}
        fastest = min(known, key=lambda each: known[each])
        return could_matter_s(known[fastest], plain_s), fastest

    def _usual_s(self, contestant: Contestant) -> float | None:
        """The median wall time of its latest runs; None before there is one."""
        walls = [cost.wall_s for cost in self.costs.get(contestant, ()) if cost.wall_s is not None]
        return statistics.median(walls[-_RECENT:]) if walls else None

    def at_most_s(self, elapsed_s: float) -> float | None:
        """How long it still goes on at most, the grace of its last run apart; None where nothing bounds it."""
        total_s = self.plan.total_timeout_s
        ends = [self.budget_s] if self.is_bound else []
        ends += [total_s] if total_s is not None else []
        return max(0.0, min(ends) - elapsed_s) if ends else None

    def traced_s(self, elapsed_s: float) -> float:
        """What the runs behind the last round may take together."""
        share_s = min(TRACED_S, TRACED_SHARE * self.budget_s)
        return min(share_s, max(0.0, self.budget_s - elapsed_s)) if self.is_bound else TRACED_S

    def note(self, contestant: Contestant, took_s: float, measurement: Measurement | None) -> None:
        """Remember what a run took."""
        cost = Cost(took_s, measurement.wall_s if measurement else None)
        self.costs.setdefault(contestant, []).append(cost)

    def beside_s(self) -> float | None:
        """What runs took beside their wall time: the median of all; None where none came to its end."""
        beside = [cost.took_s - cost.wall_s for each in self.costs.values() for cost in each if cost.wall_s is not None]
        return statistics.median(beside) if beside else None

    def run_s(self, contestant: Contestant) -> float:
        """What a run of it takes: the median of its latest."""
        return statistics.median(cost.took_s for cost in self.costs[contestant][-_RECENT:])

    def wall_s(self, contestant: Contestant) -> float:
        """The wall time of its latest whole run; 0 before there is one."""
        walls = [cost.wall_s for cost in self.costs.get(contestant, ()) if cost.wall_s is not None]
        return walls[-1] if walls else 0.0

    def round_s(self, contestants: list[Contestant]) -> float:
        """What a round of these takes: the median of each one's latest runs, those not yet seen as the others' mean."""
        known = [self.run_s(each) for each in contestants if each in self.costs]
        return statistics.fmean(known) * len(contestants) if known else 0.0

    def pass_s(self, contestants: Iterable[Contestant]) -> float:
        """What everyone once would take, before any but plain loops ran: as long as their plain loops."""
        return sum(self.run_s(each.plain) for each in contestants if each.plain in self.costs)

    def fits_before_a_pass(self, plain: Contestant, contestants: Iterable[Contestant], elapsed_s: float) -> bool:
        """Whether another run of that plain loop leaves time for everyone once."""
        return not self.is_bound or elapsed_s + self.run_s(plain) + self.pass_s(contestants) <= self.budget_s

    def rounds_meant(self, contestants: list[Contestant], elapsed_s: float) -> int:
        """How many rounds there will be at most."""
        most = round_limits(self.plan)[1]
        round_s = self.round_s(contestants)
        if not self.is_bound or round_s <= 0:
            return most
        return max(1, min(most, int((self.budget_s - elapsed_s) / round_s)))

    def left_s(self, contestants: list[Contestant], rounds: int, elapsed_s: float) -> float:
        """About how long so many more rounds of these still take, budget considered."""
        rounds_s = max(0, rounds) * self.round_s(contestants)
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

    def overhead_s(self, contestant: Contestant) -> float:
        """What a run of it costs beside what is measured: the process, the imports, the comparing of results."""
        costs = [cost for cost in self.costs.get(contestant, ()) if cost.wall_s is not None]
        return max(0.0, min((cost.took_s - (cost.wall_s or 0.0) for cost in costs), default=0.0))
