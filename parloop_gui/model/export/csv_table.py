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
RACE_COLUMNS = ("censored_s", "state", "out_after")
"""How long a run had taken at least that was ended, and where its contestant stands in the race at last; they came
after the noise, so they stand behind it."""


_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with, which a spreadsheet would run; East Asian ones take the wide signs for the same."""
_OF_NO_RUN = ("strategy", "call", "python", "point", "outcome", "message", "state")
"""All that there is to say of one that never ran; without a line it would be missed or taken for finished."""


def render(comparison: Comparison) -> bytes:
    """A header and those lines, UTF-8; an empty field is something that was not measured."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *(f"noise_{name}" for name in NOISE_COLUMNS), *RACE_COLUMNS])
    document = to_document(comparison)
    never = [row for row in document["summary"] if row["outcome"] == "not-run"]
    stands = {_who(row): {name: row[name] for name in ("state", "out_after")} for row in document["summary"]}
    for run in (*document["runs"], *({name: row[name] for name in _OF_NO_RUN} for row in never)):
        noise, race = run.get("noise", {}), {**stands.get(_who(run), {}), **run}
        values = [run.get(name) for name in COLUMNS] + [noise.get(name) for name in NOISE_COLUMNS]
        writer.writerow([_field(value) for value in (*values, *(race.get(name) for name in RACE_COLUMNS))])
    return text.getvalue().encode("utf-8", "replace")


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
