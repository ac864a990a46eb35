"""Break-even maps, kept from one start to the next for each Python, until it or the cores change."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from parloop_gui.bridge.host.kept_costs import key_of
from parloop_gui.bridge.host.kept_entries import entry_in, keep_entry
from parloop_gui.bridge.host.paths import cache_folder
from parloop_gui.model.break_even.cells import Map
from parloop_gui.model.break_even.grid import is_whole
from parloop_gui.model.break_even.map_files import from_plain, to_plain
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.plan.plan import Interpreter


class KeptMaps:
    """A small file of maps by Python and share on CPU; two Parloops at once may lose one's, never the file."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file if file is not None else cache_folder() / "maps.json"

    def of(self, python: Interpreter, cpu_share: int) -> Map | None:
        """What is kept of that Python for tasks of that share; None where it, its place or the cores changed since."""
        kept = entry_in(self._file, python.path)
        if kept.get("key") != key_of(python):
            return None
        maps = kept.get("maps")
        try:
            found = from_plain(maps.get(str(cpu_share)) if isinstance(maps, dict) else None)
        except DocumentError:
            return None
        return replace(found, python=python)

    def stamp(self) -> tuple[int, int] | None:
        """Another one once anybody has kept a map; None where there is none."""
        with contextlib.suppress(OSError):
            about = self._file.stat()
            return about.st_mtime_ns, about.st_size
        return None

    def keep(self, made: Map) -> None:
        """Keep it beside those of other shares; where nothing can be written it is measured again.

        One that is not whole, as where it was stopped, is not kept: nobody would measure the rest.
        """
        if not is_whole(made):
            return
        before = entry_in(self._file, made.python.path)
        is_same = before.get("key") == key_of(made.python)
        maps = before["maps"] if is_same and isinstance(before.get("maps"), dict) else {}
        plain = to_plain(replace(made, dot=None, dot_name=""))
        plain.pop("lattice")  # it follows from the cells
        entry = {"key": key_of(made.python), "maps": {**maps, str(made.cpu_share): plain}}
        keep_entry(self._file, made.python.path, entry)
