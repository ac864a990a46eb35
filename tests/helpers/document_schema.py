"""The JSON schema of documents, made from the types that they are written from, and a check of a value against one.

    python -m tests.helpers.document_schema      writes docs/schema/parloop-comparison-1.json

What a document may hold besides, of a newer Parloop's, is allowed: a reader leaves alone what it does not know.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Union

from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.messages import Measurement, Noise, RunEnded
from parloop_gui.model.comparison.kept_what_if import KeptWhatIf, WouldBe
from parloop_gui.model.document.write import FIGURES, FORMAT, ROUNDS_KEY, VERSION
from parloop_gui.model.events.events import ComparisonEnded, EstimateMade
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.explain.handed_over import Handed
from parloop_gui.model.explain.oddities import Oddity
from parloop_gui.model.explain.verdict import Verdict
from parloop_gui.model.plan.plan import Against, Asked, Interpreter, Plan
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.statistics.change import ChangeKind
from parloop_gui.model.statistics.classification import Bound, Tag
from parloop_gui.model.statistics.summary import Figure, Row

FILE = Path(__file__).resolve().parents[2] / "docs" / "schema" / f"{FORMAT}-{VERSION}.json"
Schema = dict[str, Any]

NUMBER: Schema = {"type": ["number", "null"]}  # what is no number is written as null
TEXT: Schema = {"type": "string"}
TRUE: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer"}
_PLAIN: dict[Any, Schema] = {str: TEXT, int: COUNT, float: NUMBER, bool: TRUE, type(None): {"type": "null"}, Any: {}}


def of_hint(hint: Any) -> Schema:
    """The schema of a value of that type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [of_hint(each) for each in arguments]}
    if origin is tuple and arguments[-1] is not Ellipsis:
        return {"type": "array", "minItems": len(arguments), "maxItems": len(arguments)}
    if origin in (tuple, list):
        return {"type": "array", "items": of_hint(arguments[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": of_hint(arguments[1])}
    return of_fields(hint)


def of_fields(cls: Any, without: tuple[str, ...] = (), **others: Schema) -> Schema:
    """The schema of a dataclass as an object with all its fields; `others` are of those written another way."""
    hints = typing.get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(cls) if field.name not in without and field.name not in others]
    return _object({**{name: of_hint(hints[name]) for name in names}, **others})


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    needed = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": needed}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _joined(*schemas: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """One object with the properties of all."""
    return _object({name: each for schema in schemas for name, each in schema["properties"].items()}, optional)


_RARE = ("own_chunksize", "own_start_method", "own_sample", "source", "own_params")
CONTESTANT = _object(
    {
        **dict.fromkeys(("strategy", "call", "python"), TEXT),
        "point": NUMBER,
        "own_workers": {"type": ["integer", "null"]},
        **dict.fromkeys(("own_chunksize", "own_sample"), COUNT),
        **dict.fromkeys(("own_start_method", "source"), TEXT),
        "own_params": {"type": "object"},
    },
    _RARE,
)
_LOOP = of_fields(LoopSpec, without=("version",))
_PLAN = of_fields(
    Plan,
    without=("pythons", "choices"),
    loop=_LOOP,
    strategies=_list(TEXT),
    asked=of_fields(Asked),
    against=of_fields(Against, without=("loop",)),
)
_PLAN["required"] = [name for name in _PLAN["required"] if name not in ("once", "asked", "against")]
_PLAN["properties"]["asked"]["required"].remove("memory_bytes")
_ENDED = of_fields(RunEnded, without=("run", "measurement", "noise"))
_MEASURED = of_fields(Measurement)
_DERIVED = ("throughput_per_s", "cpu_share", "core_wait_share", "gil_wait_share", "each_other_share")
_RUN = _joined(
    CONTESTANT,
    _ENDED,
    _MEASURED,
    _object({"id": TEXT, "round": COUNT, "warm_up": TRUE, "asked_workers": {"type": ["integer", "null"]}}),
    _object({"tag": _or_null(of_hint(Bound)), **dict.fromkeys(_DERIVED, NUMBER)}),
    _object({"noise": of_fields(Noise), "outcome": of_hint(Outcome), "censored_s": NUMBER, "disturbed": TRUE}),
)
_RUN["required"] = ["id", "round", "warm_up", "strategy", "call", "python", "outcome", "message", "noise", "output"]
_ROW = _joined(
    CONTESTANT,
    of_fields(
        Row,
        without=("contestant", "tag", "round_wall_times_s"),
        **{name: _or_null(of_fields(Figure)) for name in FIGURES},
        **{ROUNDS_KEY: _list(NUMBER)},
    ),
    of_fields(Tag, without=("slug",), tag=_or_null(of_hint(Bound))),
    optional=(*_RARE, *(field.name for field in dataclasses.fields(Tag))),
)
_CHANGE = _object(
    {"kind": of_hint(ChangeKind), "pairs": COUNT, **dict.fromkeys(("slower", "low", "high", "finds", "gate"), NUMBER)}
)
_WOULD_BE = _joined(CONTESTANT, of_fields(WouldBe, without=("contestant",)), optional=_RARE)
_MESSAGE = _object({"message": TEXT})
_SPANS = _object({"round": COUNT, "recorded": TRUE, "file": TEXT})
_FORECAST = _object(
    {
        "cut_s": NUMBER,
        "forecasts": _list(_joined(CONTESTANT, of_fields(Forecast, without=("contestant",)), optional=_RARE)),
    }
)


def schema() -> Schema:
    """The schema of a document of this version."""
    always = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "created": TEXT,
        "app_version": TEXT,
        "machine": {"type": "object"},
        "pythons": _list(of_fields(Interpreter, without=("path",))),
        "plan": _PLAN,
        "contestants": _list(CONTESTANT),
        "unavailable": _list(_joined(CONTESTANT, _MESSAGE, optional=_RARE)),
        "estimate": _or_null(of_fields(EstimateMade)),
        "rounds_finished": COUNT,
        "ended": _or_null(of_fields(ComparisonEnded)),
        "runs": _list(_RUN),
        "summary": _list(_ROW),
        "verdict": _or_null(of_fields(Verdict, contestant=_or_null(CONTESTANT))),
    }
    rare = {
        "forecast": _FORECAST,
        "oddities": _list(_joined(CONTESTANT, of_fields(Oddity, without=("contestant",)), optional=_RARE)),
        "handed_over": _list(of_fields(Handed)),
        "answer": of_fields(Answer, marks=_list({}), fits=_list({}), guides=_list({})),
        "change": _CHANGE,
        "what_ifs": _list(of_fields(KeptWhatIf, expected=_list(_WOULD_BE))),
        "spans": _list(_joined(CONTESTANT, _SPANS, optional=_RARE)),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A comparison of Parloop's, version {VERSION}",
        **_object({**always, **rare}, tuple(rare)),
    }


def text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(value: Any, own: Schema, where: str = "") -> Iterator[str]:
    """Where the value is not as that schema has it, by the words of JSON Schema that `schema` uses."""
    if "const" in own and value != own["const"]:
        yield f"{where}: not {own['const']!r}"
    if "enum" in own and value not in own["enum"]:
        yield f"{where}: {value!r:.40} is none of {own['enum']!r:.80}"
    if "anyOf" in own and all(any(faults(value, each, where)) for each in own["anyOf"]):
        yield f"{where}: {value!r:.60} is nothing that it may be"
    if "type" in own and not _is_of(value, own["type"]):
        yield f"{where}: {value!r:.40} is not of type {own['type']}"
    if isinstance(value, dict):
        yield from _faults_within(value, own, where)
    if isinstance(value, list) and "items" in own:
        for at, each in enumerate(value):
            yield from faults(each, own["items"], f"{where}[{at}]")


def _is_of(value: Any, named: str | list[str]) -> bool:
    kinds = [named] if isinstance(named, str) else named
    return any(type(value) in _TYPES[kind] for kind in kinds)


def _faults_within(value: dict[str, Any], own: Schema, where: str) -> Iterator[str]:
    known = own.get("properties", {})
    yield from (f"{where}.{name} is missing" for name in own.get("required", ()) if name not in value)
    for name, each in value.items():
        inner = known.get(name, own.get("additionalProperties", {}))
        yield from faults(each, inner, f"{where}.{name}")


def strangers(value: Any, own: Schema, where: str = "") -> Iterator[str]:
    """Where the value has a key that the schema does not name, at any depth: there anything would fit."""
    if "anyOf" in own:
        fitting = [each for each in own["anyOf"] if not any(faults(value, each, where))]
        yield from min((list(strangers(value, each, where)) for each in fitting), key=len, default=[])
    if isinstance(value, list) and "items" in own:
        for at, each in enumerate(value):
            yield from strangers(each, own["items"], f"{where}[{at}]")
    if isinstance(value, dict) and "properties" in own:
        for name, each in value.items():
            inner = own["properties"].get(name)
            yield from [f"{where}.{name}"] if inner is None else strangers(each, inner, f"{where}.{name}")


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")
