"""A question's comparison as a picture of curves: its points in words and figures. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.answers import curves_of
from parloop_gui.model.plan.plan import plain_loop
from parloop_gui.model.questions.answer import Answer, GuideKind, Mark
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.questions.points import points_of
from parloop_gui.model.statistics.figure_words import speedup_words, wall_words
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.wording.titles import strategy_title
from parloop_gui.model.wording.units import count, duration, listed, number, times
from parloop_gui.ui.charts.curves.data import (
    Axis,
    CurveData,
    CurvePoint,
    Dotted,
    Line,
    MarkedPlace,
    Stretch,
    spread_of,
)

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.plan.plan import Contestant
    from parloop_gui.model.questions.question import Question
    from parloop_gui.model.statistics.summary import Row

_DOTTED: dict[GuideKind, str] = {"ideal": "ideal", "gil-ceiling": "GIL ceiling, 1 ÷ share"}
# Whose line it is: strategy, call, and the Python where a place has several.
_Key = tuple[str, str, str]
MEASURE = "the plain loop is 1×"


def curve_data(comparison: Comparison, answer: Answer | None = None) -> CurveData:
    """The points so far; with the answer also what it names and what its model says."""
    question = question_of(comparison.plan)
    groups = _grouped(comparison)
    titles = _titles(list(groups))
    figures = points_of(curves_of(comparison), _beside(comparison))
    fits = {(fit.strategy.strategy, fit.strategy.call): fit.course for fit in answer.fits} if answer is not None else {}
    lines = tuple(
        Line(
            titles[key],
            catalogue.find(key[0]).family,
            tuple(_point(row, question, titles[key], comparison, figures) for row in rows),
            fits.get(key[:2], ()),
            _shape(key, list(groups)),
        )
        for key, rows in groups.items()
    )
    marks = answer.marks if answer is not None else ()
    axis = _axis(comparison, question)
    guides = answer.guides if answer is not None else ()
    return CurveData(
        axis,
        lines,
        tuple(_marked(mark, question, lines, titles) for mark in marks),
        tuple(each for mark in marks if mark.before is not None for each in _ahead(mark, axis, titles)),
        tuple(Dotted(_DOTTED[guide.kind], guide.course) for guide in guides),
    )


def _axis(comparison: Comparison, question: Question | None) -> Axis:
    asked = comparison.plan.asked
    values = asked.values if asked is not None else ()
    if question is None:
        return Axis("Value", spread_of(values, named=False), tuple((value, number(value)) for value in values))
    words = tuple((value, question.value_words(value)) for value in values)
    return Axis(question.axis, spread_of(values, named=bool(question.named)), words, question.unit)


def _beside(comparison: Comparison) -> Contestant | None:
    """The plain loop that all are compared with, where Pythons are asked about; None where each has its own."""
    question = question_of(comparison.plan)
    return plain_loop(comparison.plan.pythons[0].id) if question is not None and question.is_of_pythons else None


def _is_pair(comparison: Comparison) -> bool:
    """Whether a second Python has the last place alone."""
    question = question_of(comparison.plan)
    return question is not None and question.pairs and len(comparison.plan.pythons) == 2


def measure(comparison: Comparison | None) -> str:
    """What the axis upwards is."""
    beside = _beside(comparison) if comparison is not None else None
    return f"the plain loop of {beside.python} is 1×" if beside is not None else MEASURE


def _grouped(comparison: Comparison) -> dict[_Key, list[Row]]:
    """The rows that have a place, or a chunk size by themselves, by line; smallest place first."""
    beside, ids = _beside(comparison), [each.id for each in comparison.plan.pythons]
    apart = ids[1:] if _is_pair(comparison) else []  # a second Python has a chart of its own
    places = {
        row.contestant: place
        for row in comparison.rows
        if (place := _place(row) if beside is None else float(ids.index(row.contestant.python))) is not None
    }
    placed = [
        row
        for row in comparison.rows
        if row.contestant in places
        and (_has_figure(row) or (beside is not None and row.wall_s is not None))
        and (not row.contestant.is_plain or beside is not None)
        and row.contestant != beside
        and row.contestant.python not in apart
    ]
    several = beside is None and len({row.contestant.python for row in placed}) > 1 and _share_places(placed)
    groups: dict[_Key, list[Row]] = {}
    for row in sorted(placed, key=lambda row: not row.contestant.is_plain):
        own = row.contestant
        groups.setdefault((own.strategy, own.call, own.python if several else ""), []).append(row)
    return {key: sorted(own, key=lambda row: places[row.contestant]) for key, own in groups.items()}


def _shape(key: _Key, keys: Sequence[_Key]) -> int:
    """Which line of its family it is."""
    family = catalogue.find(key[0]).family
    return [each for each in keys if catalogue.find(each[0]).family == family].index(key)


def _share_places(rows: Sequence[Row]) -> bool:
    """Whether two Pythons stand at one place: not where the Pythons are what is asked about."""
    places = {(row.contestant.strategy, row.contestant.call, row.contestant.arrangement.point) for row in rows}
    return len(places) < len(rows)


def _titles(keys: Sequence[_Key]) -> dict[_Key, str]:
    """As short as tells them apart."""
    made = {}
    for key in keys:
        strategy, call, python = key
        twins = [each for each in keys if each[0] == strategy and each[1] != call]
        parts = (strategy_title(strategy), f"with {call}" if twins else "", f"on {python}" if python else "")
        made[key] = " ".join(filter(None, parts))
    return made


def _place(row: Row) -> float | None:
    """Where it stands; as Python does it by itself, at the chunk size that came out."""
    point = row.contestant.arrangement.point
    return point if point is not None else row.chunksize


def _has_figure(row: Row) -> bool:
    return row.speedup is not None or row.censored_s is not None


def _point(
    row: Row, question: Question | None, title: str, comparison: Comparison, figures: Mapping[Contestant, Figure]
) -> CurvePoint:
    ids = [each.id for each in comparison.plan.pythons]
    is_of_pythons = _beside(comparison) is not None
    place = float(ids.index(row.contestant.python)) if is_of_pythons else _place(row)
    own = row.contestant.arrangement.point is None and not is_of_pythons
    assert place is not None
    figure = figures.get(row.contestant) or row.speedup
    where = _where(question, place)
    hint = f"{where}{' by itself' if own else ''} · {title} · {_figures(row, figure)}"
    if figure is not None:
        return CurvePoint(place, figure, hint, is_own=own, contestant=row.contestant, where=where)
    plain = comparison.plain_row(row.contestant)
    most = plain.wall_s.median / row.censored_s if plain is not None and plain.wall_s and row.censored_s else 0.0
    return CurvePoint(
        place,
        Figure(most, most, most),
        hint,
        is_most=True,
        is_own=own,
        contestant=row.contestant,
        where=where,
    )


def _figures(row: Row, figure: Figure | None) -> str:
    gain = f"{speedup_words(figure)} · " if figure is not None else ""
    return f"{gain}{wall_words(row)} · {count(row.rounds, 'round')}"


def _where(question: Question | None, place: float) -> str:
    """A place in a sentence: "8 workers", "25% on CPU", "spawn"."""
    if question is None:
        return number(place)
    words = question.value_words(place)
    if question.named:
        return words
    if question.one:
        return count(round(place), question.one)
    axis = question.axis[:1].lower() + question.axis[1:] if question.axis[1:2].islower() else question.axis
    return f"{words} {axis}" if question.unit else f"{axis} {words}"


def _marked(mark: Mark, question: Question | None, lines: Sequence[Line], titles: dict[_Key, str]) -> MarkedPlace:
    title, family = _name(mark.strategy, titles), catalogue.find(mark.strategy.strategy).family
    line = next((each for each in lines if each.title == title), None)
    height = _height(line, mark.at.median) if line is not None else None
    ends = f"95% interval {_ends(mark.at, question)}" if mark.at.has_interval else ""
    where = _where(question, round(mark.at.median))
    if mark.kind == "crossover":
        return MarkedPlace(mark.at, f"Crossover at {where}", ends, family, is_rule=True, times=height)
    if mark.kind == "pays-from":
        return MarkedPlace(mark.at, f"{title} pays from {where}", ends, family, is_rule=True, times=1.0)
    enough = "is" if mark.at.median == 1 else "are"
    return MarkedPlace(mark.at, f"{where} {enough} enough", ends, family, is_rule=False, times=height)


def _ends(at: Figure, question: Question | None) -> str:
    unit = question.unit if question is not None else ""
    return f"{round(at.low):,}–{round(at.high):,}{unit}"


def _height(line: Line, place: float) -> float | None:
    """How fast a line is at a place between its points."""
    points = line.along
    for before, after in pairwise(points):
        if before.place <= place <= after.place:
            share = (place - before.place) / (after.place - before.place)
            return before.times.median + share * (after.times.median - before.times.median)
    return points[-1].times.median if points and place == points[-1].place else None


def _name(strategy: Contestant, titles: dict[_Key, str]) -> str:
    return next((title for key, title in titles.items() if key[:2] == (strategy.strategy, strategy.call)), "")


def _ahead(mark: Mark, axis: Axis, titles: dict[_Key, str]) -> list[Stretch]:
    """Before a crossover the one, after it the other."""
    assert mark.before is not None
    places = [place for place, _ in axis.words]
    first, last = min(places, default=0.0), max(places, default=0.0)
    return [
        Stretch(first, mark.at.median, _name(mark.before, titles), catalogue.find(mark.before.strategy).family),
        Stretch(mark.at.median, last, _name(mark.strategy, titles), catalogue.find(mark.strategy.strategy).family),
    ]


def stands_on(comparison: Comparison, answer: Answer | None) -> tuple[str, ...]:
    """What the answer rests on: its own sentences, then how it was measured."""
    plan = comparison.plan
    python = listed([each.id for each in plan.pythons])
    rounds = count(comparison.rounds_finished, "round")
    took = f" in {duration(comparison.ended.elapsed_s, 2)}" if comparison.ended is not None else ""
    how = f"Measured under Python {python}: {rounds}{took} of at most {duration(plan.seconds, 2)}."
    ended = comparison.ended
    early = ("Time ran out before all of it was known. Go on measures more.",) if _ran_out(comparison) else ()
    why = (ended.message,) if ended is not None and ended.message else ()
    return (*(answer.stands_on if answer is not None else ()), how, *early, *why)


def _ran_out(comparison: Comparison) -> bool:
    return comparison.ended is not None and comparison.ended.reason == "budget"


def best_so_far(comparison: Comparison) -> str:
    """While it runs: who is fastest by now, and where."""
    question, titles = question_of(comparison.plan), _titles(list(_grouped(comparison)))
    own = comparison.plan.pythons[0].id if _is_pair(comparison) else ""
    ranked = [
        row
        for row in comparison.rows
        if row.speedup is not None and not row.contestant.is_plain and own in ("", row.contestant.python)
    ]
    best = max(ranked, key=lambda row: row.speedup.median if row.speedup is not None else 0.0, default=None)
    place = _place(best) if best is not None else None
    if best is None or best.speedup is None or place is None:
        return ""
    who = _name(best.contestant, titles)
    return f"Fastest so far: {who}, {_where(question, place)}, {times(best.speedup.median)}."
