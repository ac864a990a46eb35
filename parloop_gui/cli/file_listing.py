"""`parloop compare FILE.py`: what the file holds that can be compared, and what can't be, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from parloop_gui.cli.terminal import columns, harmless
from parloop_gui.engine.protocol.notebook import CellLine
from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.source.for_loops import LoopFound
from parloop_gui.model.user_code.outline import Outline
from parloop_gui.model.wording.units import duration

# Characters of a reason: half a line; who names that loop is told the whole.
_REASON = 72


def list_file(outline: Outline, out: TextIO, took_s: Mapping[str, float] | None = None) -> None:
    """Print the loops, the one most likely meant first, then the functions, then the loops that are refused.

    `took_s` is what the plain loop took last time, in seconds, by line or function.
    """
    name, loops = outline.path.name, outline.likely
    refused = [each for each in outline.loops if each.problem]
    rows = [
        *(_row(f"{name}:{int(each.line)}", each.text, _within(each), took_s) for each in loops),
        *(_row(f"{name}:{each.name}", each.signature, one_line(each.about), took_s) for each in outline.tasks),
    ]
    if not rows and not refused:
        out.write(f"{harmless(name)} has no loop and no function that takes an item.\n")
        return
    out.writelines(f"{harmless(line)}\n" for line in columns(rows, [False] * 3))
    if refused:
        out.write("\nNot to be compared:\n" if rows else "Not to be compared:\n")
        lines = columns(
            [(f"{name}:{int(each.line)}", each.text, _short(each.problem)) for each in refused], [False] * 3
        )
        out.writelines(f"{harmless(line)}\n" for line in lines)
    if rows:
        items = "" if loops else " --items 'range(100)'"
        out.write(f"\nName one: parloop compare {harmless(rows[0][0])}{items}\n")


def _row(name: str, text: str, about: str, took_s: Mapping[str, float] | None) -> tuple[str, str, str]:
    """A line of the list; `about` with what it took last time."""
    last_s = (took_s or {}).get(name.rpartition(":")[2])
    took = f"{duration(last_s, 2)} last time" if last_s is not None else ""
    return name, text, " · ".join(filter(None, (about, took)))


def _within(loop: LoopFound) -> str:
    cell = f"cell {loop.line.cell}" if isinstance(loop.line, CellLine) else ""
    return f"in {', '.join(filter(None, (loop.within, cell)))}" if loop.within or cell else ""


def _short(reason: str) -> str:
    return reason if len(reason) <= _REASON else f"{reason[: _REASON - 1].rstrip()}…"
