"""`.csv`: a line for each run and for each contestant that never ran, for a spreadsheet or pandas.

The columns keep their names and order.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import Json, to_document
from parloop_gui.model.explain.handed_over import travelling
from parloop_gui.model.statistics.summary import Row

COLUMNS = (
    *("id", "round", "warm_up", "strategy", "call", "python", "point"),
    *("width", "workers", "workers_started", "chunksize", "start_method", "outcome", "message"),
    *(
        "items",
        "of_items",
        "tasks",
        "wall_s",
        "startup_s",
        "work_s",
        "winddown_s",
        "first_result_s",
        "throughput_per_s",
    ),
    *("cpu_s", "children_cpu_s", "task_wall_s", "task_cpu_s", "core_wait_s", "peak_rss_bytes"),
    *("tag", "cpu_share", "core_wait_share", "gil_wait_share", "results_match", "gil"),
)
NOISE_COLUMNS = (
    *(
        "load_1min",
        "steal_share",
        "foreign_cores",
        "involuntary_switches",
        "run_delay_s",
        "reference_loop_s",
        "paused_s",
        "throttled_s",
    ),
)
# How long a run had taken at least that was ended, and where its contestant stands in the race at last; they came after
# the noise, so they stand behind it.
RACE_COLUMNS = ("censored_s", "state", "out_after")

# What goes to processes with a task and comes back, by trying the loop: bytes when pickled, seconds for the way. What
# all items share goes once in each chunk, so a task has its part of that.
HANDED_COLUMNS = ("sent_bytes", "sent_s", "returned_bytes", "returned_s")

# Which module switched the GIL on, and what a run that was weighed held: of later versions, so behind all others.
LATER_COLUMNS = ("gil_by", "held_bytes")

# What a formula begins with, which a spreadsheet would run; East Asian ones take the wide signs for the same.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# All that there is to say of one that never ran; without a line it would be missed or taken for finished.
_OF_NO_RUN = ("strategy", "call", "python", "point", "outcome", "message", "state")


def render(comparison: Comparison) -> bytes:
    """A header and those lines, UTF-8; an empty field is something that was not measured."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [*COLUMNS, *(f"noise_{name}" for name in NOISE_COLUMNS), *RACE_COLUMNS, *HANDED_COLUMNS, *LATER_COLUMNS]
    )
    document = to_document(comparison)
    never = [row for row in document["summary"] if row["outcome"] == "not-run"]
    stands = {_who(row): {name: row[name] for name in ("state", "out_after")} for row in document["summary"]}
    handed = {
        _who(row): _handed(own, comparison) for row, own in zip(document["summary"], comparison.rows, strict=True)
    }
    for run in (*document["runs"], *({name: row[name] for name in _OF_NO_RUN} for row in never)):
        noise, race = run.get("noise", {}), {**stands.get(_who(run), {}), **run}
        values = [run.get(name) for name in COLUMNS] + [noise.get(name) for name in NOISE_COLUMNS]
        values += [*(race.get(name) for name in RACE_COLUMNS), *handed.get(_who(run), _NOTHING_HANDED)]
        values += [run.get(name) for name in LATER_COLUMNS]
        writer.writerow([_field(value) for value in values])
    return text.getvalue().encode("utf-8", "replace")


_NOTHING_HANDED = (None,) * len(HANDED_COLUMNS)


def _handed(row: Row, comparison: Comparison) -> tuple[float | None, ...]:
    """What one of its tasks hands over, by those columns; nothing where nobody tried, or nothing has to be pickled."""
    payload = next((each.payload for each in comparison.handed if each.python == row.contestant.python), None)
    parts = travelling(payload.parts, row) if payload is not None else ()
    if not parts:
        return _NOTHING_HANDED
    told: list[float | None] = []
    for own in ([each for each in parts if each.kind != "result"], [each for each in parts if each.kind == "result"]):
        often = [1 / (row.chunksize or 1) if each.is_same else 1.0 for each in own]
        told.append(sum(times * each.size_bytes for times, each in zip(often, own, strict=True)))
        told.append(sum(times * each.cost_s for times, each in zip(often, own, strict=True)))
    return tuple(told)


def _who(of: Json) -> tuple[Any, ...]:
    """Whose run or row it is."""
    names = ("strategy", "call", "python", "point", "own_workers", "own_chunksize", "own_start_method", "own_sample")
    return tuple(of.get(name) for name in names)


def _field(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = one_line(value)
        return f"'{line}" if line.startswith(_FORMULA) else line
    return value
