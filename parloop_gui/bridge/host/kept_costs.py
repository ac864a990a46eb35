"""What strategies cost on this machine, kept from one start to the next until the Python or the cores change."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from pathlib import Path

from parloop_gui.bridge.host.kept_entries import entry_in, keep_entry
from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.engine.protocol.messages import ProtocolError, from_plain
from parloop_gui.model.forecast.costs import MOST, MOST_SLOWER, Cost, Costs, are_possible
from parloop_gui.model.plan.plan import Interpreter

# Of what is measured and how it is written; what another version kept is measured again.
VERSION = 2


class KeptCosts:
    """A small file of costs by Python."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file if file is not None else cache_folder() / "costs.json"

    def of(self, python: Interpreter) -> Costs:
        """What is kept of that Python; nothing where it, its place or the cores changed since."""
        kept = entry_in(self._file, python.path)
        if kept.get("key") != key_of(python):
            return Costs()
        try:
            by_kind = {kind: from_plain(Cost, dict(each)) for kind, each in kept["by_kind"].items()}
            others = (kept.get(each) for each in ("bytes_per_s", "beside_s", "side_by_side", "event_loop_s"))
            found = Costs(by_kind, *(None if each is None else float(each) for each in others))
        except (AttributeError, KeyError, OverflowError, ProtocolError, TypeError, ValueError):
            return Costs()
        times_s = (found.beside_s or 0.0, found.event_loop_s or 0.0)
        is_possible = all(0 <= each <= MOST.start_s for each in times_s)
        is_possible &= are_possible(found.by_kind.values(), found.bytes_per_s)
        return found if is_possible and 1 <= (found.side_by_side or 1) <= MOST_SLOWER else Costs()

    def keep(self, python: Interpreter, costs: Costs) -> None:
        """Add these to what is kept of that Python; where nothing can be written they are measured again."""
        known = self.of(python)
        entry = {
            "key": key_of(python),
            "by_kind": {kind: asdict(each) for kind, each in {**known.by_kind, **costs.by_kind}.items()},
            "bytes_per_s": costs.bytes_per_s or known.bytes_per_s,
            "beside_s": costs.beside_s or known.beside_s,
            "side_by_side": costs.side_by_side or known.side_by_side,
            "event_loop_s": known.event_loop_s if costs.event_loop_s is None else costs.event_loop_s,
        }
        keep_entry(self._file, python.path, entry)


def key_of(python: Interpreter) -> str:
    """Changes with whatever may change the costs: the Python, its build, the cores, what is measured."""
    with contextlib.suppress(OSError):  # gone: the run will say so
        about = Path(python.path).stat()
        return "|".join(map(str, (VERSION, python.full_version, python.cores, about.st_mtime_ns, about.st_size)))
    return "|".join(map(str, (VERSION, python.full_version, python.cores)))
