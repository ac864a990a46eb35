"""`.csv`: one line per run, for a spreadsheet or pandas; the columns keep their names and order."""

from __future__ import annotations

import csv
import io
from typing import Any

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import to_document

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
    ),
)


def render(comparison: Comparison) -> bytes:
    """A header and one line per run, UTF-8; an empty field is something that was not measured."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *(f"noise_{name}" for name in NOISE_COLUMNS)])
    for run in to_document(comparison)["runs"]:
        values = [run.get(name) for name in COLUMNS] + [run["noise"][name] for name in NOISE_COLUMNS]
        writer.writerow([_field(value) for value in values])
    return text.getvalue().encode("utf-8", "replace")


def _field(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = " ".join(value.split())
        # A spreadsheet would run a message that begins like a formula.
        return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
    return value
