"""How contestants are named in sentences: as short as tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import BEFORE, Contestant
from parloop_gui.model.wording.units import count, listed


def strategy_title(slug: str) -> str:
    """Python's own name of a strategy; the slug itself where it is not known, as in a newer Parloop's document."""
    return catalogue.find(slug).title


def name(contestant: Contestant, among: Iterable[Contestant] = ()) -> str:
    """Such as "Pool", "Pool with imap", "ThreadPoolExecutor with 60 workers", "Pool on Python 3.12"."""
    others = [each for each in among if each != contestant]
    strategy, workers = catalogue.find(contestant.strategy), contestant.arrangement.workers
    title = strategy.title
    twins = [each for each in others if each.strategy == contestant.strategy]
    if workers is not None:
        title += f" with {workers:,} workers"
    title += _place(contestant, twins)
    if contestant.call != strategy.default_call or any(each.call != contestant.call for each in twins):
        title += f" {'and' if workers is not None else 'with'} {contestant.call}"
    if any(each.python != contestant.python for each in others):
        title += f" on Python {contestant.python}"
    return title


def _set_to(key: str, value: float) -> str:
    """What a question set of the loop, as one would say it; by its own name what no question here sets."""
    return f" at {value:g}% on CPU" if key == "cpu_share" else f" with {key} {value:g}"


def _place(contestant: Contestant, twins: Iterable[Contestant]) -> str:
    """What of its arrangement tells it from others of its strategy: " over 100 items", " at 25% on CPU"."""
    own = contestant.arrangement
    if all(each.arrangement == own for each in twins):
        return ""
    parts = (
        *version_words(own.source, [each.arrangement.source for each in twins]),
        f" over {count(own.sample, 'item')}" if own.sample is not None else "",
        *(_set_to(key, value) for key, value in own.params),
        f" with chunks of {own.chunksize:,}" if own.chunksize is not None else "",
        f" by {own.start_method}" if own.start_method is not None else "",
    )
    return "".join(parts)


def version_words(source: str | None, others: Iterable[str | None]) -> tuple[str, ...]:
    """Which version of the code it runs, where others run another: " before"; as it stands, " now"."""
    if source is None:
        return (" now",) if BEFORE in others else ()
    return (f" {source}",)


def names(contestants: Sequence[Contestant], among: Iterable[Contestant]) -> str:
    """Several in a sentence: "Pool, Process and ThreadPool"."""
    among = tuple(among)
    return listed([name(each, among) for each in contestants])
