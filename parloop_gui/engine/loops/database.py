"""The sqlite loop: committed transactions, all of them in one database file (see transactions.py)."""

from __future__ import annotations

from ..host.lazy_function import Deferred
from .loop import Loop, Parameter

_FUNCTIONS = f"{__package__}.transactions"

SQLITE = Loop(
    slug="sqlite",
    writes=True,
    title="SQLite",
    kind="io",
    hint="shared database",
    caption="One transaction at a time may write, so tasks wait for the disk and for each other: more workers "
    "gain little.",
    code=Deferred(_FUNCTIONS, "record"),
    items_code=Deferred(_FUNCTIONS, "make_database"),
    set_up_code=Deferred(_FUNCTIONS, "prepare_database"),
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
