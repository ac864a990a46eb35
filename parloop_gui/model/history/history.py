"""The history as it is read and changed by its owner: pages of the table, search, names, notes, deletion, opening.

A page is read by number from a place on, never counted or skipped through, and words are found in an index, so that
nothing takes longer with ten thousand comparisons than with a hundred.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import MOST_BYTES, from_document
from parloop_gui.model.history.database import Files, connect, transaction
from parloop_gui.model.history.entry import COLUMNS, Entry, entry_of, query, text
from parloop_gui.model.history.errors import EntryError, HistoryError, in_sentences
from parloop_gui.model.history.recorder import Key, Recorder, Written, is_written, key_of, worth_keeping

# Rows read at a time: more than a screen shows, few enough to be there at once.
PAGE = 60
# For whoever writes: a window must not stand still for long.
WAIT_S = 0.3

# Read of one comparison: a database that somebody else wrote must not fill the memory.
MOST_RUNS = 100_000

# For so long what was deleted can be had back.
_UNDO_S = 24 * 3600.0
# Comparisons removed for good at a time: each takes its runs along, and the window waits.
_REMOVED_AT_ONCE = 20
# SQLite's largest row id.
_NEWEST = 2**63 - 1


class History:
    """For one thread, but for `recorder`, which is for the one that makes a comparison. All raise HistoryError.

    `owner` names this process, `is_alive` tells of such a name whether that process still is. Nothing is opened before
    it is needed.
    """

    def __init__(self, folder: Path, owner: str, is_alive: Callable[[str], bool]) -> None:
        self._files, self._owner, self._is_alive = Files(folder), owner, is_alive
        self._file = self._files.current()
        self._connection: sqlite3.Connection | None = None
        self._written: dict[Key, Written] = {}
        self._writing = threading.Lock()
        self._said: list[str] = []

    def recorder(self) -> Recorder:
        """What writes a comparison while it is made."""
        return Recorder(self._files, self._owner, self._written, self._writing, self._say)

    def has(self, comparison: Comparison) -> bool:
        """Whether it is kept just as it is now, or there is nothing to keep of it."""
        return not worth_keeping(comparison) or is_written(comparison, self._written.get(key_of(comparison)))

    def keep(self, comparison: Comparison) -> None:
        """Keep what is missing of one that this process made."""
        if not self.has(comparison):
            with self.recorder() as recorder:
                recorder.write(comparison)

    def knows(self, comparison: Comparison) -> bool:
        """Whether it was made by this process or read from here; a document that was opened was not."""
        return key_of(comparison) in self._written

    def take_said(self) -> list[str]:
        """Sentences that the user should read, those since the last time."""
        said, self._said = self._said, []
        return said

    def page(self, typed: str = "", before: int = _NEWEST, most: int = PAGE) -> list[Entry]:
        """The newest that were begun before that one, and are found by every word typed."""
        words = query(typed)
        if typed.strip() and not words:
            return []
        found = (
            "search JOIN comparisons ON comparisons.id = search.rowid WHERE search MATCH :words AND search.rowid < :id "
            "ORDER BY search.rowid"
            if words
            else "comparisons WHERE deleted_at IS NULL AND comparisons.id < :id ORDER BY comparisons.id"
        )
        asked = {"words": words, "id": before, "most": most}
        select = f"SELECT {COLUMNS} FROM {found} DESC LIMIT :most"
        rows = self._do(lambda db: db.execute(select, asked).fetchall()) if self._is_there() else []
        return [entry_of(row) for row in rows]

    def entry(self, number: int) -> Entry | None:
        """The entry of that number; None where there is none."""
        row = self._do(lambda db: db.execute(f"SELECT {COLUMNS} FROM comparisons WHERE id = ?", (number,)).fetchone())
        return entry_of(row) if row else None

    def load(self, number: int, *, runs: bool = True) -> Comparison:
        """The comparison itself, `runs` left out where only its summary is needed; raises EntryError, too."""
        parts = self._do(lambda db: _parts(db, number, runs))
        try:
            head, *others = _unpacked(parts)
            found = from_document({**head, "runs": others}).comparison
        except (DocumentError, ValueError, TypeError, zlib.error, RecursionError):
            raise EntryError("What was kept of this comparison is damaged; the others can be opened.") from None
        if runs and found.ended is not None:  # what is added to it goes to its own place
            written = Written(number, len(others), found.rounds_finished, ended=True, what_ifs=found.what_ifs)
            with self._writing:
                self._written.setdefault(key_of(found), written)
        return found

    def rename(self, number: int, name: str) -> None:
        """Give it a name; "" takes it away."""
        self._set(number, "name", name)

    def annotate(self, number: int, note: str) -> None:
        """Write a note beside it; "" takes it away."""
        self._set(number, "note", note)

    def delete(self, numbers: Sequence[int]) -> None:
        """Take them out of the table; for a day they can be had back, then they are removed when it is opened."""
        self._mark(numbers, time.time())

    def restore(self, numbers: Sequence[int]) -> None:
        """Have deleted ones back."""
        self._mark(numbers, None)

    def interrupted(self) -> list[Entry]:
        """Those that some Parloop was ended in the middle of, the newest first; told of once."""
        if not self._is_there():
            return []
        running = self._do(
            lambda db: db.execute("SELECT id, owner FROM comparisons WHERE state = 'running'").fetchall()
        )
        ended = [(number,) for number, owner in running if not (isinstance(owner, str) and self._is_alive(owner))]
        if ended:
            self._change(
                lambda db: db.executemany(
                    "UPDATE comparisons SET state = 'interrupted' WHERE id = ? AND state = 'running'", ended
                )
            )
        return [entry for number in sorted(ended, reverse=True) if (entry := self.entry(number[0])) is not None]

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_there(self) -> bool:
        """Whether there is anything to read: looking makes no file."""
        return self._connection is not None or os.path.lexists(self._file)

    def _set(self, number: int, column: str, value: str) -> None:
        def change(db: sqlite3.Connection) -> None:
            db.execute(f"UPDATE comparisons SET {column} = ? WHERE id = ?", (text(value), number))
            _index(db, number)

        self._change(change)

    def _mark(self, numbers: Sequence[int], deleted_at: float | None) -> None:
        def change(db: sqlite3.Connection) -> None:
            for number in numbers:
                db.execute("UPDATE comparisons SET deleted_at = ? WHERE id = ?", (deleted_at, number))
                _index(db, number)

        self._change(change)

    def _change(self, change: Callable[[sqlite3.Connection], object]) -> None:
        def whole(db: sqlite3.Connection) -> None:
            with transaction(db):
                change(db)

        self._do(whole)

    def _do(self, what: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do it with the connection; a damaged file is left for a new one, which is said."""
        try:
            return self._try(what)
        except HistoryError as error:
            self.close()
            if error.kind != "damaged":
                raise
            self._file = self._files.begin_beside(self._file)
            self._say(f"{error} Comparisons are kept in {self._file.name} beside it from now on.")
            return self._try(what)

    def _try(self, what: Callable[[sqlite3.Connection], Any]) -> Any:
        with in_sentences(self._file):
            if self._connection is None:
                self._connection = connect(self._file, WAIT_S)
                self._remove_deleted(self._connection)
            return what(self._connection)

    def _remove_deleted(self, db: sqlite3.Connection) -> None:
        """Remove some of what was deleted more than a day ago, if this can be done now."""
        asked = "SELECT id FROM comparisons WHERE deleted_at < ? LIMIT ?"
        try:
            old = db.execute(asked, (time.time() - _UNDO_S, _REMOVED_AT_ONCE)).fetchall()
            if old:
                db.executemany("DELETE FROM comparisons WHERE id = ?", old)
                db.execute("PRAGMA incremental_vacuum(1000)").fetchall()
        except sqlite3.OperationalError:
            return

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.append(sentence)


