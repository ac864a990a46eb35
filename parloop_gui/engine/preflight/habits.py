"""What tasks rely on beside their arguments: answers that are remembered, chance, connections, threads of libraries.

    before the first tasks ─► Watch ─► behind them: what was asked, drawn from, changed ─► Habits

Each is seen, not guessed: a cache that was asked, a state that moved on, an object of a type that is known.
"""

from __future__ import annotations

import functools
import inspect
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..protocol.preflight_facts import Habits
from ..user_program.bound_objects import held_by
from ..user_program.loop_names import named_in, touched_globals

_REMEMBERING = type(functools.lru_cache(len))
# Types of what talks to a server or file, for one at a time: module and name of the class, or of one of its bases.
_CONNECTIONS = frozenset(
    {
        *(("sqlite3", "Connection"), ("sqlite3", "Cursor"), ("socket", "socket")),
        *(("requests.sessions", "Session"), ("httpx", "Client"), ("urllib3.connection", "HTTPConnection")),
        *(("http.client", "HTTPConnection"), ("ftplib", "FTP"), ("smtplib", "SMTP"), ("imaplib", "IMAP4")),
        *(("psycopg2.extensions", "connection"), ("psycopg", "Connection"), ("pymysql.connections", "Connection")),
    }
)
# More are not told apart: it takes longer than a tenth of a second.
MOST_ITEMS = 1_000_000
_TASKS = Path("/proc/self/task")


class Watch:
    """Notes what the calls between its making and `habits` do. `namespace` is where the function finds its globals."""

    def __init__(self, function: Callable[..., Any], namespace: Mapping[str, Any]) -> None:
        self._reached = dict(_reached(function, namespace))
        self._asked = self._times_asked()
        self._chance = dict(_states())

    def habits(self, items: Sequence[Any], changed: Iterable[str] = ()) -> Habits:
        """What was seen; `changed` is what was found otherwise."""
        asked, states = self._times_asked(), dict(_states())
        remembered = tuple(name for name, times in asked.items() if times > self._asked.get(name, 0))
        return Habits(
            remembered=remembered,
            distinct_items=_distinct(items) if remembered else None,
            chance=tuple(name for name, state in self._chance.items() if states.get(name) != state),
            connections=tuple(name for name, value in self._reached.items() if _is_connection(value)),
            changed=tuple(changed),
            native_threads=_native_threads(),
        )

    def _times_asked(self) -> dict[str, int]:
        caches = {name: value for name, value in self._reached.items() if type(value) is _REMEMBERING}
        infos = {name: value.cache_info() for name, value in caches.items()}
        return {name: info.hits + info.misses for name, info in infos.items()}


def _reached(function: Callable[..., Any], namespace: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The globals that the function comes to by its code, itself, and what it is bound to."""
    for held in held_by(function):
        yield held.name, held.value
        for name, value in getattr(held.value, "__dict__", {}).items():
            yield f"{held.name}.{name}", value
    inner = function.func if isinstance(function, functools.partial) else function
    if type(inner) is _REMEMBERING:
        yield getattr(inner, "__name__", ""), inner
    code = getattr(inspect.unwrap(getattr(inner, "__func__", inner)), "__code__", None)
    named = frozenset(named_in(code)) if code is not None else frozenset()
    names = touched_globals(named, dict(namespace))
    yield from ((name, namespace[name]) for name in sorted(names) if name in namespace)


def _states() -> Iterator[tuple[str, Any]]:
    """Where the global generators stand that are loaded; to load NumPy's would seed it."""
    if "random" in sys.modules:
        yield "random", sys.modules["random"].getstate()
    if "numpy.random" in sys.modules:
        yield "numpy.random", pickle.dumps(sys.modules["numpy.random"].get_state(legacy=False))


def _distinct(items: Sequence[Any]) -> int | None:
    """How many different items there are; None where they are too many, or can't be told apart."""
    try:
        return len(set(items)) if len(items) <= MOST_ITEMS else None
    except TypeError:
        return None


def _is_connection(value: Any) -> bool:
    return any((base.__module__, base.__qualname__) in _CONNECTIONS for base in type(value).__mro__)


def _native_threads() -> int | None:
    """Threads of this process that are not Python's: OpenBLAS and its like keep theirs once they are loaded."""
    try:
        return max(0, len(list(_TASKS.iterdir())) - threading.active_count())
    except OSError:
        return None
