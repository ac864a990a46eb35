"""Which call a strategy is made by, and which strategies and calls a text names.

Whatever the user got wrong raises a ValueError with one sentence.
"""

from __future__ import annotations

from ..protocol.kinds import PLAIN
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


def _choices(word: str, loop_slug: str | None, is_async: bool) -> list[tuple[str, str]]:
    if word in {"classic", "all"}:
        slugs = [info.slug for info in catalogue.strategies() if info.classic or word == "all"]
        return [(slug, default_call(slug, loop_slug, is_async=is_async)) for slug in slugs]
    slug, colon, call = word.partition(":")
    info = catalogue.strategy(slug)
    return [(info.slug, info.call(call).slug if colon else default_call(slug, loop_slug, is_async=is_async))]
