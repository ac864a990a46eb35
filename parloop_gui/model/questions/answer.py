"""What a question ends in: a sentence, the claims in it with their intervals, what they stand on and what is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import Figure

AnswerKind = Literal[
    "peak",  # more make it slower
    "plateau",  # more make it no faster
    "all-at-once",  # every item has a worker
    "more-might-help",
    "pays-from",
    "crossover",
    "always",  # one side is ahead wherever it was measured
    "never",
    "no-clear-crossover",
    "best",
    "level",
    "nothing",  # too little was measured
]

MarkKind = Literal["crossover", "enough", "pays-from"]
GuideKind = Literal["ideal", "gil-ceiling"]

# Places on the axis in order, each with how many times as fast as the plain loop.
Course = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Mark:
    """A place on the axis that the answer names, and whose it is; of a crossover also who is ahead before it."""

    kind: MarkKind
    at: Figure
    strategy: Contestant
    before: Contestant | None = None


@dataclass(frozen=True)
class Fitted:
    """How a model has a strategy go, also beyond what was measured."""

    strategy: Contestant
    course: Course


@dataclass(frozen=True)
class Guide:
    """What theory allows at most."""

    kind: GuideKind
    course: Course


@dataclass(frozen=True)
class Answer:
    """The answer to a question. `claims` are the figures in the sentences by their names, with 95% intervals.

    `stands_on` says what it rests on and where it is weak, a sentence each. What stands after it is for pictures.
    """

    kind: AnswerKind
    sentence: str
    stands_on: tuple[str, ...] = ()
    claims: dict[str, Figure] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    fits: tuple[Fitted, ...] = ()
    guides: tuple[Guide, ...] = ()


NOTHING = Answer("nothing", "Too little was measured for an answer: it needs more time.")
