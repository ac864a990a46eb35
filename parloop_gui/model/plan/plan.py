"""What the user chose: the loop, the strategies, the interpreters, the width and the effort."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from parloop_gui.engine.catalogue.selection import default_call
from parloop_gui.engine.protocol.kinds import PLAIN, StartMethod
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan import python_version

Workers = int | Literal["auto", "python"]


class Effort(NamedTuple):
    """How long to measure at most, and how well: `loss` is how much slower than the best the named one may be.

    `gain` is half the width to which its gain is to be known, as a share of it. `most_rounds` bounds a race whose
    rounds cost next to nothing; everywhere else `budget_s` does.
    """

    slug: str
    title: str
    loss: float
    gain: float
    budget_s: float
    most_rounds: int


EFFORTS = {
    effort.slug: effort
    for effort in (
        Effort("quick", "Quick", 0.20, 0.25, 20.0, 100),
        Effort("standard", "Standard", 0.10, 0.15, 90.0, 150),
        Effort("thorough", "Thorough", 0.03, 0.05, 600.0, 300),
    )
}


@dataclass(frozen=True)
class Interpreter:
    """A Python that runs can be made under, as probing it told.

    `id` is what the user sees and types ("3.11", "3.13t"); `gil` says whether the GIL is on, `gil_by` which module's
    import switched it on, once a run has shown that.
    `cores` is how many cores it may use, `own_cores` how many it counts by itself (0: not known): it knows nothing of
    containers, and before 3.13 nothing of affinity. `packages` are those of strategies that it has.
    """

    id: str
    path: str
    version: str
    free_threaded: bool
    gil: bool
    implementation: str = "CPython"
    start_method: StartMethod = "fork"
    cores: int = 1
    own_cores: int = 0
    gil_by: str = ""
    packages: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """What one types to start it where it is installed as usual: "python3.13t"."""
        return f"python{self.language}{'t' * self.free_threaded}"

    @property
    def label(self) -> str:
        """What its id ends with where there are several of a version: " (shop .venv)"; "" where it is the only one."""
        _, parenthesis, name = self.id.partition(" (")
        return parenthesis + name

    @property
    def version_info(self) -> tuple[int, int]:
        """Major and minor version; raises ValueError where there are none."""
        major, minor = python_version.numbers(self.version)[:2]
        return major, minor

    @property
    def language(self) -> str:
        """The version of the language that it speaks: "3.14"."""
        return python_version.language(self.version)

    @property
    def full_version(self) -> str:
        """The whole version, with a "t" where it was built without the GIL: "3.14.0t"."""
        return python_version.with_build(self.version, self.free_threaded)


# Rounds of two versions at most: of loops of some ms a minute holds a thousand, and each halves what can be resolved.
MOST_PAIRS = 1_000


@dataclass(frozen=True)
class Choice:
    """A strategy and the call it is made by."""

    strategy: str
    call: str


# The source of the loop as it was; the loop as it stands has none, so that what is said of it is said as ever.
BEFORE = "before"


@dataclass(frozen=True)
class Arrangement:
    """What may differ between contestants of one strategy, call and Python. None: as the plan has it, for all alike.

    `workers` is a width of its own (ThreadPoolExecutor at Thread's), `sample` how many of the items it goes over,
    `source` which version of the user's code, `params` what it changes of a built-in loop's parameters, `point` the
    place on a question's axis.
    """

    workers: int | None = None
    chunksize: int | None = None
    start_method: StartMethod | None = None
    sample: int | None = None
    source: str | None = None
    params: tuple[tuple[str, float], ...] = ()
    point: float | None = None

    @property
    def of_loop(self) -> Arrangement:
        """What of it makes the loop another one, with the point that does: what its plain loop has of it, too.

            workers 4  ─┐                          items 100   ─► the plain loop over 100 items
            workers 8  ─┴─► one plain loop         CPU share 25 ─► the plain loop with that share

        Where only how a loop is run changes, every point is compared with the same plain loop.
        """
        if self.sample is None and self.source is None and not self.params:
            return AS_PLANNED
        return Arrangement(sample=self.sample, source=self.source, params=self.params, point=self.point)


AS_PLANNED = Arrangement()


@dataclass(frozen=True)
class Contestant:
    """What gets one figure: a strategy and call under one interpreter, in one arrangement."""

    strategy: str
    call: str
    python: str
    arrangement: Arrangement = AS_PLANNED

    @property
    def is_plain(self) -> bool:
        """Whether it is the plain loop, under whichever interpreter."""
        return self.strategy == PLAIN

    @property
    def plain(self) -> Contestant:
        """The plain loop that it is compared with: the same loop, under the same Python."""
        return plain_loop(self.python, self.arrangement.of_loop)


def plain_loop(python: str, arrangement: Arrangement = AS_PLANNED) -> Contestant:
    """The plain loop under the Python of that id."""
    return Contestant(PLAIN, default_call(PLAIN), python, arrangement)


@dataclass(frozen=True)
class Asked:
    """A question that the comparison is to answer: which one, and the places on its axis, smallest first.

    `memory_bytes` is what the processes of a run are to fit into; None: what is free.
    """

    question: str
    values: tuple[float, ...]
    memory_bytes: int | None = None


# As a share, a hundred times as slow: who waits for that needs no gate.
LARGEST_GATE = 100.0
AgainstKind = Literal["git", "file", "document"]


@dataclass(frozen=True)
class Against:
    """What the loop as it stands is compared with: the same loop of an earlier version of the user's code.

    `title` is how the user named it ("git:main", "old.py"), `loop` that loop, in whose place a recorded comparison has
    `recorded_walls_s`, seconds of each round for the whole loop. `slower` is the share by which it must not
    be slower (0.05: 5%); None: it is only told. None of the loop is kept in a document.
    """

    title: str
    kind: AgainstKind
    slower: float | None = None
    loop: LoopSpec | None = None
    recorded_walls_s: tuple[float, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether it can be reckoned with: a document may hold any number. No run takes less than a nanosecond."""
        is_share = self.slower is None or 0 < self.slower <= LARGEST_GATE
        return is_share and all(1e-9 <= wall_s <= 1e9 for wall_s in self.recorded_walls_s)


@dataclass(frozen=True)
class Plan:
    """Everything a comparison needs to be made again."""

    loop: LoopSpec
    choices: tuple[Choice, ...]
    pythons: tuple[Interpreter, ...]
    workers: Workers = "auto"
    chunksize: int | None = None
    start_method: StartMethod | None = None
    effort: str = "standard"
    rounds: int | None = None
    timeout_s: float = 300.0
    """Seconds a run may take; `task_timeout_s` is for each task, `total_timeout_s` for the whole comparison."""
    task_timeout_s: float | None = None
    total_timeout_s: float | None = None
    memory_limit_bytes: int | None = None
    """What the processes of a run may hold together; never more than nearly all that is free when it begins."""
    seed: int = 0
    many: bool = False
    budget_s: float | None = None
    """Seconds for the whole comparison; None: its effort's."""
    even: bool = False
    """Measure everyone to the same precision: nobody drops out, nobody rests."""
    once: bool = False
    """Run everyone a single time, and nothing besides: a loop may do what must not be done often. `rounds` is 1."""
    asked: Asked | None = None
    """The question that it answers; None: which strategy is best."""
    against: Against | None = None
    """What the first strategy, or the plain loop where there is none, is compared with; None: strategies with others.
    """

    @property
    def seconds(self) -> float:
        """The budget in force."""
        return EFFORTS[self.effort].budget_s if self.budget_s is None else self.budget_s

    @property
    def races(self) -> bool:
        """Whether who is beaten drops out and who can't matter rests: not where rounds or all alike were asked for."""
        return self.rounds is None and not self.even


def gated(plan: Plan) -> tuple[Contestant, Contestant]:
    """Who is compared with whom where a version of the code is with another one: the loop now, the loop before."""
    plain, python = Choice(PLAIN, default_call(PLAIN)), plan.pythons[0].id
    chosen = next((each for each in plan.choices if each.strategy != PLAIN), plain)
    now = Contestant(chosen.strategy, chosen.call, python)
    return now, replace(now, arrangement=Arrangement(source=BEFORE))


# What the runs behind the last round may take together, and the most of the budget: they show what is known already.
BEHIND_S, BEHIND_SHARE = 10.0, 0.1


def behind_s(plan: Plan) -> float:
    """Seconds that the runs behind the last round may take together where nothing else bounds them."""
    return BEHIND_S if plan.rounds is not None else min(BEHIND_S, BEHIND_SHARE * plan.seconds)


def round_limits(plan: Plan) -> tuple[int, int]:
    """Rounds at least and at most; a number of rounds asked for (`--rounds N`) is both."""
    if plan.rounds is not None:
        return plan.rounds, plan.rounds
    if plan.against is not None:
        return 1, MOST_PAIRS
    return 1, EFFORTS[plan.effort].most_rounds
