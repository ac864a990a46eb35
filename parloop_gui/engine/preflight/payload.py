"""What goes to worker processes with each task and comes back: how large each part is, and how long its way takes.

    function, object, arguments ─┐                               ┌─ the same object for all items: once for each chunk
    items, element by element    ├─ dumps ─► a pipe ─► loads ─► Part
    results                     ─┘                               └─ else: with every task

It is measured here, in the process that tries the loop, so that no run that is timed has to. What can't be pickled is
left out: `pickling.py` tells.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from time import perf_counter
from typing import Any, NamedTuple

from ..host.usage import Usage
from ..protocol.kinds import PartKind
from ..protocol.preflight_facts import Part, Payload
from ..user_program.bound_objects import held_by, parameter_names

# No further item is weighed once these took so long: somebody waits.
ENOUGH_S = 0.5
# Items that are weighed, spread over all of them.
ITEMS = 20
# Items that are looked at to see what they share; a run that hands that over once looks at all of them.
MOST_ITEMS = 10_000
# How often a thing is pickled at most. The mean counts, with its waits for a core: the runs it explains wait too.
REPEATS = 5
# No further time once it took so long in all: what takes longer is told well enough by one.
LONG_S = 0.05
# Of a tuple or a dict that is an item: more are rows of a table, which are weighed whole.
MOST_ELEMENTS = 12
# In a process that holds more, what tasks have without its being sent is not weighed: to pickle it is to copy it.
MOST_RESIDENT_BYTES = 1 << 30
# How much is sent to know a pipe's speed: more than its buffer and the caches next to a core hold.
OF_PIPE_BYTES = 4 << 20
# As much as a pipe holds: less is there at once.
SMALL_BYTES = 1 << 16
# An attribute that is so much of its object is what is told.
MOSTLY = 0.8
# Of an object below this there is no telling what is most of it.
LEAST_BYTES = 256


class Weight(NamedTuple):
    """Bytes when pickled; seconds to pickle and to unpickle."""

    size_bytes: int
    dump_s: float
    load_s: float


def payload_of(
    function: Callable[..., Any],
    items: Sequence[Any],
    results: Sequence[Any],
    *,
    unpack: bool,
    given: Sequence[tuple[str, Any]] = (),
) -> Payload:
    """All parts, the heaviest first; `unpack`: the function takes an item's elements as its arguments."""
    looked_at = _spread(items, MOST_ITEMS)
    parts = [*_of_function(function), *_of_items(function, looked_at, unpack=unpack), *_of_results(results)]
    if (Usage.now().peak_rss_bytes or 0) < MOST_RESIDENT_BYTES:
        parts += [part for name, value in given if (part := _part("given", name, [value], is_same=True)) is not None]
    if any(part.size_bytes > SMALL_BYTES for part in parts):
        byte_s = _pipe_s() / OF_PIPE_BYTES
        parts = [replace(part, copy_s=part.size_bytes * byte_s) for part in parts]
    return Payload(tuple(sorted(parts, key=lambda part: -part.cost_s)))


def _of_function(function: Callable[..., Any]) -> Iterator[Part]:
    held = held_by(function)
    if not held and (part := _part("function", getattr(function, "__name__", ""), [function], is_same=True)):
        yield part
    for each in held:
        name = _mostly(each.value) if each.kind == "self" else each.name
        if part := _part(each.kind, name, [each.value], is_same=True):
            yield part


def _of_items(function: Callable[..., Any], items: Sequence[Any], *, unpack: bool) -> Iterator[Part]:
    names = parameter_names(function)
    first = items[0]
    if not _has_elements(items):
        if part := _part("item", names[0] if names else "item", _spread(items, ITEMS), is_same=_is_same(items)):
            yield part
        return
    keys: list[Any] = list(first) if type(first) is dict else list(range(len(first)))
    for at, key in enumerate(keys):
        whole = f"{names[0] if names else 'item'}[{key!r}]"
        name = names[at] if unpack and at < len(names) else whole
        elements = [item[key] for item in items]
        if part := _part("element", name, _spread(elements, ITEMS), is_same=_is_same(elements)):
            yield part


