"""What a question is: an axis, the places on it, how contestants stand there, and what is said of the curves.

    values ─► arrange(value) ─► contestants ─► one race, or one for each loop ─► Curves ─► answer ─► Answer

A further question is one file with a `Question` in it, and a line in `registry`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

    `strategies` race if nobody is named.
    `values` gives the default ones for a plan, within `least` and `most`; `named` spells them where they are not
    numbers. `keeps_own`: Python's own arrangement races beside the values. `parameter` is the one that the values
    are of, `items` how many a built-in loop has if nobody says. `why_not` says why a loop can't be asked this, "" where
    it can.
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
    named: tuple[str, ...] = ()
    keeps_own: bool = False
    parameter: str = ""
    items: int | None = None
    why_not: Callable[[LoopSpec], str] = _suits_all
    about: str = ""

    def has_place(self, value: float) -> bool:
        """Whether the axis has that value: a whole one, within its ends."""
        return self.least <= value <= self.most and value == int(value)

    def value_words(self, value: float) -> str:
        """A value as people write it: "25%", "1,000", "spawn"."""
        if self.named:
            return self.named[int(value)] if 0 <= value < len(self.named) else "–"
        return f"{value:,.0f}{self.unit}" if value == int(value) else f"{value:g}{self.unit}"