def _parts(db: sqlite3.Connection, number: int, runs: bool) -> list[object]:
    """The head and the runs of a comparison as they are kept."""
    heads = db.execute("SELECT data FROM heads WHERE comparison = ?", (number,)).fetchall()
    asked = "SELECT data FROM runs WHERE comparison = ? ORDER BY number LIMIT ?"
    return [data for (data,) in [*heads, *(db.execute(asked, (number, MOST_RUNS)) if runs else ())]]


def _unpacked(parts: list[object]) -> list[Any]:
    """The parts of a document, together never larger than one may be; raises ValueError, zlib.error or TypeError."""
    room, found = MOST_BYTES, []
    for part in parts:
        reader = zlib.decompressobj()
        plain = reader.decompress(part, room)  # type: ignore[arg-type]  # a database holds anything
        room -= len(plain)
        if not reader.eof or room <= 0:
            raise ValueError("too large")
        found.append(json.loads(plain))
    return found


def _index(db: sqlite3.Connection, number: int) -> None:
    """Bring the words that find a row up to date; a deleted one is found by none."""
    db.execute("DELETE FROM search WHERE rowid = ?", (number,))
    asked = f"SELECT {COLUMNS} FROM comparisons WHERE id = ? AND deleted_at IS NULL"
    row = db.execute(asked, (number,)).fetchone()
    if row:
        db.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (number, entry_of(row).words()))
