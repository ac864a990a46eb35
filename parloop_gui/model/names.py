"""How contestants are named in sentences: as short as tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine import catalogue
from parloop_gui.model.plan import Contestant
from parloop_gui.model.words import listed


def name(contestant: Contestant, among: Iterable[Contestant] = ()) -> str:
    """Such as "Pool", "Pool with imap", "ThreadPoolExecutor with 60 workers", "Pool on Python 3.12"."""
    others = [each for each in among if each != contestant]
    strategy = catalogue.strategy(contestant.strategy)
    title = strategy.title
    twins = [each for each in others if each.strategy == contestant.strategy]
    if contestant.workers is not None:
        title += f" with {contestant.workers:,} workers"
    if contestant.call != strategy.default_call or any(each.call != contestant.call for each in twins):
        title += f" {'and' if contestant.workers is not None else 'with'} {contestant.call}"
    if any(each.python != contestant.python for each in others):
        title += f" on Python {contestant.python}"
    return title


def names(contestants: Sequence[Contestant], among: Iterable[Contestant]) -> str:
    """Several in a sentence: "Pool, Process and ThreadPool"."""
    among = tuple(among)
    return listed([name(each, among) for each in contestants])
