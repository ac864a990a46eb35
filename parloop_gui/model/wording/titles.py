"""How contestants are named in sentences: as short as tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.wording.units import listed


def strategy_title(slug: str) -> str:
    """Python's own name of a strategy; the slug itself where it is not known, as in a newer Parloop's document."""
    return next((each.title for each in catalogue.strategies() if each.slug == slug), slug)


def strategy_family(slug: str) -> str:
    """The family a strategy belongs to; "further" where this version does not know it."""
    return next((each.family for each in catalogue.strategies() if each.slug == slug), "further")


def name(contestant: Contestant, among: Iterable[Contestant] = ()) -> str:
    """Such as "Pool", "Pool with imap", "ThreadPoolExecutor with 60 workers", "Pool on Python 3.12"."""
    others = [each for each in among if each != contestant]
    title, workers = strategy_title(contestant.strategy), contestant.arrangement.workers
    twins = [each for each in others if each.strategy == contestant.strategy]
    if workers is not None:
        title += f" with {workers:,} workers"
    if contestant.call != _default_call(contestant.strategy) or any(each.call != contestant.call for each in twins):
        title += f" {'and' if workers is not None else 'with'} {contestant.call}"
    if any(each.python != contestant.python for each in others):
        title += f" on Python {contestant.python}"
    return title


def names(contestants: Sequence[Contestant], among: Iterable[Contestant]) -> str:
    """Several in a sentence: "Pool, Process and ThreadPool"."""
    among = tuple(among)
    return listed([name(each, among) for each in contestants])


def _default_call(slug: str) -> str | None:
    return next((each.default_call for each in catalogue.strategies() if each.slug == slug), None)
