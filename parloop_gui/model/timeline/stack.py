"""Which strategies are stacked on the timeline at first: the plain loop, the best of threads and of processes.

A further one, as asyncio, where it is the fastest of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.kinds import FAMILIES
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant


def default_stack(comparison: Comparison, possible: Sequence[Contestant]) -> list[Contestant]:
    """Family by family; of several Pythons the first one's."""
    python = possible[0].python if possible else ""
    best: dict[str, Contestant] = {}
    for contestant in possible:
        family = catalogue.find(contestant.strategy).family
        if contestant.python == python and (
            family not in best or _wall_s(comparison, contestant) < _wall_s(comparison, best[family])
        ):
            best[family] = contestant
    fastest = min(best.values(), key=lambda each: _wall_s(comparison, each), default=None)
    shown = [best[family] for family in ("baseline", "threads", "processes") if family in best]
    return [*shown, fastest] if fastest is not None and fastest not in shown else shown


def in_order(comparison: Comparison, contestants: Iterable[Contestant]) -> list[Contestant]:
    """Family by family, each in the comparison's order."""
    chosen = set(contestants)
    kept = [each for each in comparison.contestants if each in chosen]
    return sorted(kept, key=lambda each: FAMILIES.index(catalogue.find(each.strategy).family))


def _wall_s(comparison: Comparison, contestant: Contestant) -> float:
    row = comparison.row(contestant)
    return row.wall_s.median if row is not None and row.wall_s is not None else float("inf")
