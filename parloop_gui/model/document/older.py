"""What documents of version 1 did not hold when they were written, made from what they hold: no sentence is parsed."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.explain.verdict import gain_of, gain_words


def with_gain(comparison: Comparison) -> Comparison:
    """The verdict's figure as fields: its row's speed-up, where that reads as the figure does."""
    verdict = comparison.verdict
    if verdict is None or verdict.gain is not None or verdict.contestant is None:
        return comparison
    row = comparison.row(verdict.contestant)
    if row is None or row.speedup is None:
        return comparison
    for names_python in (False, True):
        gain = gain_of(verdict.contestant, row.speedup, comparison.sample, names_python=names_python)
        if " ".join(gain_words(gain)) == verdict.figure:
            return replace(comparison, verdict=replace(verdict, gain=gain))
    return comparison
