"""Plain data made into dataclasses, every field's type checked: nothing that comes in is trusted."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, Literal, Union


class ProtocolError(ValueError):
    """A line that is not of this protocol; the message is one sentence."""


def from_plain(cls: Any, data: Any) -> Any:
    """The dataclass `cls` made from plain data, every field's type checked; raises ProtocolError."""
    if not isinstance(data, dict):
        raise ProtocolError(f"{cls.__name__} is not an object.")
    hints = typing.get_type_hints(cls)
    unknown = sorted(set(data) - set(hints))
    if unknown:
        raise ProtocolError(f"{cls.__name__} has no field {unknown[0]!r}.")
    try:
        return cls(**{key: _fit(hints[key], value, f"{cls.__name__}.{key}") for key, value in data.items()})
    except TypeError as error:
        raise ProtocolError(f"{cls.__name__} is incomplete: {error}.") from None


def _fit(hint: Any, value: Any, where: str) -> Any:
    options = typing.get_args(hint) if typing.get_origin(hint) in (Union, types.UnionType) else (hint,)
    for option in options:
        if dataclasses.is_dataclass(option) and isinstance(value, dict):
            return from_plain(option, value)
        if typing.get_origin(option) is tuple and isinstance(value, list):
            return tuple(_fit(typing.get_args(option)[0], each, where) for each in value)
        if option is Any or _is_plain(option, value):
            return float(value) if option is float else value
    raise ProtocolError(f"{where} can't be {value!r:.80}.")


def _is_plain(option: Any, value: Any) -> bool:
    if option is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if option is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if typing.get_origin(option) is Literal:
        return isinstance(value, str) and value in typing.get_args(option)
    return isinstance(value, typing.get_origin(option) or option)
