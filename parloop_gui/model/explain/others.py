"""How the others did beside the one that the verdict names: level with it, next, best under another Python."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.explain.verdict import Reason
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.race import Race
from parloop_gui.model.statistics.ranking import Ranking
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import BOUND_HARDLY, BOUND_TOO_WIDE
from parloop_gui.model.wording.titles import name, names
from parloop_gui.model.wording.units import count, duration, listed, percent, thousands, times

# More than this are counted: a sentence is to be read.
_MOST_NAMED = 3


def bound(loss: float | None, race: Race) -> Reason | None:
    """How much anything else may at most gain: "Nothing is more than 8% faster."; None where nothing bounds it."""
    if loss is None or not math.isfinite(loss):
        return None
    share = math.expm1(loss)
    if share > BOUND_TOO_WIDE:
        return Reason("bound", "So few rounds can't tell how much faster anything else may be.")
    text = "Nothing else is as fast." if share < BOUND_HARDLY else f"Nothing is more than {percent(share)} faster."
    if not race.sure:
        text = f"Anything else is at most {percent(max(share, BOUND_HARDLY))} faster."
    return Reason("bound", text, {"loss_high": share})


def level_with(others: Sequence[Contestant], among: Iterable[Contestant], race: Race) -> Reason:
    """The sentence "Pool is within 8% of it"."""
    shown = names(others, among)
    if len(others) > _MOST_NAMED:
        among = tuple(among)
        some = [name(each, among) for each in others[: _MOST_NAMED - 1]]
        shown = listed([*some, f"{len(others) - len(some)} more"])
    are, share = "is" if len(others) == 1 else "are", max(math.expm1(race.level.get(each, 0.0)) for each in others)
    text = f"{shown} {are} within {percent(max(share, BOUND_HARDLY))} of it."
    return Reason("level", text, {"others": len(others), "loss_high": share})


def runner_up(chosen: Row, rows: Sequence[Row], stands: Ranking, first: Reason | None) -> Reason | None:
    """The next best and its figure; None where the first sentence had that figure or there is none."""
    second = next((each for each in stands.order if each != chosen.contestant and each in stands.speedups), None)
    if second is None:
        return None
    speedup = next(row for row in rows if row.contestant == second).speedup
    if speedup is None or (first is not None and _as_shown(first.numbers.get("speedup")) == times(speedup.median)):
        return None
    text = f"{name(second, stands.order)} came next, with {times(speedup.median)}."
    return Reason("runner-up", text, {"speedup": speedup.median})


def other_chunks(chosen: Row, rows: Sequence[Row], stands: Ranking) -> Reason | None:
    """That a class one would rather use was handed other chunks, where that may be all the difference."""
    strategy, size = catalogue.find(chosen.contestant.strategy), chosen.chunksize
    if size is None:
        return None
    for row in rows:
        other = catalogue.find(row.contestant.strategy)
        is_rival = row.contestant.python == chosen.contestant.python and row.speedup is not None
        is_alike = other.family == strategy.family and other.preference < strategy.preference
        if is_rival and is_alike and row.chunksize not in (None, size) and row.contestant not in stands.level:
            named, than = name(chosen.contestant, stands.order), name(row.contestant, stands.order)
            text = (
                f"{named} is handed {count(size, 'item')} at a time, {than} {thousands(row.chunksize or 0)}: "
                f"with chunksize={size} it may be as fast."
            )
            return Reason("chunk-size", text, {"chunksize": size, "other_chunksize": row.chunksize})
    return None


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
