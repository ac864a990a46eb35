"""Whether the history opens and searches as fast with 10,000 comparisons as with 100, and what keeping a run costs.

    python -m tests.bench.history [--trials 40] [--many 10000] [--platform offscreen|xcb] [--json FILE]

Both histories are asked in turns, in random order, each time as a window does: the connection is new, and the time goes
on until the table is painted. Held: the median ratio of many to few is at most 1.5 for opening and for each search, all
the same words in both, found in as many rows as the table reads at once. The database's own part is told beside it and
held to nothing, as is what one write between two runs costs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication, QWidget

from parloop_gui.model.history.database import connect, transaction
from parloop_gui.model.history.entry import Entry
from parloop_gui.model.history.history import History
from parloop_gui.ui.history.history_view import HistoryView
from parloop_gui.ui.widgets.notice import Notice
from tests.bench.fidelity import median_interval
from tests.helpers.comparisons.histories import a_history, begun, run_by_run
from tests.helpers.comparisons.scenes import CPU

FEW = 100
MOST_RATIO = 1.5
SEARCHES = {"one word": "primes", "half a word": "exec", "three words": "use pool 2026", "nothing": "nowhere"}


@dataclass(frozen=True)
class Kept:
    """A history of so many comparisons, and the view that shows it."""

    history: History
    view: HistoryView
    window: QWidget


def main() -> int:
    """Run the bench; exit status 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = options.platform
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        kept = {count: _kept(Path(folder) / str(count), count) for count in (FEW, options.many)}
        told = {name: _ratio(kept, do, options.trials) for name, do in _deeds().items()}
        written_s = _writes(Path(folder) / "written")
        for each in kept.values():
            each.history.close()
    print(f"{options.many:,} ÷ {FEW} comparisons, {options.trials} interleaved pairs on {options.platform}")
    holds = {name: ratio[0] <= MOST_RATIO for name, (_, ratio) in told.items() if not name.startswith("database")}
    for name, (few_s, (ratio, low, high)) in told.items():
        held = f"≤ {MOST_RATIO:g} {'ok' if holds[name] else 'BROKEN'}" if name in holds else ""
        print(f"{name:26} {few_s * 1e3:7.2f} ms {ratio:6.2f} {low:5.2f}–{high:.2f}  {held}")
    print(f"{'a run written':26} {written_s[0] * 1e3:7.2f} ms, p95 {written_s[1] * 1e3:.2f} ms")
    if options.json:
        options.json.write_text(json.dumps({"ratios": told, "holds": holds, "written_s": written_s}, indent=1))
    application.quit()
    return 0 if all(holds.values()) else 1


def _deeds() -> dict[str, Callable[[Kept], None]]:
    """What is timed, by name."""
    searches = {f"search {name}": partial(_search, typed=typed) for name, typed in SEARCHES.items()}
    asked = {f"database: {name}": partial(_ask, typed=typed) for name, typed in {"open": "", **SEARCHES}.items()}
    return {"open": _open, **searches, **asked}


def _open(kept: Kept) -> None:
    kept.view.leave()
    kept.history.close()
    kept.view.open()
    kept.view.grab()


def _search(kept: Kept, typed: str) -> None:
    kept.view.search.setText(typed)
    kept.view.grab()


def _ask(kept: Kept, typed: str) -> None:
    kept.history.page(typed)


def _ratio(kept: dict[int, Kept], do: Callable[[Kept], None], trials: int) -> tuple[float, tuple[float, float, float]]:
    """The time with few in seconds, and the ratio of many to few with its interval; the first pair warms up."""
    dice, pairs = random.Random(1), []
    for _ in range(trials + 1):
        took_s = {}
        for count in dice.sample(sorted(kept), 2):
            kept[count].view.search.setText("")
            kept[count].view.grab()
            began = time.perf_counter()
            do(kept[count])
            took_s[count] = time.perf_counter() - began
        pairs.append((took_s[FEW], took_s[max(kept)]))
    few = statistics.median(one for one, _ in pairs[1:])
    return few, median_interval([many / one for one, many in pairs[1:]])


def _kept(folder: Path, count: int) -> Kept:
    """As many rows as asked for, each with the words and the head of a real one, and another date."""
    history = a_history(folder)
    history.keep(begun(0, 12))
    model = history.page()[0]
    history.close()
    with closing(connect(folder / "history.sqlite", 1.0)) as db, transaction(db):
        head = db.execute("SELECT data FROM heads").fetchone()[0]
        for number in range(2, count + 1):
            _insert(db, replace(model, id=number, begun=_time(number)), head)
        db.execute("INSERT INTO search (search) VALUES ('optimize')")
    window = QWidget()
    window.resize(1440, 900)
    view = HistoryView(lambda: history, QUndoStack(window), Notice(window), window)
    view.setGeometry(window.rect())
    window.show()
    return Kept(history, view, window)


def _insert(db: sqlite3.Connection, entry: Entry, head: bytes) -> None:
    names = ", ".join([*vars(entry), "owner"])
    marks = ", ".join("?" * (len(vars(entry)) + 1))
    db.execute(f"INSERT INTO comparisons ({names}) VALUES ({marks})", (*vars(entry).values(), ""))
    db.execute("INSERT INTO heads (comparison, data) VALUES (?, ?)", (entry.id, head))
    db.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (entry.id, entry.words()))


def _time(number: int) -> str:
    return f"2026-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00+01:00"


def _writes(folder: Path) -> tuple[float, float]:
    """Median and 95th percentile of what it takes to keep a run, in seconds, flushed to the disk."""
    took_s = []
    with a_history(folder).recorder() as recorder:
        for state in run_by_run(CPU, 15):
            began = time.perf_counter()
            recorder.keep(state)
            took_s.append(time.perf_counter() - began)
    return statistics.median(took_s), statistics.quantiles(took_s, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
