"""All strategies, in the order in which they are listed: a new one is a line here."""

from __future__ import annotations

from ..protocol.unknown_name import UnknownNameError
from .baseline import SERIAL
from .further import ASYNCIO, INTERPRETER_POOL_EXECUTOR
from .packages import JOBLIB, JOBLIB_THREADS, MPIRE, MPIRE_THREADS
from .processes import PROCESS, PROCESS_POOL, PROCESS_POOL_EXECUTOR
from .strategy import Strategy
from .threads import THREAD, THREAD_POOL, THREAD_POOL_EXECUTOR

STRATEGIES: tuple[Strategy, ...] = (
    SERIAL,
    THREAD,
    THREAD_POOL,
    THREAD_POOL_EXECUTOR,
    PROCESS,
    PROCESS_POOL,
    PROCESS_POOL_EXECUTOR,
    ASYNCIO,
    INTERPRETER_POOL_EXECUTOR,
    JOBLIB,
    JOBLIB_THREADS,
    MPIRE,
    MPIRE_THREADS,
)


BY_SLUG = {strategy.slug: strategy for strategy in STRATEGIES}


def find(slug: str) -> Strategy:
    """The strategy of that slug; raises UnknownNameError."""
    if slug not in BY_SLUG:
        raise UnknownNameError("strategy", slug, BY_SLUG)
    return BY_SLUG[slug]
