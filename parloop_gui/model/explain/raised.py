"""Which question of the lab a verdict raises: from the kinds of its reasons and advice, never from their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from parloop_gui.model.explain.verdict import AdviceKind, ReasonKind, Verdict, VerdictKind
from parloop_gui.model.plan.plan import Plan


class Raised(NamedTuple):
    """A question by its slug, as somebody who reads the verdict would ask it."""

    question: str
    words: str


_MORE_WORKERS, _NO_FASTER = Raised("workers", "More workers?"), Raised("workers", "Why no faster?")
_ITEMS = Raised("items", "From how many items does it pay?")
_BY_ADVICE: dict[AdviceKind, Raised] = {
    "more-workers": _MORE_WORKERS,
    "short-tasks": Raised("chunk", "Which chunk size?"),
    "start-up": _ITEMS,
}
_BY_REASON: dict[ReasonKind, Raised] = {
    "short-tasks": _ITEMS,
    "starting": _ITEMS,
    "chunk-size": Raised("chunk", "Which chunk size?"),
    "mixed": Raised("cpu-share", "Where does the GIL bite?"),
}
# Those that name somebody, whom more could make faster.
_NAMING: tuple[VerdictKind, ...] = ("winner", "likely", "level")


def raised(verdict: Verdict, plan: Plan) -> Iterator[Raised]:
    """The questions that it raises, the most pressing first; some may not be for this loop."""
    if verdict.kind != "keep-plain-loop" and verdict.kind not in _NAMING:
        return
    for advice in verdict.advice:
        if advice.kind in _BY_ADVICE:
            yield _BY_ADVICE[advice.kind]
    for reason in verdict.reasons:
        if reason.kind in _BY_REASON:
            yield _BY_REASON[reason.kind]
    yield _NO_FASTER if verdict.kind == "keep-plain-loop" or _is_below_cores(verdict, plan) else _MORE_WORKERS


def _is_below_cores(verdict: Verdict, plan: Plan) -> bool:
    """Whether a loop that computes surely gains less than the cores could give."""
    cores = max((python.cores for python in plan.pythons), default=1)
    computes = any(reason.kind in ("computes", "turns") for reason in verdict.reasons)
    return computes and verdict.gain is not None and verdict.gain.speedup.high < cores
