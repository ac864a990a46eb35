"""What the catalogue tells of a strategy, a call, a loop and a parameter: plain data, nothing that runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..protocol.kinds import Family, ParameterType, Width, Workload
from ..strategies.strategy import Note


class UnknownNameError(ValueError):
    """A strategy, call or loop that does not exist; the message is one sentence, with the closest name."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        import difflib  # only for this: nobody waits for it when Parloop starts

        close = difflib.get_close_matches(name.lower(), self.known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else f"choose from {', '.join(self.known)}."
        super().__init__(f"There is no {kind} {name!r}; {hint}")


class CallInfo(NamedTuple):
    """One way of calling a strategy. `lazy`: results come one by one while others are worked on.

    `awaits`: it takes an async function. `instead` is the call that stands in for it before `needs_python`.
    """

    slug: str
    summary: str
    ordered: bool
    lazy: bool
    takes_chunksize: bool
    awaits: bool
    needs_python: tuple[int, int]
    instead: str | None


class StrategyInfo(NamedTuple):
    """What there is to show of a strategy; the fields are those of `Strategy`.

    `behaves_like` is the family whose rules it follows: its own, but for the further ones.
    """

    slug: str
    title: str
    family: Family
    module: str
    width: Width
    calls: tuple[CallInfo, ...]
    default_call: str
    classic: bool
    notes: tuple[Note, ...]
    preference: int
    pickles: bool
    uses_start_method: bool
    needs_python: tuple[int, int]
    behaves_like: Family

    def call(self, slug: str) -> CallInfo:
        """The call of that slug; raises UnknownNameError."""
        calls = {call.slug: call for call in self.calls}
        if slug not in calls:
            raise UnknownNameError(f"call of {self.slug}", slug, calls)
        return calls[slug]


class ParameterInfo(NamedTuple):
    """One parameter of a built-in loop, with its range and unit."""

    name: str
    title: str
    type: ParameterType
    default: int | float | str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    unit: str
    help: str


class FaultInfo(NamedTuple):
    """A loop that ends badly on purpose, with the limits its runs are given."""

    slug: str
    title: str
    caption: str
    timeout_s: float
    memory_limit_bytes: int | None


class LoopInfo(NamedTuple):
    """What there is to show of a built-in loop. `calls`: those that make sense (None: all). `task`: its function.

    `unavailable` says why it can't run on this system, "" where it can.
    """

    slug: str
    title: str
    kind: Workload
    hint: str
    caption: str
    default_items: int
    most_items: int
    parameters: tuple[ParameterInfo, ...]
    calls: tuple[str, ...] | None
    unavailable: str
    task: str
