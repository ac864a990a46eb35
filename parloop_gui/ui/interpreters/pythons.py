"""Where the Pythons of the window come from: the bridge answers, and is imported when it is first asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from parloop_gui.model.plan.plan import Interpreter

if TYPE_CHECKING:
    from parloop_gui.bridge.interpreters.discovery import Search
    from parloop_gui.model.source.parsed import UnreadError


class Pythons:
    """Where interpreters come from; by default this machine, `also` the executables that the user added.

    `cancel` may be called from any thread.
    """

    def __init__(
        self,
        own: Callable[[], Interpreter] | None = None,
        everything: Callable[[], Iterable[Interpreter]] | None = None,
        ask: Callable[[str], Interpreter] | None = None,
        own_of: Callable[[Path], Interpreter | None] | None = None,
        first_missing: Callable[[Path, Sequence[Interpreter]], str] | None = None,
        read_with_newer: Callable[[UnreadError, Sequence[Interpreter]], bool] | None = None,
        also: Iterable[str] = (),
    ) -> None:
        self._own, self._everything, self._ask, self._also = own, everything, ask, tuple(also)
        self._own_of, self._first_missing, self._read_with_newer = own_of, first_missing, read_with_newer
        self._lock = threading.Lock()
        self._made: Search | None = None

    def own(self) -> Interpreter:
        """The app's own; raises InterpreterError."""
        from parloop_gui.bridge.host.own_python import known_from_here

        if self._own is not None:
            return self._own()
        return known_from_here() or self._search.own()

    def known(self) -> Iterable[Interpreter]:
        """Those known from last time."""
        return self._search.known() if self._everything is None else ()

    def everything(self) -> Iterable[Interpreter]:
        """All there are, as they are found."""
        return self._everything() if self._everything is not None else self._search.each()

    def ask(self, path: str) -> Interpreter:
        """The one at a path; raises InterpreterError."""
        return self._ask(path) if self._ask is not None else self._search.ask(path)

    def own_of(self, file: Path) -> Interpreter | None:
        """The Python of the virtual environment beside a file, if there is one."""
        from parloop_gui.bridge.interpreters.discovery import own_of

        return (self._own_of or own_of)(file)

    def first_missing(self, file: Path, pythons: Sequence[Interpreter]) -> str:
        """A sentence on what the file needs that one of these lacks, "" where they lack nothing."""
        from parloop_gui.bridge.interpreters.missing_modules import first_missing

        return (self._first_missing or first_missing)(file, pythons)

    def read_with_newer(self, unread: UnreadError, pythons: Sequence[Interpreter]) -> bool:
        """Have one of these parse what the app's own can't; whether anything new is known of it now."""
        from parloop_gui.bridge.interpreters.newer_python import read_with_newer

        return (self._read_with_newer or read_with_newer)(unread, pythons)

    def cancel(self) -> None:
        """Find nothing more."""
        self._search.cancel()

    @property
    def _search(self) -> Search:
        from parloop_gui.bridge.interpreters.discovery import (
            Search,  # not before it is needed: the first paint waits for nothing
        )

        with self._lock:
            if self._made is None:
                self._made = Search(also=self._also)
            return self._made
