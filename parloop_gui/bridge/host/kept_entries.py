"""What Parloop has found out about programs of this machine, kept from one start to the next in small files.

A file is one object of JSON, an entry for each program's path. Whatever lies in its place instead, holds nothing.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from parloop_gui.engine.protocol.json_text import MOST_BYTES, parsed
from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.engine.protocol.regular_file import read_regular
from parloop_gui.model.document.whole_file import write_whole


def entry_in(file: Path, program: str) -> dict[str, Any]:
    """What is kept of that program; empty where nothing is."""
    entry = _entries(file).get(program)
    return entry if isinstance(entry, dict) else {}


def keep_entry(file: Path, program: str, entry: dict[str, Any]) -> None:
    """Keep this of that program, and what is kept of others that are still there; not where nothing can be written.

    Two Parloops at once may lose one's entry, never the file.
    """
    others = {path: kept for path, kept in _entries(file).items() if is_there(path)}
    with contextlib.suppress(OSError):  # asked anew at the next start
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(file, json.dumps({**others, program: entry}, indent=1).encode())


def _entries(file: Path) -> dict[str, Any]:
    try:
        kept = parsed(read_regular(file, MOST_BYTES + 1))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
