"""What a comparison answers to its question: as it was found when it ended, or found now, as of a document."""

from __future__ import annotations

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.asking import answer_of
from parloop_gui.model.questions.curves import Curves
from parloop_gui.model.statistics.wall_times import scored_wall_times


def answer_in(comparison: Comparison) -> Answer:
    """The answer by what was measured so far. Fitting curves takes some hundredths of a second: ask once."""
    return comparison.answer or answer_of(comparison.plan, comparison.rows, comparison.runs, comparison.machine)


def curves_of(comparison: Comparison) -> Curves:
    """What was measured along its axis so far."""
    return Curves(comparison.plan, comparison.rows, scored_wall_times(comparison.runs))
