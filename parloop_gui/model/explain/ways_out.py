"""What helps where handing over costs too much, and what of it was measured beside the rounds."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.engine.protocol.messages import Payload
from parloop_gui.model.explain.handed_over import Culprit, name_of
from parloop_gui.model.statistics.remedies import Remedied
from parloop_gui.model.statistics.summary import Row
from parloop_gui.model.statistics.thresholds import PAYLOAD
from parloop_gui.model.wording.units import duration, listed, size, thousands, times

_NOT_TRIED = "Parloop can’t try that by itself."


def way_out(culprit: Culprit) -> str:
    """What to change, in a sentence or two."""
    part, named = culprit.part, name_of(culprit.part)
    if part.kind == "result":
        return f"Return less, or write it to a file or shared memory and return its name. {_NOT_TRIED}"
    if part.kind == "self":
        owner = "its object" if part.name == "self" else named
        return f"Make it a function at module level, or hand {owner} to each worker once, by an initializer."
    if part.is_same:
        return f"Hand {named} to each worker once, by an initializer, or keep it at module level."
    return f"Send an index or a path in place of {named}, or put it into shared memory; threads share it. {_NOT_TRIED}"


def spared_words(payload: Payload, task_s: float) -> str:
    """What each worker has already, where sending it along would be what processes lose by; "" where nothing is."""
    given = [each for each in payload.parts if each.kind == "given"]
    part = max(given, key=lambda each: each.cost_s, default=None)
    if part is None or part.cost_s < PAYLOAD * (part.cost_s + task_s):
        return ""
    return (
        f"Here each worker has {name_of(part)}, {size(part.size_bytes)}, before its first task. Sent along, as an "
        f"argument or as a method’s object is, it takes {duration(part.cost_s, 2)} of pickling each time, for "
        f"{duration(task_s, 2)} of work."
    )


def measured_words(row: Row, plain: Row) -> str:
    """What ways out came to: "Measured with an initializer: 1.9×."; "" where none was tried."""
    if plain.wall_s is None or not row.remedied:
        return ""
    told = [f"{_how(each)}: {times(plain.wall_s.median / each.wall_s, 2)}" for each in _in_order(row.remedied)]
    best_s = min(each.wall_s for each in row.remedied)
    rest = "; the plain loop stays faster" if best_s > plain.wall_s.median else ""
    return f"Measured {listed(told)}{rest}."


def remedied_lines(row: Row, plain: Row | None) -> list[tuple[Remedied, float | None, str]]:
    """Each way that was tried, how many times as fast as the plain loop it was, and how it is called."""
    plain_s = plain.wall_s.median if plain is not None and plain.wall_s is not None else None
    return [(each, plain_s / each.wall_s if plain_s else None, _how(each)) for each in _in_order(row.remedied)]


def _in_order(tried: Sequence[Remedied]) -> list[Remedied]:
    return sorted(tried, key=lambda each: each.wall_s)


def _how(tried: Remedied) -> str:
    if tried.kind == "initializer":
        return "with an initializer"
    return f"with a chunk size of {thousands(tried.chunksize or 1)}"
