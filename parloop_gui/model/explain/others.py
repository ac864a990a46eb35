"""How the others did beside the one that the verdict names: level with it, next, best under another Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.model.explain.verdict import Reason
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.wording.titles import name, names
from parloop_gui.model.wording.units import duration, listed, times

_MOST_NAMED = 3
"""More than this are counted: a sentence is to be read."""


def level_with(others: Sequence[Contestant], among: Iterable[Contestant]) -> Reason:
    """The sentence "Pool is as fast within noise"."""
    shown = names(others, among)
    if len(others) > _MOST_NAMED:
        among = tuple(among)
        some = [name(each, among) for each in others[: _MOST_NAMED - 1]]
        shown = listed([*some, f"{len(others) - len(some)} more"])
    are = "is" if len(others) == 1 else "are"
    return Reason("level", f"{shown} {are} as fast within noise.", {"others": len(others)})


def runner_up(chosen: Row, rows: Sequence[Row], stands: Ranking, first: Reason | None) -> Reason | None:
    """The next best and its figure; None where the first sentence had that figure or there is none."""
    second = next((each for each in stands.order if each != chosen.contestant and each in stands.speedups), None)
    if second is None:
        return None
    speedup = next(row for row in rows if row.contestant == second).speedup
    if speedup is None or (first is not None and _as_shown(first.numbers.get("speedup")) == times(speedup.median)):
        return None
    text = f"Next came {name(second, stands.order)}: {times(speedup.median)}."
    return Reason("runner-up", text, {"speedup": speedup.median})


def other_pythons(chosen: Row, level: Sequence[Contestant], rows: Sequence[Row], stands: Ranking) -> Reason | None:
    """How the best under each other interpreter compares: there every one has a plain loop of its own."""
    firsts = {each.python: each for each in reversed(stands.order)}
    by_contestant = {row.contestant: row for row in rows}
    parts = []
    for python, best in firsts.items():
        wall = by_contestant[best].wall_s
        if python not in {each.python for each in level} and wall is not None:
            called = "the plain loop" if best.is_plain else name(best)
            parts.append(f"on Python {python} the best is {called}, which takes {duration(wall.median)}")
    if not parts or chosen.wall_s is None:
        return None
    text = f"It takes {duration(chosen.wall_s.median)}; {listed(parts[:_MOST_NAMED])}."
    return Reason("other-pythons", text, {"wall_s": chosen.wall_s.median})


def _as_shown(speedup: float | None) -> str:
    return times(speedup) if speedup is not None else ""
