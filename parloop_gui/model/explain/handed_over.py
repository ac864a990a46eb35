"""What is handed over with each task, and what of it keeps processes from being faster: the culprit, with its share.

    one process hands all over:    per task   pickling + pipe of what goes there, pipe + unpickling of what comes back
    each worker:                   per task   the task + pipe + unpickling, pickling + pipe of its result
    all cores:                     per task   all of it

The longest of the three is what a task takes; what it would take without a part is what that part costs. What all items
share travels once in each chunk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import PartKind, RemedyKind
from parloop_gui.engine.protocol.messages import Habits, Part, Payload
from parloop_gui.model.explain.verdict import Numbers
from parloop_gui.model.plan.plan import Interpreter, Plan
from parloop_gui.model.statistics.summary import Row, row_of
from parloop_gui.model.statistics.thresholds import PAYLOAD, SHORT_TASK_S
from parloop_gui.model.wording.units import duration, size

_BACK: tuple[PartKind, ...] = ("result",)
# A pipe's both ends are busy meanwhile.
_TWO_ENDS = 2
_MARKED: dict[PartKind, str] = {"result": "its result", "function": "the function"}


@dataclass(frozen=True)
class Handed:
    """What trying a user's loop under that Python told: what is handed over, and what tasks rely on."""

    python: str
    payload: Payload = field(default_factory=Payload)
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True)
class HandedOver:
    """What is known of it: by Python, and what keeps the best pool of processes there from being faster."""

    tried: tuple[Handed, ...] = ()
    culprits: Mapping[str, tuple[Row, Culprit]] = field(default_factory=dict)

    def payload(self, python: str) -> Payload:
        """What is handed over under that Python; nothing where it was not tried."""
        return next((each.payload for each in self.tried if each.python == python), Payload())

    def habits(self, python: str) -> Habits:
        """What tasks rely on under that Python; nothing where it was not tried."""
        return next((each.habits for each in self.tried if each.python == python), Habits())


@dataclass(frozen=True)
class Culprit:
    """The part that costs processes most: `share` of the time is what goes with it (1: all).

    `tasks` is how many travel with it at once; `work_s` what these take by themselves, in the plain loop.
    """

    part: Part
    share: float
    tasks: int
    work_s: float

    @property
    def text(self) -> str:
        """What it is and what it costs: "In processes each task sends `image`, 32 MB: …"."""
        each = "each task" if self.tasks == 1 else f"each chunk of {self.tasks} tasks"
        does = "sends back" if self.part.kind in _BACK else "sends"
        cost = f"{duration(self.part.cost_s, 2)} of pickling for {duration(self.work_s, 2)} of work"
        return f"In processes {each} {does} {name_of(self.part)}, {size(self.part.size_bytes)}: {cost}."

    @property
    def remedy(self) -> RemedyKind | None:
        """What can be tried by itself against it."""
        return "initializer" if self.part.is_same and self.part.kind in ("self", "argument", "element") else None

    @property
    def numbers(self) -> Numbers:
        """The figures in the sentence, and the share."""
        part = self.part
        return {
            "size_bytes": part.size_bytes,
            "dump_s": part.dump_s,
            "copy_s": part.copy_s,
            "load_s": part.load_s,
            "tasks": self.tasks,
            "work_s": self.work_s,
            "share": self.share,
        }


def name_of(part: Part) -> str:
    """The part as a sentence has it."""
    return _MARKED.get(part.kind, f"`{part.name}`")


def culprit_of(row: Row, plain: Row | None, plan: Plan, handed: Iterable[Handed]) -> Culprit | None:
    """What keeps that row of processes from being faster; None where nothing that is handed over does."""
    own = next((each for each in handed if each.python == row.contestant.python), None)
    python = next((each for each in plan.pythons if each.id == row.contestant.python), None)
    if own is None or python is None or plain is None or not plain.task_s or not plain.items:
        return None
    way = way_of(row, plain, plan, python)
    parts = travelling(own.payload.parts, row) if way is not None else ()
    if way is None or not parts:
        return None
    part = max(parts, key=lambda each: way.saved_share(parts, each))
    share = way.saved_share(parts, part)
    tasks = way.chunk if part.is_same else 1
    return Culprit(part, share, tasks, tasks * way.task_s) if share >= PAYLOAD else None


