"""What strategies and loops there are, as plain data: the only door to them for the rest of the app.

    strategies/registry.py ─► StrategyInfo, CallInfo, Note          ─► lists, panels, verdict
    loops/registry.py      ─► LoopInfo, Parameter                   ─► lists, checks of what the user typed
    idioms and loops       ─► idiom_text, script (their own source) ─► code shown and exported

Whatever the user got wrong is said in one sentence, in a ValueError.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..host.lazy_function import name_of
from ..protocol.kinds import StartMethod
from ..strategies import registry
from ..strategies.strategy import Effective, Strategy
from . import info as entries

if TYPE_CHECKING:
    from pathlib import Path

    from ..faults.expected import Expected
    from ..protocol.loop_spec import LoopSpec

MOST_AT_ONCE = 2_000
"""More threads or processes at once than this have to be asked for."""

START_METHODS: tuple[StartMethod, ...] = ("fork", "spawn", "forkserver") if os.name == "posix" else ("spawn",)
"""`multiprocessing.get_all_start_methods()`, known without importing it."""

UnknownNameError = entries.UnknownNameError
CallInfo = entries.CallInfo
StrategyInfo = entries.StrategyInfo
ParameterInfo = entries.ParameterInfo
LoopInfo = entries.LoopInfo
FaultInfo = entries.FaultInfo


@functools.cache
def strategies() -> tuple[StrategyInfo, ...]:
    """All strategies, in the order in which they are listed."""
    return tuple(_strategy_info(strategy) for strategy in registry.STRATEGIES)


def strategy(slug: str) -> StrategyInfo:
    """The strategy of that slug; raises UnknownNameError."""
    known = {info.slug: info for info in strategies()}
    if slug not in known:
        raise UnknownNameError("strategy", slug, known)
    return known[slug]


@functools.cache
def loops() -> tuple[LoopInfo, ...]:
    """All built-in loops, in the order in which they are listed."""
    from ..loops.registry import LOOPS

    return tuple(
        LoopInfo(
            **{name: getattr(loop, name) for name in _LOOP_FIELDS},
            parameters=tuple(ParameterInfo(*parameter) for parameter in loop.parameters),
            unavailable="needs Linux or macOS" if loop.posix_only and os.name != "posix" else "",
            task=name_of(loop.code),
        )
        for loop in LOOPS
    )


def loop(slug: str) -> LoopInfo:
    """The built-in loop of that slug; raises UnknownNameError."""
    known = {info.slug: info for info in loops()}
    if slug not in known:
        raise UnknownNameError("loop", slug, known)
    return known[slug]


@functools.cache
def faults() -> tuple[FaultInfo, ...]:
    """All faults that the failure lab can make, in the order in which they are listed."""
    from ..faults.registry import FAULTS

    return tuple(
        FaultInfo(fault.slug, fault.title, fault.caption, fault.timeout_s, fault.memory_limit_bytes)
        for fault in FAULTS
        if os.name == "posix" or not fault.posix_only
    )


def expected(fault_slug: str, strategy_slug: str, start_method: StartMethod | None) -> Expected:
    """How that fault must end there, and what Python alone would have made of it; raises KeyError."""
    from ..faults.expected import expected_of

    strategy(strategy_slug)
    return expected_of(fault_slug, registry.find(strategy_slug), start_method)


def default_call(strategy_slug: str, loop_slug: str | None = None, *, is_async: bool = False) -> str:
    """The call taken when none is named: the first one that suits the built-in loop, or the user's (async) function."""
    info = strategy(strategy_slug)
    suiting = loop(loop_slug).calls if loop_slug else None
    fitting = [call.slug for call in info.calls if suiting is None or call.slug in suiting]
    awaiting = [call.slug for call in info.calls if call.awaits and is_async]
    return next(iter([*awaiting, *fitting]), info.default_call)


def call_under(strategy_slug: str, call_slug: str, version: tuple[int, int]) -> str:
    """The call itself, or the one that stands in for it under a Python that is too old for it."""
    call = strategy(strategy_slug).call(call_slug)
    return call.instead if call.instead is not None and version < call.needs_python else call_slug


def parse_choices(text: str, loop_slug: str | None = None, *, is_async: bool = False) -> tuple[tuple[str, str], ...]:
    """Strategies and calls from "classic", "all" or "thread-pool,process-pool:imap"; the plain loop always first.

    Raises UnknownNameError or ValueError with one sentence.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise ValueError("Name at least one strategy, or say classic or all.")
    choices = [("serial", default_call("serial", loop_slug))]
    for word in words:
        choices += [choice for choice in _choices(word, loop_slug, is_async) if choice not in choices]
    return tuple(choices)


def unfit(strategy_slug: str, call_slug: str, spec: LoopSpec) -> str | None:
    """Why the call can't take the loop's function, which is async or not, or its set-up; None where it can."""
    if strategy(strategy_slug).call(call_slug).awaits and not spec.is_async:
        return f"{call_slug} needs an async function"
    if spec.setup is not None and not registry.find(strategy_slug).sets_up_workers:
        return "can't call a set-up function in its workers"
    return None


def unavailable(strategy_slug: str, version: tuple[int, int], platform: str) -> str | None:
    """Why the strategy can't run under that Python on that `sys.platform`; None where it can."""
    info = strategy(strategy_slug)
    if version < info.needs_python:
        return "needs Python {}.{}+".format(*info.needs_python)
    if info.family == "processes" and platform in {"emscripten", "wasi", "ios", "android"}:
        return f"no processes on {platform}"
    return None


