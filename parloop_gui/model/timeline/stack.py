"""Which strategies are stacked on the timeline at first: the plain loop, the best of threads and of processes.

A further one, as asyncio, where it is the fastest of all. The one that leads is among them, and with several Pythons
all are of its own: a plain loop says something only of those under the same Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import FAMILIES, Family
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant


def default_stack(comparison: Comparison, possible: Sequence[Contestant]) -> list[Contestant]:
    """Family by family, of the Python under which the leading one ran."""
    leader = _leader(comparison, possible)
    best: dict[Family, Contestant] = {_family(leader): leader} if leader is not None else {}
    for contestant in possible:
        family = _family(contestant)
        if leader is None or contestant.python != leader.python or best.get(family) == leader:
            continue
        if family not in best or _wall_s(comparison, contestant) < _wall_s(comparison, best[family]):
            best[family] = contestant
    fastest = min(best.values(), key=lambda each: _wall_s(comparison, each), default=None)
    shown = [best[family] for family in FAMILIES if family in best and family != "further"]
    return list(dict.fromkeys([*shown, *(each for each in (leader, fastest) if each is not None)]))


def in_order(comparison: Comparison, contestants: Iterable[Contestant]) -> list[Contestant]:
    """Python by Python, so that each stands with its plain loop; within one family by family."""
    chosen = set(contestants)
    kept = [each for each in comparison.contestants if each in chosen]
    pythons = list(dict.fromkeys(each.python for each in comparison.contestants))
    return sorted(kept, key=lambda each: (pythons.index(each.python), FAMILIES.index(_family(each))))


def _leader(comparison: Comparison, possible: Sequence[Contestant]) -> Contestant | None:
    """Whom the verdict names, else the fastest of those that can be shown."""
    named = comparison.verdict.contestant if comparison.verdict is not None else None
    if named in possible:
        return named
    return min(possible, key=lambda each: _wall_s(comparison, each), default=None)


def _family(contestant: Contestant) -> Family:
    return catalogue.find(contestant.strategy).family


def _wall_s(comparison: Comparison, contestant: Contestant) -> float:
    row = comparison.row(contestant)
    return row.wall_s.median if row is not None and row.wall_s is not None else float("inf")
