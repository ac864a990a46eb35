"""What the sqlite loop does: transactions committed to a database file, each over a connection of its own.

Imported only when the loop is run or exported, as sqlite3 is.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from .loop import Surroundings

DATABASE = Path()
ROWS = 1
BUSY_TIMEOUT_S = 60.0
"""How long a connection waits for the others' transactions: Python's own 5 s are too few for 2,000 at once."""


def make_database(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """Make the empty database, whose journal mode lasts; returns one number per transaction."""
    with closing(sqlite3.connect(Path(surroundings.folder) / "readings.db")) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # nothing is in it yet that could be lost
        connection.execute(f"PRAGMA journal_mode = {params['journal']}")
        connection.execute("CREATE TABLE reading (task INTEGER, line INTEGER, value INTEGER, PRIMARY KEY (task, line))")
    return list(range(count))


def prepare_database(params: dict[str, Any], surroundings: Surroundings) -> None:
    """Where the database is, and how many rows a transaction writes."""
    global DATABASE, ROWS
    DATABASE = Path(surroundings.folder) / "readings.db"
    ROWS = params["rows"]


def record(number: int) -> tuple[int, int]:
    """Commit some rows over a connection of its own; returns how many the database then holds, and their sum."""
    rows = [(number, line, number * line % 997) for line in range(ROWS)]
    # IMMEDIATE: a transaction that writes waits for its turn at its beginning, where SQLite can wait.
    connection = sqlite3.connect(DATABASE, timeout=BUSY_TIMEOUT_S, isolation_level="IMMEDIATE")
    with closing(connection), connection:
        connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", rows)
        query = "SELECT count(*), sum(value) FROM reading WHERE task = ?"
        held, total = connection.execute(query, (number,)).fetchone()
    return held, total