def effective(
    strategy_slug: str,
    call_slug: str,
    items: int,
    workers: int | None,
    chunksize: int | None,
    cores: int,
    version: tuple[int, int],
) -> Effective:
    """(workers, width, chunk size) that a run comes to; None stands for Python's own defaults.

    `cores` is how many that Python may use.
    """
    found = _find(strategy_slug, call_slug)
    return found.effective(found.call(call_slug), items, workers, chunksize, cores, version)


def settle_params(loop_slug: str, params: Mapping[str, object]) -> dict[str, int | float | str]:
    """Every parameter of a built-in loop with its value, checked; raises ValueError with one sentence."""
    from ..loops.registry import find

    loop(loop_slug)
    return find(loop_slug).settle(dict(params))


def check_items(loop_slug: str | None, items: int | str) -> int:
    """How many items, checked against what the loop can do (None: a user's); raises ValueError with one sentence."""
    most = loop(loop_slug).most_items if loop_slug else None
    try:
        count = int(items)
    except ValueError:
        raise ValueError(f"The number of items is a whole number, not {items!r}.") from None
    if count < 1 or (most is not None and count > most):
        wanted = "at least 1 item" if most is None else f"1 to {most:,} items"
        raise ValueError(f"{loop(loop_slug).title if loop_slug else 'A loop'} takes {wanted}, not {count:,}.")
    return count


def absurd_count(strategy_slug: str, items: int, many: bool = False) -> str | None:
    """A sentence where one thread or process per item would be absurdly many, and `many` was not asked for."""
    info = strategy(strategy_slug)
    if many or info.width != "items" or items <= MOST_AT_ONCE:
        return None
    made = "threads" if info.family == "threads" else "processes"
    return f"{info.title} would start {items:,} {made} at once; more than {MOST_AT_ONCE:,} have to be allowed first."


@functools.lru_cache(256)
def idiom_text(
    strategy_slug: str,
    call_slug: str,
    *,
    task: str,
    items: str = "items",
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: str | None = None,
    is_async: bool = False,
    unpack: bool = False,
    set_up: str | None = None,
) -> str:
    """The lines that are run and timed, with imports and main guard; `task` and `items` are expressions.

    `is_async`: the task is an async function. `unpack`: it takes several arguments, and items are tuples of them.
    `set_up` is what each worker calls once, an expression.
    """
    from ..codegen import idiom_text as text

    found = _find(strategy_slug, call_slug)
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


def module_name(path: Path) -> str:
    """The name by which a user's file is imported: its package's too where it imports relatively."""
    from ..loops.user_module import place_of

    return place_of(path)[1]


@functools.lru_cache(64)
def wrapped_code(code: str, columns: int) -> str:
    """The same code in lines of at most so many columns, broken as Black would, as far as they can be broken."""
    from ..codegen import wrapping

    return wrapping.wrapped(code, columns)


def script(
    spec: LoopSpec,
    strategy_slug: str,
    call_slug: str,
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: str | None = None,
) -> str:
    """A whole script that does the loop that way, times it and says how long it took."""
    from ..codegen import script as text

    if spec.kind != "user":
        loop(spec.name)
    found = _find(strategy_slug, call_slug)
    return text.script(spec, found, found.call(call_slug), workers, chunksize, start_method)


_LOOP_FIELDS = ("slug", "title", "kind", "hint", "caption", "default_items", "most_items", "calls")


def _find(strategy_slug: str, call_slug: str) -> Strategy:
    strategy(strategy_slug).call(call_slug)
    return registry.find(strategy_slug)


def _choices(word: str, loop_slug: str | None, is_async: bool) -> list[tuple[str, str]]:
    if word in {"classic", "all"}:
        slugs = [info.slug for info in strategies() if info.classic or word == "all"]
        return [(slug, default_call(slug, loop_slug, is_async=is_async)) for slug in slugs]
    slug, colon, call = word.partition(":")
    info = strategy(slug)
    return [(info.slug, info.call(call).slug if colon else default_call(slug, loop_slug, is_async=is_async))]


def _strategy_info(found: Strategy) -> StrategyInfo:
    return StrategyInfo(
        slug=found.slug,
        title=found.title,
        family=found.family,
        module=found.module,
        width=found.width,
        calls=tuple(CallInfo(**{name: getattr(call, name) for name in CallInfo._fields}) for call in found.calls),
        default_call=found.calls[0].slug,
        classic=found.classic,
        notes=found.notes,
        preference=found.preference,
        pickles=found.pickles,
        uses_start_method=found.uses_start_method,
        needs_python=found.needs_python,
        behaves_like=found.behaves_like or found.family,
    )
