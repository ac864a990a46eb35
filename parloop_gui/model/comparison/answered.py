"""What a comparison answers to its question: as it was found when it ended, or found now, as of a document."""

from __future__ import annotations

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.asking import answer_of


def answer_in(comparison: Comparison) -> Answer:
    """The answer by what was measured so far. Fitting curves takes some hundredths of a second: ask once."""
    return comparison.answer or answer_of(comparison.plan, comparison.rows, comparison.runs)
