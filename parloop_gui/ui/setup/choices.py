"""What the user has chosen in the window, kept from one start to the next as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from parloop_gui.engine.protocol.checked import ProtocolError, from_plain
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.model.plan.plan import EFFORTS
from parloop_gui.model.wording.limits import LEAST_S, LONGEST_S
from parloop_gui.ui.own_loop.own_loop import OWN, OwnLoop


@dataclass(frozen=True)
class LoopChoices:
    """One loop's own choices: items and parameters, remembered for each loop by itself."""

    items: int
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """Everything that is chosen. `loops` remembers each loop's own by its slug, `calls` each strategy's call.

    `own` is the user's own loop, measured where `loop` is OWN.
    """

    loop: str = "primes"
    loops: dict[str, Any] = field(default_factory=dict)
    workers: int | str = "auto"
    start_method: StartMethod | None = None
    chunksize: int | None = None
    strategies: list[Any] = field(default_factory=list)
    calls: dict[str, Any] = field(default_factory=dict)
    effort: str = "standard"
    budget_s: float | None = None
    """Seconds for a comparison; None: the effort's."""
    even: bool = False
    pythons: list[Any] = field(default_factory=list)
    own: OwnLoop = field(default_factory=OwnLoop)

    @property
    def is_own(self) -> bool:
        """Whether the user's own loop is chosen."""
        return self.loop == OWN

    def of_loop(self, slug: str, default_items: int) -> LoopChoices:
        """What was chosen for a loop last time, or its defaults."""
        try:
            kept: LoopChoices = from_plain(LoopChoices, self.loops.get(slug))
        except ProtocolError:
            return LoopChoices(default_items)
        return kept

    def with_loop(self, slug: str, items: int, params: dict[str, Any]) -> Choices:
        """The same with that loop chosen, over so many items."""
        return replace(self, loop=slug, loops={**self.loops, slug: asdict(LoopChoices(items, params))})


def to_text(choices: Choices) -> str:
    """The choices as JSON."""
    return json.dumps(asdict(choices))


def from_text(text: object) -> Choices:
    """The choices that a text holds; the defaults where it holds none."""
    try:
        choices: Choices = from_plain(Choices, json.loads(str(text)))
    except (ValueError, RecursionError):
        return Choices()
    if choices.budget_s is not None and not LEAST_S <= choices.budget_s <= LONGEST_S:
        choices = replace(choices, budget_s=None)
    return choices if choices.effort in EFFORTS else replace(choices, effort="standard")
