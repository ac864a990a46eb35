"""The JSON schemas of what is printed besides documents: the brief answer, the break-even map, what if.

python -m tests.helpers.answer_schemas      writes docs/schema/parloop-brief-1.json and the others
"""

from __future__ import annotations

import json
from typing import get_type_hints

from parloop_gui.cli import what_if as what_if_command
from parloop_gui.model.break_even import map_files
from parloop_gui.model.break_even.cells import SIDES, Side, Spot
from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.model.explain.verdict import Verdict
from parloop_gui.model.forecast.costs import Cost
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.report import brief as brief_answer
from parloop_gui.model.statistics.change import ChangeKind
from parloop_gui.model.what_if.answer import WhatIf
from tests.helpers.document_schema import COUNT, FILE, NUMBER, TEXT, TRUE, Schema, of_fields, of_hint

_OR_NOTHING: Schema = {"type": "null"}


def _object(properties: Schema, optional: Schema | None = None) -> Schema:
    """An object with these properties, of which `optional` may be missing."""
    return {"type": "object", "properties": {**properties, **(optional or {})}, "required": list(properties)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, _OR_NOTHING]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _named(name: str, version: int, title: str, rest: Schema) -> Schema:
    """The schema of a whole answer of that format."""
    own = {"format": {"const": name}, "version": {"const": version}, **rest["properties"]}
    needed = ["format", "version", *rest["required"]]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, "type": "object", "properties": own, "required": needed}


def _brief() -> Schema:
    kinds, ends = get_type_hints(Verdict)["kind"], get_type_hints(ComparisonEnded)["reason"]
    figures = dict.fromkeys(("wall_s", "speedup", "low", "high"), NUMBER)
    row = _object({"name": TEXT}, {**figures, "level_with_best": TRUE, "outcome": TEXT})
    change = _object(
        {
            "kind": of_hint(ChangeKind),
            **dict.fromkeys(("slower", "low", "high", "finds", "gate"), NUMBER),
            "pairs": COUNT,
        }
    )
    use = _object(dict.fromkeys(("strategy", "call", "python"), TEXT))
    return _object(
        {
            "loop": TEXT,
            "ended": _or_null(of_hint(ends)),
            "verdict": _or_null(of_hint(kinds)),
            **dict.fromkeys(("headline", "figure", "because", "finish"), TEXT),
            "use": _or_null(use),
            "advice": _list(TEXT),
            "seed": COUNT,
            "rows": _list(row),
        },
        {"change": change, "rows_left_out": COUNT, "number": COUNT},
    )


def _map() -> Schema:
    sides = _object({side: _list(NUMBER) for side in SIDES})
    cell = of_fields(Spot, winner=of_hint(Side), walls_s=sides)
    grid = _list(_list(NUMBER))
    lattice = {
        **dict.fromkeys(("task_s", "item_bytes"), _list(NUMBER)),
        "winner": _list(_list(of_hint(Side))),
        "wall_s": _object(dict.fromkeys(SIDES, grid)),
    }
    return _object(
        {
            **dict.fromkeys(("created", "headline"), TEXT),
            "python": of_fields(Interpreter, without=("path",)),
            **dict.fromkeys(("cpu_share", "items"), COUNT),
            "also": _list(TEXT),
            "cells": _list(cell),
            "costs": _object({}, {side: of_fields(Cost) for side in SIDES}),
            "bytes_per_s": NUMBER,
            "dot": _or_null(of_fields(Spot, name=TEXT)),
            "lattice": _object(lattice),
        }
    )


def schemas() -> dict[str, Schema]:
    """The schema of each, by its file's name."""
    made = {}
    for module, title, rest in (
        (brief_answer, "A brief answer of Parloop's", _brief()),
        (map_files, "A break-even map of Parloop's", _map()),
        (what_if_command, "What Parloop says would be", of_fields(WhatIf)),
    ):
        named = _named(module.FORMAT, module.VERSION, f"{title}, version {module.VERSION}", rest)
        made[f"{module.FORMAT}-{module.VERSION}.json"] = named
    return made


def text(schema: Schema) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, made in schemas().items():
        (FILE.parent / name).write_text(text(made), encoding="utf-8")
