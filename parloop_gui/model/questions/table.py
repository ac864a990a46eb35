"""The curves of a question as a table: a line for each place and strategy, places in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from parloop_gui.model.questions.question import Question
from parloop_gui.model.statistics.figure_words import NOT_MEASURED, speedup_words, wall_words
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.wording.titles import strategy_title

# Which columns are aligned to the right.
RIGHT = (True, False, True, True, True, True)

PYTHONS_OWN = "Python’s own"


def header(question: Question) -> tuple[str, ...]:
    """What the columns are."""
    return question.axis, "Strategy", "At once", "Wall time", "Speed-up", "Rounds"


def lines(rows: Iterable[Row], question: Question) -> Iterator[tuple[str, ...]]:
    """A line for each contestant that was measured; the plain loop where it stands for itself comes first."""
    measured = [row for row in rows if row.wall_s is not None or row.censored_s is not None]
    ordered = sorted(measured, key=lambda row: (_place(row, question), not row.contestant.is_plain))
    titles = _titles(ordered, of_pythons=question.is_of_pythons)
    for row, title in zip(ordered, titles, strict=True):
        own = row.contestant.arrangement
        place = question.value_words(own.point) if own.point is not None else ""
        if question.is_of_pythons:
            place = row.contestant.python
        elif own.point is None and not row.contestant.is_plain:
            place = f"{PYTHONS_OWN}{f': {row.chunksize:,}' if row.chunksize else ''}"
        gain = "1×" if row.contestant.is_plain else speedup_words(row.speedup)
        at_once = f"{row.width:,}" if row.width else NOT_MEASURED
        yield place, title, at_once, wall_words(row), gain, str(row.rounds)


def _place(row: Row, question: Question) -> float:
    """Where it stands: the plain loop of all places before them, Python's own behind them."""
    point = row.contestant.arrangement.point
    if question.is_of_pythons and row.contestant.python in question.named:
        return question.named.index(row.contestant.python)
    if point is None:
        return question.least - 1 if row.contestant.is_plain else float("inf")
    return point


def _titles(rows: Sequence[Row], *, of_pythons: bool) -> list[str]:
    """Each strategy by its name, and by its Python where several are measured that are not the places themselves."""
    several = not of_pythons and len({row.contestant.python for row in rows}) > 1
    calls = {(row.contestant.strategy, row.contestant.call) for row in rows}
    strategies = [strategy for strategy, _ in calls]
    return [
        strategy_title(row.contestant.strategy)
        + (f" with {row.contestant.call}" if strategies.count(row.contestant.strategy) > 1 else "")
        + (f" on {row.contestant.python}" if several else "")
        for row in rows
    ]
