"""What strategies cost on this machine, kept from one start to the next until the Python or the cores change."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.engine.protocol.messages import ProtocolError, from_plain
from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.model.document.whole_file import write_whole
from parloop_gui.model.forecast.costs import Cost, Costs
from parloop_gui.model.plan.plan import Interpreter

# Of what is measured and how it is written; what another version kept is measured again.
VERSION = 1


class KeptCosts:
    """A small file of costs by Python; two Parloops at once may lose one's, never the file."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file if file is not None else cache_folder() / "costs.json"

    def of(self, python: Interpreter) -> Costs:
        """What is kept of that Python; nothing where it, its place or the cores changed since."""
        kept = self._read().get(python.path)
        if not isinstance(kept, dict) or kept.get("key") != key_of(python):
            return Costs()
        try:
            by_kind = {kind: from_plain(Cost, dict(each)) for kind, each in kept["by_kind"].items()}
            rate = kept["bytes_per_s"]
            return Costs(by_kind, None if rate is None else float(rate))
        except (AttributeError, KeyError, ProtocolError, TypeError, ValueError):
            return Costs()

    def keep(self, python: Interpreter, costs: Costs) -> None:
        """Add these to what is kept of that Python; where nothing can be written they are measured again."""
        known = self.of(python)
        every = Costs({**known.by_kind, **costs.by_kind}, costs.bytes_per_s or known.bytes_per_s)
        entry = {
            "key": key_of(python),
            "by_kind": {kind: asdict(each) for kind, each in every.by_kind.items()},
            "bytes_per_s": every.bytes_per_s,
        }
        others = {path: kept for path, kept in self._read().items() if is_there(path)}
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._file, json.dumps({**others, python.path: entry}, indent=1).encode())

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}


def key_of(python: Interpreter) -> str:
    """Changes with whatever may change the costs: the Python, its build, the cores, what is measured."""
    with contextlib.suppress(OSError):
        about = Path(python.path).stat()
        return "|".join(map(str, (VERSION, python.full_version, python.cores, about.st_mtime_ns, about.st_size)))
    return "|".join(map(str, (VERSION, python.full_version, python.cores)))
