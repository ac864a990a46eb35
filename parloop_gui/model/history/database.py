"""Opens the history's database, makes it where there is none, and touches none that is not sound.

`history.sqlite` is made whole under another name and then linked into place, so that a crash or a second window never
meets half of one. A damaged file is left alone: `history-2.sqlite` is begun beside it and used from then on.

Written ahead (WAL), so that windows and command lines read while another writes; each commit is flushed to the disk
(synchronous FULL), so that neither a crash of the app nor one of the machine takes back a finished run.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.model.history.errors import HistoryError, in_sentences
from parloop_gui.model.history.schema import APPLICATION_ID, SCHEMA, VERSION


class Files:
    """The history's file in a folder: the last of `history.sqlite`, `history-2.sqlite`, … that is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path:
        """The file in use, also where it is not there yet."""
        found = self._name(1)
        for number in itertools.count(2):
            if not os.path.lexists(self._name(number)):
                return found
            found = self._name(number)
        raise AssertionError

    def begin_beside(self, damaged: Path) -> Path:
        """Begin another beside a damaged one, unless that was done already; the file in use from now on."""
        current = self.current()
        if current != damaged:
            return current
        number = next(number for number in itertools.count(2) if not os.path.lexists(self._name(number)))
        with in_sentences(self._name(number)):
            _make(self._name(number))
        return self._name(number)

    def _name(self, number: int) -> Path:
        return self.folder / ("history.sqlite" if number == 1 else f"history-{number}.sqlite")


def connect(file: Path, wait_s: float) -> sqlite3.Connection:
    """A connection that waits so long for other writers; the file is made where there is none. Raises HistoryError.

    It may be used from several threads, by one at a time.
    """
    with in_sentences(file):
        if not os.path.lexists(file):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(file)
        try:
            return _checked(file, "mode=rw", wait_s)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
        return _checked(file, "mode=ro&immutable=1", wait_s)  # where SQLite can't even lock, nobody writes


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:  # an interrupt as well: a transaction left open locks others out
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _checked(file: Path, mode: str, wait_s: float) -> sqlite3.Connection:
    connection = _open(file, mode, wait_s)
    try:
        _check(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(file: Path, mode: str, wait_s: float) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    connection.text_factory = lambda text: text.decode(errors="replace")  # a damaged row is no reason to show none
    try:
        for setting in ("trusted_schema = OFF", "foreign_keys = ON", "synchronous = FULL", "fullfsync = ON"):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, file: Path) -> None:
    """Whether this is a history, of a version that is understood."""
    owner, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if owner != APPLICATION_ID or version < 1:
        raise HistoryError("damaged", file)
    if version > VERSION:
        raise HistoryError("newer", file)
    connection.execute("SELECT id FROM comparisons ORDER BY id DESC LIMIT 1").fetchone()


def _make(file: Path) -> None:
    """Make it under another name; what stands in its place by then is kept."""
    draft = file.with_name(f"{file.name}.{os.urandom(4).hex()}.part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with contextlib.closing(_open(draft, "mode=rw", 0.0)) as connection:
            connection.executescript("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;")
            connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        _place(draft, file)
    finally:
        for ending in ("", "-wal", "-shm"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def _place(draft: Path, file: Path) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    except OSError as error:  # a file system without links
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        if not is_there(file):
            draft.rename(file)
