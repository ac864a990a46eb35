"""Writes comparisons into the history as they are made: each run when it has finished, between two runs.

A write is one small transaction, flushed to the disk before the next run begins, so that nothing is left to be written
while something is measured. What could not be written (a full disk, a lock) is written with the next run.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.comparison.kept_what_if import KeptWhatIf
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded, RoundFinished, RunFinished
from parloop_gui.model.history.database import Files, connect, transaction
from parloop_gui.model.history.entry import Entry, columns_of
from parloop_gui.model.history.errors import HistoryError, in_sentences

# For other windows that write; then the run waits for the next one, and that asks only for a moment.
WAIT_S = 2.0

# After a wait that was in vain: runs are not to be kept waiting by a file that somebody holds.
_SHORT_WAIT_S = 0.1

# The events after which there is something to keep, and nothing is being measured.
KEPT_AFTER = (RunFinished, RoundFinished, ComparisonEnded)

Key = tuple[str, int]


@dataclass(frozen=True)
class Written:
    """How much of a comparison is in the history, and under which number."""

    id: int
    runs: int = 0
    rounds: int = -1
    ended: bool = False
    what_ifs: tuple[KeptWhatIf, ...] = ()


class Recorder:
    """`keep` never raises. `written` and its lock are shared with whoever else writes and asks what is kept."""

    def __init__(
        self, files: Files, owner: str, written: dict[Key, Written], lock: threading.Lock, say: Callable[[str], None]
    ) -> None:
        self._files, self._owner, self._written, self._lock, self._say = files, owner, written, lock, say
        self._connection: sqlite3.Connection | None = None
        self._file = files.current()
        self._wait_s = WAIT_S

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._close()

    def keep(self, comparison: Comparison) -> None:
        """Write what is new of it; what can't be written now is said, and written next time."""
        try:
            self.write(comparison)
        except HistoryError as error:
            self._say(str(error))

    def write(self, comparison: Comparison) -> None:
        """Write what is new of it; raises HistoryError. A damaged history is left for a new one."""
        with self._lock:
            if comparison.ended is not None:  # there is no next time
                self._close()
                self._wait_s = WAIT_S
            try:
                self._write(comparison)
            except HistoryError as error:
                self._close()
                self._wait_s = _SHORT_WAIT_S
                if error.kind != "damaged":
                    raise
                self._say(str(error))
                self._file = self._files.begin_beside(self._file)
                self._written.pop(key_of(comparison), None)
                self._write(comparison)

    def _write(self, comparison: Comparison) -> None:
        key = key_of(comparison)
        before = self._written.get(key)
        others = before is not None and before.ended and comparison.ended is None
        if before is not None and others and len(comparison.runs) < before.runs:  # another, begun in the same second
            before = None
        if before is not None and not before.ended and len(comparison.runs) < before.runs:
            return  # an earlier state of one that goes on: its head would say that it is over, and with fewer rounds
        if is_written(comparison, before) or (before is None and not worth_keeping(comparison)):
            return
        if self._connection is None:
            self._connection = connect(self._file, self._wait_s)
        with in_sentences(self._file), transaction(self._connection):
            if before is not None and not worth_keeping(comparison):
                self._drop(self._connection, before.id)
                after = Written(0, len(comparison.runs), comparison.rounds_finished, ended=True)
            else:
                after = self._add(self._connection, comparison, before)
        self._written[key], self._wait_s = after, WAIT_S

    def _add(self, connection: sqlite3.Connection, comparison: Comparison, before: Written | None) -> Written:
        ended = comparison.ended is not None
        if before is None or not _is_there(connection, before.id):
            before = Written(self._insert(connection, comparison))
        new = range(before.runs, len(comparison.runs))
        rows = ((before.id, number, packed(_run_part(comparison, number))) for number in new)
        connection.executemany("INSERT INTO runs (comparison, number, data) VALUES (?, ?, ?)", rows)
        failed = any(comparison.runs[number].ended.outcome != "finished" for number in new)
        if before.rounds != comparison.rounds_finished or ended or failed:
            self._write_head(connection, comparison, before.id)
        return Written(before.id, len(comparison.runs), comparison.rounds_finished, ended, comparison.what_ifs)

    def _insert(self, connection: sqlite3.Connection, comparison: Comparison) -> int:
        columns = {**columns_of(comparison), "owner": self._owner}
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        cursor = connection.execute(f"INSERT INTO comparisons ({names}) VALUES ({marks})", tuple(columns.values()))
        number = cursor.lastrowid or 0
        connection.execute("INSERT INTO search (rowid, words) VALUES (?, '')", (number,))
        return number

    def _write_head(self, connection: sqlite3.Connection, comparison: Comparison, number: int) -> None:
        columns = columns_of(comparison)
        settings = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE comparisons SET {settings} WHERE id = ?", (*columns.values(), number))
        name, note = connection.execute("SELECT name, note FROM comparisons WHERE id = ?", (number,)).fetchone()
        entry = Entry(id=number, name=name, note=note, **columns)
        connection.execute("UPDATE search SET words = ? WHERE rowid = ?", (entry.words(), number))
        head = packed(_head_part(comparison))
        connection.execute("INSERT OR REPLACE INTO heads (comparison, data) VALUES (?, ?)", (number, head))

    def _drop(self, connection: sqlite3.Connection, number: int) -> None:
        connection.execute("DELETE FROM search WHERE rowid = ?", (number,))
        connection.execute("DELETE FROM comparisons WHERE id = ?", (number,))

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def key_of(comparison: Comparison) -> Key:
    """What tells one comparison of this process from its others."""
    return comparison.created, comparison.plan.seed


def is_written(comparison: Comparison, written: Written | None) -> bool:
    """Whether the history has all of it, the progress of a run apart; it may have more than a window shows."""
    if written is None or (comparison.ended is not None and not written.ended):
        return False
    has_said = set(comparison.what_ifs) <= set(written.what_ifs)
    return has_said and written.runs >= len(comparison.runs) and written.rounds >= comparison.rounds_finished


def worth_keeping(comparison: Comparison) -> bool:
    """Not before the first run, and not what was refused or stopped before it had a round."""
    if comparison.ended is not None and comparison.ended.reason in ("stopped", "too-long"):
        return comparison.rounds_finished > 0
    return bool(comparison.runs)


def _is_there(connection: sqlite3.Connection, number: int) -> bool:
    """Whether nobody removed it meanwhile."""
    return connection.execute("SELECT 1 FROM comparisons WHERE id = ?", (number,)).fetchone() is not None


def packed(part: Any) -> bytes:
    """A part of a document as it is kept."""
    return zlib.compress(encode(part))


def _head_part(comparison: Comparison) -> Any:
    """A document without its runs, made from all of them only once, when the comparison is over."""
    if comparison.ended is None:
        return to_document(replace(comparison, runs=()))
    return {**to_document(comparison), "runs": []}


def _run_part(comparison: Comparison, at: int) -> Any:
    alone = replace(comparison, runs=comparison.runs[at : at + 1], rows=(), verdict=None)
    return to_document(alone)["runs"][0]
