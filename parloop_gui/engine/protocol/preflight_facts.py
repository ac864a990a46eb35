"""What is known of a loop once it was tried, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import AnewKind, EffectKind, PartKind, ProblemKind, ProofKind, TrialStage, UnprovenKind

# In the folder of a trial: what the program printed on its way.
PRINTED_FILE = "printed"
# Programs that only tell about the machine: Python's own `platform` and `ctypes` start them, and who counts cores.
_TELLING = frozenset({"uname", "ldconfig", "gcc", "cc", "ld", "objdump", "lscpu", "nproc", "getconf"})


@dataclass(frozen=True)
class Problem:
    """Something that stands in the way, as a sentence; `line` is where in the user's file, if that is known."""

    what: ProblemKind
    sentence: str
    line: int | None = None


@dataclass(frozen=True)
class Proof:
    """What running the first `passes` passes of a loop as it stands and split came to.

    `differs` names what the split leaves otherwise ("refused"), or what worker processes lose ("threads-only").
    `not_comparable` names what the loop uses and nobody can compare (a connection, a reader). `mixes_output`: passes
    that go on side by side print in another order. `why` is why it is unproven.
    """

    kind: ProofKind
    passes: int = 0
    differs: tuple[str, ...] = ()
    not_comparable: tuple[str, ...] = ()
    mixes_output: bool = False
    why: UnprovenKind | None = None


@dataclass(frozen=True)
class Effect:
    """Something done outside a process: to the file, the address or by the program that `what` names.

    `line` is where in the user's file, if it was on its way. What a program that was started does is not seen.
    """

    kind: EffectKind
    what: str
    line: int | None = None

    @property
    def asks(self) -> bool:
        """Whether somebody has to agree before it is done again: it may be a row, a mail, a call that is paid for."""
        return self.kind != "programs" or self.what not in _TELLING


def without_doubles(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Each thing that is done once, where it was seen first: the folds of a loop have lines of their own."""
    found: dict[tuple[EffectKind, str], Effect] = {}
    for effect in effects:
        found.setdefault((effect.kind, effect.what), effect)
    return tuple(found.values())


@dataclass(frozen=True)
class Arrival:
    """What running a program to its loop did, besides taking `import_s`.

    `lines` counts what it printed, `printed` are the first of these. `effects` are those on the way, `in_loop` those of
    the passes that were tried, or what they were kept from. `anew` is why each run goes there by itself; None: each is
    a fork of that moment.
    """

    lines: int = 0
    printed: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    in_loop: tuple[Effect, ...] = ()
    anew: AnewKind | None = None

    @property
    def asked_for(self) -> tuple[Effect, ...]:
        """What somebody has to agree to before it is done again."""
        return without_doubles(each for each in (*self.effects, *self.in_loop) if each.asks)


@dataclass(frozen=True)
class Part:
    """One thing that goes to worker processes or comes back, each by itself: bytes when pickled, seconds for one time.

    `dump_s` and `load_s` are for pickling and unpickling, `copy_s` for the way through a pipe. `is_same`: it is the
    same object for all items, so that a chunk of them holds it once. A function and what it is bound to is, too.
    """

    kind: PartKind
    name: str
    size_bytes: int
    dump_s: float
    load_s: float
    copy_s: float = 0.0
    is_same: bool = False

    @property
    def cost_s(self) -> float:
        """All that handing it over once takes."""
        return self.dump_s + self.copy_s + self.load_s


@dataclass(frozen=True)
class Payload:
    """What is handed over with each task, there and back, by a few items and results; the heaviest first."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Habits:
    """What tasks were seen to rely on beside their arguments, by the names that the user's code has for it.

    `remembered`: functions that remember answers (`lru_cache`), and were asked. `distinct_items`: how many of the items
    differ, where they can be told apart. `chance`: whose global state tasks draw from ("random", "numpy.random").
    `connections`: what is open to a server or database and shared. `changed`: what tasks left otherwise than they found
    it, by comparing before and after. `native_threads`: threads of libraries written in C (BLAS) in this process.
    """

    remembered: tuple[str, ...] = ()
    distinct_items: int | None = None
    chance: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    native_threads: int | None = None


@dataclass(frozen=True)
class PreflightFacts:
    """What is known after `stage` began. Times in seconds, sizes in bytes when pickled; None: not known.

    `items` counts all items, `items_bytes` is their size by a sample's mean. `task_s` and `task_cpu_s` are means over
    the `tried` tasks, `task_wait_s` what of that they waited for a core, and `warm_task_s` what a task takes once what
    only the first one pays is done. `gil`: whether the GIL is on once the user's imports have run. `repeats`: calling
    again gave the same results. `line` is where the function is defined, `effects` what the tasks that were tried did
    outside their process; `item` is whose task was begun last. `proof` is that of a loop of the user's program; of
    `arrival` a function has no `effects`. `wants_leave`: it waits to be told that what the arrival holds may be done
    again, or at all.
    """

    stage: TrialStage = "import"
    import_s: float | None = None
    items: int | None = None
    items_s: float | None = None
    items_bytes: int | None = None
    largest_item_bytes: int | None = None
    setup_s: float | None = None
    item: int = 0
    tried: int = 0
    task_s: float | None = None
    task_cpu_s: float | None = None
    task_wait_s: float | None = None
    warm_task_s: float | None = None
    result_bytes: int | None = None
    gil: bool | None = None
    repeats: bool | None = None
    line: int | None = None
    effects: tuple[EffectKind, ...] = ()
    problems: tuple[Problem, ...] = ()
    proof: Proof | None = None
    arrival: Arrival | None = None
    wants_leave: bool = False
    payload: Payload = Payload()
    habits: Habits = Habits()
