"""Plain data made into dataclasses, every value checked against its field's type: nothing that comes in is trusted.

Lines between processes and files that somebody sent are taken by the same rules; they differ in how large a value may
be, in what becomes of keys that are no fields, and in the words of a refusal.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, NoReturn, TypeVar, Union

from .visible import visible

T = TypeVar("T")


class ProtocolError(ValueError):
    """A line that is not of this protocol; the message is one sentence."""


@dataclasses.dataclass(frozen=True)
class Limits:
    """How much a value may hold: entries of an array, characters of a text, a whole number's size, arrays in arrays.

    Where there are limits, fractions are finite, and texts hold no half of a surrogate pair.
    """

    entries: int
    characters: int
    number: int
    depth: int


@dataclasses.dataclass(frozen=True)
class Checker:
    """Takes plain data, or raises `error` with one sentence, which begins with `broken` or, without a value, `missing`.

    `newer`: keys that are no fields are left alone, as a newer writer's may be, else refused. `verbatim`: how the
    places begin whose texts are used, not only shown; with them named, all other texts are made visible. None leaves
    all alone.
    """

    error: type[ValueError]
    broken: str = ""
    missing: str = ""
    newer: bool = False
    limits: Limits | None = None
    verbatim: tuple[str, ...] | None = None

    def build(self, cls: type[T], data: Any, where: str, **given: Any) -> T:
        """The dataclass `cls` from a JSON object; `given` are fields that were made already.

        A field that is missing takes its default, so that what an older writer wrote can be read.
        """
        data = self.as_object(data, where)
        hints = _hints(typing.cast("Any", cls))
        if not self.newer and (unknown := sorted(data.keys() - hints.keys())):
            raise self.error(f"{self.broken}{where} has no field {unknown[0]!r:.80}.")
        values = dict(given)
        for field in dataclasses.fields(cls):  # type: ignore[arg-type]  # T is a dataclass
            if field.name in given:
                continue
            if field.name in data:
                values[field.name] = self.fit(hints[field.name], data[field.name], f"{where}.{field.name}")
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                raise self.error(f"{self.missing}{where}.{field.name} is missing.")
        return cls(**values)

    def fit(self, hint: Any, value: Any, where: str) -> Any:
        """`value` as the type `hint`: no type is converted but int to float."""
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (Union, types.UnionType):
            return self._fit_any(arguments, value, where)
        if origin in (tuple, list):
            entries = enumerate(self.as_list(value, where))
            return origin(self.fit(arguments[0], each, f"{where}[{at}]") for at, each in entries)
        if origin is dict:
            fields = self.as_object(value, where).items()
            return {self._text(key, where): self.fit(arguments[1], each, where) for key, each in fields}
        if origin is Literal:
            return value if isinstance(value, str) and value in arguments else self._refuse(value, where)
        if dataclasses.is_dataclass(hint):
            return self.build(hint, value, where)  # type: ignore[arg-type]  # never an instance
        return self._fit_scalar(hint, value, where)

    def as_object(self, value: Any, where: str) -> Mapping[str, Any]:
        """`value` if it is a JSON object."""
        return value if isinstance(value, dict) else self._refuse(value, where)

    def as_list(self, value: Any, where: str, most: int | None = None) -> list[Any]:
        """`value` if it is a JSON array of at most so many entries."""
        found: list[Any] = value if isinstance(value, list) else self._refuse(value, where)
        most = most or (self.limits.entries if self.limits is not None else None)
        if most is not None and len(found) > most:
            raise self.error(f"{self.broken}{where} has more than {most:,} entries.")
        return found

    def _fit_any(self, options: tuple[Any, ...], value: Any, where: str) -> Any:
        if value is None and type(None) in options:
            return None
        options = tuple(option for option in options if option is not type(None))
        if len(options) == 1:
            return self.fit(options[0], value, where)
        for option in options:
            try:
                return self.fit(option, value, where)
            except self.error:
                continue
        return self._refuse(value, where)

    def _fit_scalar(self, hint: Any, value: Any, where: str) -> Any:
        if hint is Any:
            return value if self.limits is None else self._plain(value, where)
        if hint is str and isinstance(value, str):
            return self._text(value, where)
        if hint is bool and isinstance(value, bool):
            return value
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and self._holds(value)
        if hint is float and is_number:
            return float(value)
        return value if hint is int and is_number and isinstance(value, int) else self._refuse(value, where)

    def _plain(self, value: Any, where: str, depth: int = 0) -> Any:
        """Any JSON value, with its numbers and texts checked like the rest."""
        if isinstance(value, str):
            return self._text(value, where)
        if value is None or isinstance(value, bool) or (isinstance(value, (int, float)) and self._holds(value)):
            return value
        deep = self.limits is not None and depth >= self.limits.depth
        if isinstance(value, list) and not deep:
            return [self._plain(each, where, depth + 1) for each in value]
        if isinstance(value, dict) and not deep:
            return {self._text(key, where): self._plain(each, where, depth + 1) for key, each in value.items()}
        return self._refuse(value, where)

    def _text(self, text: str, where: str) -> str:
        if self.limits is not None and len(text) > self.limits.characters:
            raise self.error(f"{self.broken}{where} has more than {self.limits.characters:,} characters.")
        if self.verbatim is not None and not where.startswith(self.verbatim):
            return visible(text)
        return text if self.limits is None else clean_text(text)

    def _holds(self, number: float) -> bool:
        if self.limits is None:
            return True
        return abs(number) < self.limits.number if isinstance(number, int) else math.isfinite(number)

    def _refuse(self, value: Any, where: str) -> NoReturn:
        shown = type(value).__name__ if isinstance(value, (dict, list)) else f"{value!r:.40}"
        named = {"dict": "an object", "list": "a list", "None": "empty"}.get(shown, shown)
        raise self.error(f"{self.broken}{where} can't be {clean_text(named)}.")


def clean_text(text: str) -> str:
    """Text that every encoding of Unicode can hold: halves of surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


_LINES = Checker(ProtocolError)


def from_plain(cls: Any, data: Any) -> Any:
    """The dataclass `cls` made from what came over a pipe or was kept as text; raises ProtocolError."""
    return _LINES.build(cls, data, cls.__name__)


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def know(cls: Any) -> None:
    """Look up the types of a dataclass's fields already."""
    _hints(cls)
