"""What the lab says of a question: in the list, in the answer's card, over the curves. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.report.caption import subject
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.wording.units import about
from parloop_gui.ui.charts.curves.data import Axis, CurveData, spread_of
from parloop_gui.ui.lab.break_even import BREAK_EVEN
from parloop_gui.ui.lab.cards.answer_card import AnswerText
from parloop_gui.ui.lab.cards.question_list import QuestionText
from parloop_gui.ui.lab.curve_texts import best_so_far
from parloop_gui.ui.lab.lessons import LESSON
from parloop_gui.ui.lab.what_if import WHAT_IF
from parloop_gui.ui.result.status_texts import rounds_pill
from parloop_gui.ui.result.verdict_texts import verdict_text

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.plan.plan import Plan
    from parloop_gui.model.questions.question import Question


# What stands in the list beside the questions that are measured along an axis.
OTHERS = (
    QuestionText(
        WHAT_IF, "What if?", "More items, longer tasks, more cores, no GIL: worked out from what was measured."
    ),
    QuestionText(BREAK_EVEN, "Where do processes pay?", "A map of this machine: length of a task, size of its data."),
    QuestionText(LESSON, "For teachers", "The six questions of every course, answered by this machine."),
)


def question_text(question: Question, loop: LoopSpec | None, last: Comparison | None) -> QuestionText:
    """Its row in the list: why it can't be asked of this loop, what was last found of it, else what it finds out."""
    why_not = question.why_not(loop) if loop is not None else ""
    if why_not:
        return QuestionText(question.slug, question.asks, f"{why_not[:1].upper()}{why_not[1:]}.", is_off=True)
    is_over = last is not None and last.ended is not None
    if is_over and last is not None and loop is not None and loop_title(last.plan.loop) == loop_title(loop):
        return QuestionText(question.slug, question.asks, verdict_text(last).headline)
    return QuestionText(question.slug, question.asks, question.about)


def answer_text(
    question: Question,
    comparison: Comparison | None,
    title: str,
    estimate: str,
    *,
    is_running: bool,
    is_other: bool,
    problem: str,
) -> AnswerText:
    """The answer's card. `is_other`: something else is chosen by now than what was measured."""
    ask = f"Ask {title}" if not is_running else ""
    if comparison is None:
        if is_running:
            return AnswerText("Measuring…", "Starting…", is_known=False)
        return AnswerText(question.asks, problem or question.about, "", estimate, ask=ask, can_ask=not problem)
    words, of = verdict_text(comparison), subject(comparison)
    if comparison.ended is None:
        left = f"At most {about(comparison.at_most_s)} more." if comparison.at_most_s is not None else ""
        return AnswerText(best_so_far(comparison) or "Measuring…", left, rounds_pill(comparison), of, is_known=False)
    second = words.because if comparison.verdict is None or comparison.verdict.kind != "answer" else ""
    again = ask if is_other else ""
    pill = rounds_pill(comparison)
    return AnswerText(words.headline, second, pill, of, is_known=not is_other, ask=again, can_ask=not problem)


def curve_title(question: Question) -> str:
    """Over the plot: "Speed-up and workers"."""
    if question.is_of_pythons:
        return f"Speed-up by {question.axis}"
    axis = "CPU share" if question.unit == "%" else question.axis[:1].lower() + question.axis[1:]
    return f"Speed-up and {axis}"


def empty_curves(question: Question, plan: Plan | None) -> CurveData:
    """The places that will fill in."""
    values = plan.asked.values if plan is not None and plan.asked is not None else ()
    words = tuple((value, question.value_words(value)) for value in values)
    return CurveData(Axis(question.axis, spread_of(values, named=bool(question.named)), words, question.unit))