def _of_results(results: Sequence[Any]) -> Iterator[Part]:
    if results and (part := _part("result", "result", results)):
        yield part


def _has_elements(items: Sequence[Any]) -> bool:
    """Whether all items are tuples, or dicts, of the same few elements."""
    first = items[0]
    if type(first) not in (tuple, list, dict) or not 1 < len(first) <= MOST_ELEMENTS:
        return False
    if type(first) is dict:
        return all(type(item) is dict and item.keys() == first.keys() for item in items)
    return all(type(item) is type(first) and len(item) == len(first) for item in items)


def _is_same(values: Sequence[Any]) -> bool:
    """Whether it is one object, which pickle writes once into a chunk; numbers and the like are written anew."""
    first = values[0]
    return len(values) > 1 and not isinstance(first, (int, float, bool)) and all(each is first for each in values)


def _spread(values: Sequence[Any], most: int) -> list[Any]:
    wanted = min(most, len(values))
    return [values[(2 * at + 1) * len(values) // (2 * wanted)] for at in range(wanted)]


def _part(kind: PartKind, name: str, values: Sequence[Any], *, is_same: bool = False) -> Part | None:
    """The mean of these; None where one can't go there and back."""
    give_up_at = perf_counter() + ENOUGH_S
    weights = []
    for value in values[:1] if is_same else values:
        try:
            weights.append(_weigh(value))
        except Exception:  # what can't be pickled is told elsewhere, with its reason
            return None
        if perf_counter() > give_up_at:
            break
    return Part(
        kind,
        name,
        size_bytes=round(_fmean([each.size_bytes for each in weights])),
        dump_s=_fmean([each.dump_s for each in weights]),
        load_s=_fmean([each.load_s for each in weights]),
        is_same=is_same,
    )


def _weigh(value: Any) -> Weight:
    """As multiprocessing pickles and unpickles it."""
    dumps = partial(ForkingPickler.dumps, value)
    dump_s, data = _usual(dumps)
    load_s, _ = _usual(partial(ForkingPickler.loads, data))
    return Weight(len(data), dump_s, load_s)


def _fmean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _usual(call: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds that a call takes, the middle one of a few, and what the last gave.

    The mean of calls of microseconds is what one of them waited for a core.
    """
    took: list[float] = []
    while len(took) < REPEATS and sum(took) < LONG_S:
        began_at = perf_counter()
        made = call()
        took.append(perf_counter() - began_at)
    return sorted(took)[len(took) // 2], made


def _mostly(owner: Any) -> str:
    """The object's attribute that makes up most of what is pickled of it: "self.cache"; "self" where none does."""
    held = getattr(owner, "__dict__", None)
    if type(held) is not dict or len(held) == 0:
        return "self"
    try:
        whole = len(ForkingPickler.dumps(owner))
        sizes = {name: len(ForkingPickler.dumps(value)) for name, value in held.items()}
    except Exception:  # what its class leaves out when it is pickled may be nothing that can be
        return "self"
    name = max(sizes, key=lambda each: sizes[each])
    return f"self.{name}" if whole > LEAST_BYTES and MOSTLY * whole <= sizes[name] <= whole else "self"


def _pipe_s() -> float:
    """How long a pipe takes for `OF_PIPE_BYTES`, from one process to another; from a thread where there is no fork."""
    data = bytes(OF_PIPE_BYTES)
    reading, writing = Pipe(duplex=False)
    with reading, writing:
        if hasattr(os, "fork") and threading.active_count() == 1:
            pid = os.fork()
            if pid == 0:
                _send(writing, data)
                os._exit(0)
            writing.close()  # else nobody would notice that the process has gone
            took_s, _ = _usual(reading.recv_bytes)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return took_s
        sender = threading.Thread(target=_send, args=(writing, data), daemon=True)
        sender.start()
        return _usual(reading.recv_bytes)[0]


def _send(writing: Connection, data: bytes) -> None:
    """Send it as often as anybody reads it."""
    with contextlib.suppress(OSError):  # who read it has read enough, and closed it
        for _ in range(REPEATS):
            writing.send_bytes(data)
