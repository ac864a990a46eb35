"""What a question ends in: a sentence, the claims in it with their intervals, and what they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

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


@dataclass(frozen=True)
class Answer:
    """The answer to a question. `claims` are the figures in the sentences by their names, with 95% intervals.

    `stands_on` says what it rests on and where it is weak, a sentence each.
    """

    kind: AnswerKind
    sentence: str
    stands_on: tuple[str, ...] = ()
    claims: dict[str, Figure] = field(default_factory=dict)


NOTHING = Answer("nothing", "Too little was measured for an answer; give it more time with --budget or --effort.")
