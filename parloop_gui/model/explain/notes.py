"""Which of a strategy's notes fit what was measured: those that speak of it come first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue.catalogue import Strategy
from parloop_gui.engine.protocol.kinds import Situation
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.statistics.thresholds import SHORT_TASK_S

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Row

_CALLED_ONE_BY_ONE = ("submit", "apply", "apply_async", "imap", "imap_unordered")


# The words that are set in bold, and the text, of each.
Notes = tuple[tuple[str, str], ...]


def fitting_notes(info: Strategy, call: str, plan: Plan, row: Row | None, plain: Row | None) -> Notes:
    """All notes of a strategy, those that fit its row and the plain loop's first, else in their own order.

    They speak of this loop's own numbers, where those are known.
    """
    items = next((each.items for each in (row, plain) if each is not None and each.items), _planned(plan))
    found = set(_situations(call, plan, row, plain))
    ranked = sorted(info.notes, key=lambda note: -len(found & set(note.when)))
    workers, chunk = (row.workers, row.chunksize) if row is not None else (None, None)
    return tuple((note.title, note.about(items, workers, chunk)) for note in ranked)


def _planned(plan: Plan) -> int | None:
    """How many items will be measured, as far as the plan tells."""
    items = plan.loop.items if isinstance(plan.loop.items, int) else None
    return min(filter(None, (items, plan.loop.sample)), default=None)


def _situations(call: str, plan: Plan, row: Row | None, plain: Row | None) -> Iterator[Situation]:
    tag = plain.tag if plain is not None else None
    if tag is not None:
        yield "computes" if tag.slug == "cpu-bound" else "waits"
    if plain is not None and plain.task_s is not None and plain.task_s < SHORT_TASK_S:
        yield "short-tasks"
    if call in _CALLED_ONE_BY_ONE:
        yield "one-by-one"
    if row is None:
        return
    cores = max((python.cores for python in plan.pythons if python.id == row.contestant.python), default=1)
    if row.width is not None and row.width > cores:
        yield "crowded"
    if row.start_method in ("spawn", "forkserver"):
        yield "spawned"
    if row.outcome not in ("finished", "stopped", "overtaken", "not-run"):
        yield "ended-badly"