def travelling(parts: Sequence[Part], row: Row) -> tuple[Part, ...]:
    """Those that go from process to process with its tasks: a forked process has its one item already."""
    strategy = catalogue.find(row.contestant.strategy)
    if strategy.family != "processes":
        return ()
    inherits = strategy.width == "items" and row.start_method in ("fork", None)
    return tuple(each for each in parts if each.kind != "given" and (each.kind in _BACK or not inherits))


@dataclass(frozen=True)
class Way:
    """How one contestant hands tasks over: so many at once, on so many workers and cores; what it takes for each.

    `task_s` is a task's time in the plain loop, `beside_s` its part of starting workers and of the trips that weigh
    nothing. On a busy machine all of these grow, and so do the parts, which were weighed on it.
    """

    chunk: int
    workers: int
    cores: int
    task_s: float
    task_cpu_s: float
    beside_s: float = 0.0
    items: int = 1

    def takes_s(self, parts: Sequence[Part]) -> float:
        """What a task takes, all in all, where these go with it."""
        parent_s, worker_s, cpu_s = 0.0, self.task_s, self.task_cpu_s
        for part in parts:
            often = 1 / self.chunk if part.is_same else 1.0
            first_s, last_s = often * (part.dump_s + part.copy_s), often * (part.copy_s + part.load_s)
            is_back = part.kind in _BACK
            parent_s += last_s if is_back else first_s
            worker_s += first_s if is_back else last_s
            cpu_s += often * (part.dump_s + _TWO_ENDS * part.copy_s + part.load_s)
        # The first chunk is on its way while nobody has anything to do.
        first = sum(part.cost_s * (1 if part.is_same else self.chunk) for part in parts)
        return max(parent_s, worker_s / self.workers, cpu_s / self.cores) + first / self.items

    def saved_share(self, parts: Sequence[Part], part: Part) -> float:
        """How much of the time would be gone without that part."""
        with_s, without_s = self.takes_s(parts), self.takes_s([each for each in parts if each is not part])
        return (with_s - without_s) / (with_s + self.beside_s)


def way_of(row: Row, plain: Row, plan: Plan, python: Interpreter) -> Way | None:
    """How that row's contestant hands over, measured or, where it was ended, as its settings have it."""
    strategy = catalogue.find(row.contestant.strategy)
    items, own = plain.items or 0, row.contestant.arrangement
    workers = row.workers or own.workers or (plan.workers if isinstance(plan.workers, int) else python.cores)
    effective = strategy.effective(
        strategy.find_call(row.contestant.call),
        items,
        workers,
        own.chunksize or plan.chunksize,
        python.cores,
        python.version_info,
    )
    if not items or plain.task_s is None:
        return None
    task_s = plain.task_s
    chunk = row.chunksize or effective.chunksize or 1
    beside_s = SHORT_TASK_S / chunk + ((row.startup_s or 0.0) + (row.winddown_s or 0.0)) / items
    width = max(1, min(row.width or effective.width, items))
    task_cpu_s = min(task_s, plain.task_cpu_s) if plain.task_cpu_s is not None else task_s
    return Way(chunk, width, max(1, python.cores), task_s, task_cpu_s, beside_s, items)


def culprits(rows: Sequence[Row], plan: Plan, handed: Sequence[Handed]) -> Mapping[str, tuple[Row, Culprit]]:
    """By Python: what keeps the best of its pools of processes from being faster, with that pool's row."""
    found: dict[str, tuple[Row, Culprit]] = {}
    for each in handed:
        pools = [row for row in rows if row.contestant.python == each.python and _is_pool_of_processes(row)]
        best = min(pools, key=_slowness, default=None)
        if best is None:
            continue
        culprit = culprit_of(best, row_of(rows, best.contestant.plain), plan, handed)
        if culprit is not None:
            found[each.python] = best, culprit
    return found


def _is_pool_of_processes(row: Row) -> bool:
    strategy = catalogue.find(row.contestant.strategy)
    return strategy.family == "processes" and strategy.width == "workers" and row.outcome in ("finished", "overtaken")


def _slowness(row: Row) -> float:
    return row.wall_s.median if row.wall_s is not None else row.censored_s or math.inf
