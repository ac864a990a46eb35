"""A map as files: JSON that is opened again, a table of its cells as CSV, the sentence and the picture as Markdown."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from parloop_gui.model.break_even.cells import SIDES, Cell, Map, Side, Spot
from parloop_gui.model.break_even.grid import lattice
from parloop_gui.model.break_even.interpolation import Between
from parloop_gui.model.break_even.sentences import NAMES, also, headline
from parloop_gui.model.document.fields import DocumentError, as_list, as_object, build, fit
from parloop_gui.model.document.read import python_from
from parloop_gui.model.document.write import encode
from parloop_gui.model.forecast.costs import Cost, are_possible
from parloop_gui.model.wording import markdown_text
from parloop_gui.model.wording.units import duration, size

FORMAT, VERSION = "parloop-map", 1

# A map has some forty; a file may hold anything.
MOST_CELLS_IN_FILE = 1_000

# A document may hold any place; one so far away has no place on any map.
MOST_DECADES = 20

MARKS: Mapping[Side, str] = {"baseline": "·", "threads": "T", "processes": "P"}


def to_plain(of: Map) -> dict[str, Any]:
    """The map as plain data: what was measured, what the model makes of it on the lattice, the sentence."""
    python = {key: value for key, value in asdict(of.python).items() if key != "path"}
    return {
        "format": FORMAT,
        "version": VERSION,
        "created": of.created,
        "python": python,
        "cpu_share": of.cpu_share,
        "items": of.items,
        "headline": headline(of),
        "also": list(also(of)),
        "cells": [
            {
                **asdict(cell.spot),
                "winner": cell.winner,
                "walls_s": {side: list(own) for side, own in cell.walls_s.items()},
            }
            for cell in of.cells
        ],
        "costs": {side: asdict(cost) for side, cost in of.costs.items()},
        "bytes_per_s": of.bytes_per_s,
        "dot": {**asdict(of.dot), "name": of.dot_name} if of.dot is not None else None,
        "lattice": picture(of),
    }


def picture(of: Map) -> dict[str, Any]:
    """All that a painter needs: the axes' places, who wins at each, each side's wall time; rows by size."""
    between = Between(of)
    tasks, sizes = lattice()
    spots = [[Spot(task_s, item_bytes) for task_s in tasks] for item_bytes in sizes]
    return {
        "task_s": list(tasks),
        "item_bytes": list(sizes),
        "winner": [[between.winner(spot) for spot in row] for row in spots],
        "wall_s": {side: [[between.wall_s(side, spot) for spot in row] for row in spots] for side in SIDES},
    }


def to_json(of: Map) -> bytes:
    """The document."""
    return encode(to_plain(of))


def from_json(data: bytes) -> Map:
    """The map that these bytes hold; raises DocumentError with one sentence."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise DocumentError("This is not a map of Parloop’s: the file does not hold JSON.") from None
    return from_plain(found)


def from_plain(found: Any) -> Map:
    """The map from plain data; raises DocumentError."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise DocumentError("This is not a map of Parloop’s.")
    if fit(int, found.get("version"), "version") > VERSION:
        raise DocumentError("This map was written by a newer Parloop.")
    cells = tuple(map(_cell, as_list(found.get("cells", []), "cells", MOST_CELLS_IN_FILE)))
    if not cells:
        raise DocumentError("This map holds no places: nothing was measured for it.")
    dot = found.get("dot")
    costs = as_object(found.get("costs", {}), "costs")
    made = build(
        Map,
        {key: value for key, value in found.items() if key in ("cpu_share", "bytes_per_s", "created", "items")},
        "map",
        python=python_from(as_object(found.get("python"), "python")),
        cells=cells,
        costs={side: build(Cost, as_object(costs[side], "costs"), "costs") for side in SIDES if side in costs},
        dot=_spot(dot, "dot") if dot is not None else None,
        dot_name=fit(str, as_object(dot, "dot").get("name", ""), "dot.name") if dot is not None else "",
    )
    bounds = ((made.cpu_share, 0, 100), (made.python.cores, 1, 100_000), (made.items, 1, 1_000_000))
    if not all(least <= value <= most for value, least, most in bounds):
        raise DocumentError("The document is broken: cpu_share, items or cores can’t be that.")
    if not are_possible(made.costs.values(), made.bytes_per_s):
        raise DocumentError("The document is broken: no machine has costs like these.")
    return made


def _spot(value: Any, where: str) -> Spot:
    spot = build(Spot, as_object(value, where), where)
    if not (spot.task_s > 0 and spot.item_bytes >= 0 and math.hypot(*spot.across) < MOST_DECADES):
        raise DocumentError(f"The document is broken: {where} lies nowhere.")
    return spot


def _cell(value: Any) -> Cell:
    data = as_object(value, "cells")
    walls = fit(dict[str, tuple[float, ...]], data.get("walls_s"), "cells.walls_s")
    if set(walls) != set(SIDES) or not all(own and all(0 < each < 1e9 for each in own) for own in walls.values()):
        raise DocumentError("The document is broken: cells.walls_s are the wall times of each side.")
    return Cell(_spot(value, "cells"), {side: walls[side] for side in SIDES})


def to_csv(of: Map) -> bytes:
    """A line for each cell: its place, who won, each side's wall times' median in seconds and its rounds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["task_s", "item_bytes", "winner", *(f"{side}_s" for side in SIDES), "rounds"])
    for cell in sorted(of.cells, key=lambda each: (each.spot.task_s, each.spot.item_bytes)):
        walls = [f"{cell.wall_s(side):.6g}" for side in SIDES]
        rounds = min(len(own) for own in cell.walls_s.values())
        writer.writerow([f"{cell.spot.task_s:.6g}", cell.spot.item_bytes, cell.winner, *walls, rounds])
    return text.getvalue().encode()


def to_markdown(of: Map) -> bytes:
    """The sentence, what it stands on, and the picture in letters."""
    said = "\n".join(f"- {markdown_text.paragraph(line)}" for line in also(of))
    drawn = "\n".join(picture_lines(of))
    return f"# {markdown_text.text(headline(of))}\n\n{said}\n\n```\n{drawn}\n```\n".encode("utf-8", "replace")


def picture_lines(of: Map) -> list[str]:
    """The picture in letters: sizes upwards, lengths to the right; the user's loop is an @."""
    shown = picture(of)
    tasks, sizes = shown["task_s"], shown["item_bytes"]
    dot = of.dot
    rows = []
    for at in reversed(range(len(sizes))):
        marks = [MARKS[side] for side in shown["winner"][at]]
        if dot is not None and at == _nearest(sizes, dot.item_bytes):
            marks[_nearest(tasks, dot.task_s)] = "@"
        rows.append(f"{size(sizes[at]) if at % 4 == 0 else '':>10} {' '.join(marks)}")
    ends = (
        f"{'':>10} {duration(tasks[0], 2)}{duration(tasks[-1], 2):>{2 * len(tasks) - 1 - len(duration(tasks[0], 2))}}"
    )
    legend = ", ".join(f"{MARKS[side]} {NAMES[side]}" for side in SIDES)
    return [*rows, ends, f"{'':>10} {legend}{', @ your loop' if dot is not None else ''}"]


def _nearest(places: Sequence[float], value: float) -> int:
    """Which of these is nearest as a ratio: axes go by decades."""
    return min(range(len(places)), key=lambda at: abs(math.log(places[at] / max(value, 1e-12))))
