"""Checked data from a file nobody vouches for: every value must fit the type that its dataclass says."""

from __future__ import annotations

import dataclasses
import functools
import math
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, Union

T = TypeVar("T")

MOST_ENTRIES = 1_000
"""Of what is shown as a row each: strategies, Pythons."""

_MOST_ENTRIES, _LONGEST = 1_000_000, 1_000_000
_LARGEST = 2**63
_DEEPEST = 40


class DocumentError(ValueError):
    """A document that can't be read; the message is one sentence."""


def build(cls: type[T], data: Any, where: str, **given: Any) -> T:
    """The dataclass `cls` from a JSON object; raises DocumentError.

    `given` are fields that were made already. A field that is missing takes its default, so that an
    older document can be read; keys that are not fields are left alone, so that a newer one can.
    """
    data = as_object(data, where)
    hints = _hints(typing.cast("Any", cls))
    values = dict(given)
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]  # T is a dataclass
        if field.name in given:
            continue
        if field.name in data:
            values[field.name] = fit(hints[field.name], data[field.name], f"{where}.{field.name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise DocumentError(f"The document is incomplete: {where}.{field.name} is missing.")
    return cls(**values)


def fit(hint: Any, value: Any, where: str) -> Any:
    """`value` as the type `hint`, or DocumentError: no type is converted but int to float."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return _fit_any(arguments, value, where)
    if origin is tuple:
        return tuple(fit(arguments[0], each, f"{where}[{i}]") for i, each in enumerate(as_list(value, where)))
    if origin is dict:
        return {clean_text(key): fit(arguments[1], each, where) for key, each in as_object(value, where).items()}
    if origin is typing.Literal:
        return value if isinstance(value, str) and value in arguments else _refuse(value, where)
    if dataclasses.is_dataclass(hint):
        return build(hint, value, where)  # type: ignore[arg-type]  # never an instance
    return _fit_scalar(hint, value, where)


def as_object(value: Any, where: str) -> Mapping[str, Any]:
    """`value` if it is a JSON object, or DocumentError."""
    return value if isinstance(value, dict) else _refuse(value, where)


def as_list(value: Any, where: str, most: int = _MOST_ENTRIES) -> list[Any]:
    """`value` if it is a JSON array of at most so many entries, or DocumentError."""
    found: list[Any] = value if isinstance(value, list) else _refuse(value, where)
    if len(found) > most:
        raise DocumentError(f"The document is broken: {where} has more than {most:,} entries.")
    return found


def clean_text(text: str) -> str:
    """Text that every encoding of Unicode can hold: halves of surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shown_path(path: Path) -> str:
    """A file's name as a sentence shows it: quoted, not too long, nothing in it that a terminal obeys."""
    name = ascii(str(path)) if not str(path).isprintable() else f"'{path}'"
    return name if len(name) <= 120 else f"{name[:60]}…{name[-59:]}"


def _fit_any(options: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in options:
        return None
    options = tuple(option for option in options if option is not type(None))
    if len(options) == 1:
        return fit(options[0], value, where)
    for option in options:
        try:
            return fit(option, value, where)
        except DocumentError:
            continue
    return _refuse(value, where)


def _fit_scalar(hint: Any, value: Any, where: str) -> Any:
    if hint is Any:
        return _plain(value, where)
    if hint is str and isinstance(value, str):
        return _short(value, where)
    if hint is bool and isinstance(value, bool):
        return value
    if hint is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if _fits(value) else _refuse(value, where)
    if hint is int and isinstance(value, int) and not isinstance(value, bool) and _fits(value):
        return value
    return _refuse(value, where)


def _plain(value: Any, where: str, depth: int = 0) -> Any:
    """Any JSON value, with its numbers and texts checked like the rest."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _short(value, where)
    if isinstance(value, (int, float)) and _fits(value):
        return value
    if isinstance(value, list) and depth < _DEEPEST:
        return [_plain(each, where, depth + 1) for each in value]
    if isinstance(value, dict) and depth < _DEEPEST:
        return {clean_text(key): _plain(each, where, depth + 1) for key, each in value.items()}
    return _refuse(value, where)


def _short(text: str, where: str) -> str:
    if len(text) > _LONGEST:
        raise DocumentError(f"The document is broken: {where} has more than {_LONGEST:,} characters.")
    return clean_text(text)


def _fits(number: float) -> bool:
    return abs(number) < _LARGEST if isinstance(number, int) else math.isfinite(number)


def _refuse(value: Any, where: str) -> Any:
    shown = type(value).__name__ if isinstance(value, (dict, list)) else f"{value!r:.40}"
    named = {"dict": "an object", "list": "a list", "None": "empty"}.get(shown, shown)
    raise DocumentError(f"The document is broken: {where} can't be {clean_text(named)}.")


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)
