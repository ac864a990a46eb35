"""What is run where a loop stands in a file that another one imports: as it is typed, and remembered for each file.

"" the file itself      "main.py" a file, seen from its folder      "-m shop" what `python -m shop` runs
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from parloop_gui.engine.protocol.presence import expanded
from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.settings.preferences import preferences

# Files whose way of being run is remembered: more than anybody keeps trying.
MOST = 50
_MODULE = "-m"


def typed(own: OwnLoop) -> str:
    """As it is typed."""
    if own.module:
        return f"{_MODULE} {own.module}"
    if not own.program:
        return ""
    beside = Path(own.path).parent
    return str(Path(own.program).relative_to(beside)) if beside in Path(own.program).parents else own.program


def run_as(own: OwnLoop, text: str) -> OwnLoop:
    """The same, run as that text says."""
    words = text.split(maxsplit=1)
    if words[:1] == [_MODULE]:
        return replace(own, program="", module=words[1].strip() if len(words) > 1 else "")
    path = os.path.normpath(Path(own.path).parent / expanded(text.strip())) if words else ""
    return replace(own, program="" if path == own.path else path, module="")


def remembered(own: OwnLoop) -> OwnLoop:
    """The same, run as its file was the last time."""
    kept = preferences.run_as.get(own.path) if not (own.pasted or own.foreign) else None
    return replace(own, program=kept[0], module=kept[1], arguments=kept[2]) if kept is not None else own


def remember(own: OwnLoop) -> None:
    """Run its file like this the next time, too."""
    if own.pasted or own.foreign or not own.path:
        return
    others = {path: kept for path, kept in preferences.run_as.items() if path != own.path}
    kept = {own.path: (own.program, own.module, own.arguments), **others}
    preferences.run_as = dict(list(kept.items())[:MOST])
