"""The code of a strategy and of a loop, from the one source that is run: as it is shown, copied and exported."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from . import catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from ..protocol.kinds import StartMethod
    from ..protocol.loop_spec import LoopSpec


@functools.lru_cache(256)  # nine strategies in some settings each; the window asks again at every selection
def idiom_text(
    strategy_slug: str,
    call_slug: str,
    *,
    task: str,
    items: str = "items",
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: StartMethod | None = None,
    is_async: bool = False,
    unpack: bool = False,
    set_up: str | None = None,
) -> str:
    """The lines that are run and timed, with imports and main guard; `task` and `items` are expressions.

    `is_async`: the task is an async function. `unpack`: it takes several arguments, and items are tuples of them.
    `set_up` is what each worker calls once, an expression.
    """
    from ..codegen import idiom_text as text

    found = catalogue.strategy(strategy_slug)
    return text.idiom_text(
        found,
        found.call(call_slug),
        task=task,
        items=items,
        workers=workers,
        chunksize=chunksize,
        start_method=start_method,
        is_async=is_async,
        unpack=unpack,
        set_up=set_up,
    )


def script_text(
    spec: LoopSpec,
    strategy_slug: str,
    call_slug: str,
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: StartMethod | None = None,
) -> str:
    """A whole script that does the loop that way, times it and says how long it took; raises UnknownNameError."""
    from ..codegen import loop_script as text

    found = catalogue.strategy(strategy_slug)
    return text.script(spec, found, found.call(call_slug), workers, chunksize, start_method)


def module_name(path: Path) -> str:
    """The name by which code imports a user's file: its package's too where it imports relatively."""
    from ..loops.user_module import place_of

    return place_of(path)[1]
