"""What a comparison emits while it goes: a small typed union, made by the conductor, folded by the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from parloop_gui.engine.protocol.kinds import RemedyKind
from parloop_gui.engine.protocol.messages import RunEnded
from parloop_gui.engine.protocol.preflight_facts import Arrival
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.preflight.report import Report


@dataclass(frozen=True)
class ComparisonStarted:
    """A comparison began; `machine` describes this machine, `created` is an ISO 8601 time with zone."""

    plan: Plan
    contestants: tuple[Contestant, ...]
    unavailable: tuple[tuple[Contestant, str], ...]
    machine: dict[str, str | int | float | None]
    created: str
    digests: tuple[tuple[str, str], ...] = ()
    """The user's files, each with what it was like then: going on with other code would compare unlike things."""


@dataclass(frozen=True)
class EstimateMade:
    """After the warm-up pass: how long a round takes, how many rounds are meant at most, and the budget."""

    round_s: float
    rounds: int
    budget_s: float


@dataclass(frozen=True)
class SampleChosen:
    """The whole loop (`plain_s` for the plain one) is too long for the budget: `sample` of its `items` are measured."""

    sample: int
    items: int
    plain_s: float


@dataclass(frozen=True)
class ForecastMade:
    """The plain loop is known: what each contestant is expected to take, in their order.

    `cut_s`: all that is known of a task is that it takes longer than this; None where some have ended. `left_s` is how
    long the comparison goes on from here, by that; None where its time is over.
    """

    forecasts: tuple[Forecast, ...]
    cut_s: float | None = None
    left_s: float | None = None


@dataclass(frozen=True)
class CostsWanted:
    """What this machine takes to start workers under these Pythons is measured now, once for each: it takes seconds."""

    pythons: tuple[str, ...]


@dataclass(frozen=True)
class RunBegan:
    """A run is about to be made; round 0 is not counted: the warm-up pass or, behind the last round, a `recorded` run.

    Or one in a pool that is `kept_open`, or one that tries a `remedy`. `at_most_s`: by then the comparison is over,
    counted from here; None where no budget bounds it. `left_s` is about how long it still takes; None: not known yet.
    """

    run: str
    contestant: Contestant
    round: int
    recorded: bool = False
    kept_open: bool = False
    at_most_s: float | None = None
    left_s: float | None = None
    remedy: RemedyKind | None = None

    @property
    def is_behind(self) -> bool:
        """Whether it is made behind the last round, and counts for nothing but its own figure."""
        return self.recorded or self.kept_open or self.remedy is not None


@dataclass(frozen=True)
class RunAdvanced:
    """So many of so many tasks of the run under way have ended; `at_most_s` and `left_s` as when it began."""

    run: str
    done: int
    total: int
    at_most_s: float | None = None
    left_s: float | None = None


@dataclass(frozen=True)
class RunFinished:
    """A run ended, well or badly.

    `spans_file` holds what each task did when, for as long as the app runs and the contestant's later runs leave none.
    A `recorded` run was made after the last round to be looked at closely: it counts for nothing; neither does one in
    a pool that is `kept_open`, but for the time of its second loop. `censored_s`: it was
    ended after so long because it could not matter any more; its wall time is more than that. `disturbed`: others took
    more of the cores from it than they usually do, so it does not count and was made again.
    """

    run: str
    contestant: Contestant
    round: int
    ended: RunEnded
    workers: int | None = None
    """The number asked for; None: Python's own default."""
    spans_file: str | None = None
    recorded: bool = False
    kept_open: bool = False
    censored_s: float | None = None
    disturbed: bool = False
    remedy: RemedyKind | None = None
    """What was tried against what is handed over."""

    @property
    def is_behind(self) -> bool:
        """Whether it was made behind the last round, and counts for nothing but its own figure."""
        return self.recorded or self.kept_open or self.remedy is not None


@dataclass(frozen=True)
class RoundFinished:
    """Every contestant still in had its turn; `left_s` is about how long it will still take, None: nobody knows yet."""

    round: int
    left_s: float | None


@dataclass(frozen=True)
class ContestantAdded:
    """The conductor added one (the executor at Thread's width); `reason` is a sentence."""

    contestant: Contestant
    reason: str


@dataclass(frozen=True)
class LeaveWanted:
    """The user's program does something outside itself, or is about to: it waits to be told that it may.

    `arrival` is what is known of its way to the loop under that Python, and of the loop.
    """

    python: str
    arrival: Arrival


@dataclass(frozen=True)
class PreflightMade:
    """A user's loop was tried under each Python before anything is timed: a report each."""

    reports: tuple[Report, ...]


@dataclass(frozen=True)
class WentOn:
    """A comparison that was over goes on, by this plan; its runs are kept."""

    plan: Plan


# Done: known, or the rounds asked for. Cut short: the user's file or an interpreter is no longer what it was.
EndReason = Literal["done", "budget", "stopped", "failed", "too-long", "cut-short"]


@dataclass(frozen=True)
class ComparisonEnded:
    """It is over. "too-long" is in documents of before alone: a loop that was refused for its length."""

    reason: EndReason
    message: str = ""
    elapsed_s: float = field(default=0.0)


LaterEvent = (
    LeaveWanted
    | PreflightMade
    | EstimateMade
    | SampleChosen
    | CostsWanted
    | ForecastMade
    | RunBegan
    | RunAdvanced
    | RunFinished
    | RoundFinished
    | ContestantAdded
    | WentOn
    | ComparisonEnded
)
ComparisonEvent = ComparisonStarted | LaterEvent
