"""The same work under two Pythons as a picture: who ran at the place that both have. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.answers import curves_of
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.questions.cpu_share import under_both
from parloop_gui.model.questions.points import points_of
from parloop_gui.model.wording.units import count, times
from parloop_gui.ui.charts.curves.pair import PairData, PairRow, PairSide

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
    from parloop_gui.model.questions.question import Question
    from parloop_gui.model.statistics.summary import Figure


class PairText(NamedTuple):
    """The card: None for no card, else bars with a caption, or a sentence that says why there are none."""

    data: PairData | None
    caption: str = ""
    words: str = ""
    can_add: bool = False


def pair_card(question: Question, plan: Plan | None, comparison: Comparison | None) -> PairText:
    """What the card says of a question; `plan` is what would be asked now."""
    if not question.pairs:
        return PairText(None)
    data = pair_data(comparison) if comparison is not None else PairData()
    if comparison is not None and data.sides:
        return PairText(data, pair_caption(comparison))
    of = comparison.plan if comparison is not None else plan
    if of is None:
        return PairText(None)
    if len(of.pythons) == 2 and of.asked is not None and of.asked.values:
        last = question.value_words(max(of.asked.values))
        return PairText(data, words=f"At {last} everyone runs under Python {of.pythons[1].full_version}, too.")
    if comparison is not None:  # which Pythons there were where it was measured is not known
        return PairText(data, words=f"Only Python {of.pythons[0].full_version} was measured.")
    without = "No free-threaded Python was found" if of.pythons[0].gil else "No Python with a GIL was found"
    return PairText(data, words=f"{without}: with one, threads with and without the GIL stand here.", can_add=True)


def pair_data(comparison: Comparison) -> PairData:
    """Both Pythons, once both have figures."""
    curves = curves_of(comparison)
    both, figures = under_both(curves), points_of(curves)
    pythons = {each.id: each for each in comparison.plan.pythons}
    sides = [_side(pythons[python], there, comparison, figures) for python, there in both.items()]
    return PairData(tuple(sides)) if all(side.rows for side in sides) else PairData()


def pair_caption(comparison: Comparison) -> str:
    """Which work it is: "100% on CPU · 2 workers · wall time, s"."""
    asked, question = comparison.plan.asked, question_of(comparison.plan)
    there = next(iter(under_both(curves_of(comparison)).values()), ())
    if asked is None or question is None or not there:
        return ""
    workers = {each.arrangement.workers for each in there[1:] if each.arrangement.workers}
    how_many = (count(workers.pop(), "worker"),) if len(workers) == 1 else ()
    share = f"{question.value_words(max(asked.values))} on CPU"
    return " · ".join((share, *how_many, "wall time, s"))


def _side(
    python: Interpreter, there: tuple[Contestant, ...], comparison: Comparison, figures: dict[Contestant, Figure]
) -> PairSide:
    rows = []
    for contestant in there:
        row, gain = comparison.row(contestant), figures.get(contestant)
        if row is None or row.wall_s is None:
            continue
        family = catalogue.find(contestant.strategy).family
        title = "for loop" if contestant.is_plain else family
        is_faster = gain is not None and gain.low > 1
        words = times(gain.median) if gain is not None else ""
        rows.append(PairRow(title, family, row.wall_s, row.round_wall_times_s, words, is_faster))
    pill = "GIL on" if python.gil else "no GIL"
    return PairSide(f"Python {python.full_version}", pill, not python.gil, tuple(rows))
