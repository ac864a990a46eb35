"""The sentence a comparison ends in: use X, this much faster, because; or an honest tie."""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.advice import Advice
from parloop_gui.model.plan import Contestant


@dataclass(frozen=True)
class Verdict:
    """What to do and why.

    `kind` is "winner", "level", "not-told-apart", "keep-plain-loop", "inconclusive" or "measuring".
    `contestant` is the one to use (None where nothing is to be named); `headline` as "Use ProcessPoolExecutor",
    `figure` as "1.93× faster than the plain loop (95% CI 1.88–1.98)" or "".
    """

    kind: str
    headline: str
    figure: str
    because: str
    contestant: Contestant | None = None
    strategy: str | None = None
    call: str | None = None
    width: int | None = None
    advice: tuple[Advice, ...] = ()
