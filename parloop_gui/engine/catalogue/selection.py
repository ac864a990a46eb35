"""Which call a strategy is made by, and which strategies and calls a text names.

Whatever the user got wrong raises a ValueError with one sentence.
"""

from __future__ import annotations

from ..protocol.kinds import PLAIN
from ..strategies.strategy import Strategy
from . import catalogue


def default_call(strategy_slug: str, loop_slug: str | None = None, *, is_async: bool = False) -> str:
    """The call taken when none is named: the first one that suits the built-in loop, or the user's (async) function."""
    info = catalogue.strategy(strategy_slug)
    suiting = catalogue.loop(loop_slug).calls if loop_slug else None
    fitting = [call.slug for call in info.calls if suiting is None or call.slug in suiting]
    awaiting = [call.slug for call in info.calls if call.awaits and is_async]
    return next(iter([*awaiting, *fitting]), info.default_call)


def parse_choices(text: str, loop_slug: str | None = None, *, is_async: bool = False) -> tuple[tuple[str, str], ...]:
    """Strategies and calls from "classic", "all" or "thread-pool,process-pool:imap"; the plain loop always first.

    Raises UnknownNameError or ValueError with one sentence.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise ValueError("Name at least one strategy, or say classic or all.")
    choices = [(PLAIN, default_call(PLAIN, loop_slug))]
    for word in words:
        choices += [choice for choice in _choices(word, loop_slug, is_async) if choice not in choices]
    return tuple(choices)


def _suits(info: Strategy, is_async: bool) -> bool:
    """Whether it awaits what the loop awaits: who brings an async loop wants to hear of it."""
    return is_async and any(call.awaits for call in info.calls)


def _choices(word: str, loop_slug: str | None, is_async: bool) -> list[tuple[str, str]]:
    if word in {"classic", "all"}:
        infos = [info for info in catalogue.strategies() if info.classic or word == "all" or _suits(info, is_async)]
        return [(info.slug, default_call(info.slug, loop_slug, is_async=is_async)) for info in infos]
    slug, colon, call = word.partition(":")
    info = catalogue.strategy(slug)
    return [(info.slug, info.call(call).slug if colon else default_call(slug, loop_slug, is_async=is_async))]
