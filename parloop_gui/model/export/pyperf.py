"""`.pyperf.json`: the rounds as pyperf reads them, a benchmark for each row (pyperf.readthedocs.io, "pyperf API").

`python -m pyperf compare_to before.pyperf.json after.pyperf.json` matches benchmarks by name, so names are the same
from one comparison of a loop to the next.
"""

from __future__ import annotations

import json
from typing import Any

from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import clean_text
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.report.comparison_titles import contestant_name, loop_title
from parloop_gui.model.statistics.wall_times import scored

# Of pyperf's files; it has been this one since pyperf 1.0 and is what every later version reads.
_VERSION = "1.0"


def render(comparison: Comparison) -> bytes:
    """The benchmarks as JSON, wall times in seconds; raises ExportError where no round counts."""
    benchmarks = [made for each in comparison.contestants if (made := _benchmark(comparison, each))]
    if not benchmarks:
        raise ExportError("There is nothing for pyperf to read: no round of this comparison counts.")
    document = {"version": _VERSION, "metadata": _metadata(comparison), "benchmarks": benchmarks}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _metadata(comparison: Comparison) -> dict[str, Any]:
    """What holds for all of them; by pyperf's own names where it has one."""
    machine = comparison.machine
    facts = {
        "unit": "second",
        "loops": 1,
        "cpu_count": machine.get("cores"),
        "cpu_model_name": machine.get("cpu"),
        "platform": machine.get("distribution") or machine.get("system"),
        "parloop_version": machine.get("app_version"),
    }
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in facts.items() if value}


def _benchmark(comparison: Comparison, contestant: Contestant) -> dict[str, Any] | None:
    """One row: each of its rounds is a run of its own, with a single value. None where it has none."""
    found = [scored(run) for run in comparison.runs if run.contestant == contestant]
    walls_s = [measured.wall_s for measured in found if measured is not None]
    if not walls_s:
        return None
    python = next((each for each in comparison.plan.pythons if each.id == contestant.python), None)
    version = {"python_version": python.version} if python is not None else {}
    name = f"{loop_title(comparison.plan.loop)}: {contestant_name(contestant, comparison)}"
    return {
        "metadata": {"name": clean_text(one_line(name)), **version},
        "runs": [{"values": [wall_s]} for wall_s in walls_s],
    }
