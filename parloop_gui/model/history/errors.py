"""What can be wrong with the history, each in one sentence."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from parloop_gui.engine.protocol.visible import visible
from parloop_gui.model.document.fields import shown_path

Kind = Literal["locked", "read-only", "full", "newer", "damaged", "unreachable"]

# By SQLite's primary result code; SQLITE_ERROR means tables that are not ours.
_KINDS: dict[int, Kind] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_ERROR: "damaged",
}

_SENTENCES: dict[Kind, str] = {
    "locked": "The history {file} is locked by another program.",
    "read-only": "The history {file} can only be read: nothing in it can be changed, and nothing is added to it.",
    "full": "The history {file} can’t grow: the disk is full.",
    "newer": "The history {file} was written by a newer Parloop; this one leaves it alone.",
    "damaged": "The history {file} is damaged and is left as it is.",
    "unreachable": "The history {file} can’t be opened: {reason}.",
}


class HistoryError(Exception):
    """The history can't do what it was asked to; the message is one sentence, `kind` a slug."""

    def __init__(self, kind: Kind, file: Path, reason: str = "") -> None:
        shown = visible(reason[:200], keep="")
        super().__init__(_SENTENCES[kind].format(file=shown_path(file), reason=shown))
        self.kind = kind


class EntryError(Exception):
    """One comparison can't be opened, the others can; the message is one sentence."""


@contextlib.contextmanager
def in_sentences(file: Path) -> Iterator[None]:
    """What SQLite and the system say of the history's file, as a HistoryError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_INTERNAL) & 0xFF
        raise HistoryError(_KINDS.get(code, "unreachable"), file, str(error)) from None
    except UnicodeDecodeError:  # what SQLite says of broken names in its own tables
        raise HistoryError("damaged", file) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise HistoryError("full" if is_full else "unreachable", file, reason) from None
