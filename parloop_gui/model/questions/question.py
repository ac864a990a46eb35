"""What a question is: an axis, the places on it, how contestants stand there, and what is said of the curves.

    values ─► arrange(value) ─► contestants ─► one race, or one for each loop ─► Curves ─► answer ─► Answer

A further question is one file with a `Question` in it, and a line in `asking.QUESTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import Arrangement, Choice, Interpreter, Plan
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.curves import Curves


@dataclass(frozen=True)
class Place:
    """A place on the axis, for one strategy under one Python: all that an arrangement may depend on."""

    value: float
    choice: Choice
    python: Interpreter
    plan: Plan


# How a contestant stands there; None where the strategy has no such place.
Arrange = Callable[[Place], Arrangement | None]


def _suits_all(loop: LoopSpec) -> str:
    return ""


@dataclass(frozen=True)
class Question:
    """One question. `asks` is what people ask, `about` what it finds out, `axis` what the values are.

    `one` is what each value counts, "" where they count nothing.     `strategies` race if nobody is named.
    `values` gives the default ones for a plan, within `least` and `most`; `named` spells them where they are not
    numbers; where that depends on the plan `names` does, and the places are the plan's Pythons. `keeps_own`: Python's
    own arrangement races beside the values. `parameter` is the one that the values are of. `items` is how many a
    built-in loop has if nobody says, or `times_items` as many as usual where it computes: its start is a small part of
    it then. `why_not` says why a loop can't be asked this, "" where it can. `weighs`: what each place holds in memory
    is part of the answer. `pairs`: where the plan has a second Python the last place is measured under that one, too.
    """

    slug: str
    asks: str
    axis: str
    strategies: str
    values: Callable[[Plan], tuple[float, ...]]
    arrange: Arrange
    answer: Callable[[Curves], Answer]
    least: float = 1
    most: float = 1_000_000
    unit: str = ""
    one: str = ""
    named: tuple[str, ...] = ()
    names: Callable[[Plan], tuple[str, ...]] | None = None
    keeps_own: bool = False
    parameter: str = ""
    items: int | None = None
    times_items: int = 1
    why_not: Callable[[LoopSpec], str] = _suits_all
    about: str = ""
    weighs: bool = False
    pairs: bool = False

    @property
    def is_of_pythons(self) -> bool:
        """Whether its places are the plan's Pythons."""
        return self.names is not None

    @property
    def most_pythons(self) -> int | None:
        """Under how many Pythons it can be asked; None: under as many as there are."""
        return None if self.is_of_pythons else 2 if self.pairs else 1

    def of(self, plan: Plan) -> Question:
        """The same with its places spelt as that plan has them."""
        return self if self.names is None else replace(self, named=self.names(plan))

    def items_of(self, loop: str) -> int | None:
        """How many items that built-in loop has if nobody says; None: as many as usual."""
        found = catalogue.find_loop(loop)
        if self.items is None and self.times_items > 1 and found.kind == "cpu":
            return min(found.default_items * self.times_items, found.most_items)
        return self.items

    def has_place(self, value: float) -> bool:
        """Whether the axis has that value: a whole one, within its ends."""
        return self.least <= value <= self.most and value == int(value)

    def value_words(self, value: float) -> str:
        """A value as people write it: "25%", "1,000", "spawn"."""
        if self.named:
            return self.named[int(value)] if 0 <= value < len(self.named) else "–"
        return f"{value:,.0f}{self.unit}" if value == int(value) else f"{value:g}{self.unit}"
