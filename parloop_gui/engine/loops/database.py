"""The sqlite loop: committed transactions, all of them in one database file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from .loop import Loop, Parameter, Surroundings

DATABASE = Path()
ROWS = 1
BUSY_TIMEOUT_S = 60.0


def make_database(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """Make the empty database, whose journal mode lasts; returns one number per transaction."""
    with closing(sqlite3.connect(Path(surroundings.folder) / "readings.db")) as connection:
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


SQLITE = Loop(
    slug="sqlite",
    title="SQLite",
    kind="io",
    hint="shared database",
    caption="One transaction at a time may write, so tasks wait for the disk and for each other: more workers "
    "gain little.",
    code=record,
    make_items=make_database,
    set_up=prepare_database,
    default_items=64,
    most_items=100_000,
    parameters=(
        Parameter("rows", "Rows per transaction", "int", 20, 1, 100_000),
        Parameter(
            "journal",
            "Journal",
            "choice",
            "wal",
            choices=("wal", "delete"),
            help="Write-ahead log, or SQLite's own default: with that, writers keep each other waiting far longer.",
        ),
    ),
)

LOOPS = (SQLITE,)
