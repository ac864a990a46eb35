"""What values that are no containers hold: functions, classes, objects, iterators, arrays; see `digest.py`.

What is known by nothing but its address (a lock, a socket, a connection) is opaque, or silent where it is no state that
a loop leaves behind.
"""

from __future__ import annotations

import enum
import functools
import inspect
import io
import itertools
import os
import random
import re
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any, cast

# What it holds can't be told · holds nothing that counts.
OPAQUE, SILENT = object(), object()

# Beginnings of type names: locks and the like, whose state is that of a moment.
_SILENT = ("_thread.", "weakref.", "_weakref", "logging.", "_abc.", "_contextvars.", "threading.local")
# Progress bars, which know when each was drawn, and connections, which know who has used them in which order.
_NEVER_THE_SAME = (
    *("tqdm.", "rich.progress.", "progressbar.", "alive_progress."),
    *("requests.sessions.", "urllib3.", "httpx.", "aiohttp."),
)
# Types whose description says all that they hold.
_BY_REPR = frozenset(
    f"{module}.{name}"
    for module, names in {
        "builtins": "range slice",
        "datetime": "date datetime time timedelta timezone",
        "decimal": "Decimal",
        "fractions": "Fraction",
        "uuid": "UUID",
        "pathlib": "PosixPath WindowsPath PurePosixPath PureWindowsPath",
        "pathlib._local": "PosixPath WindowsPath PurePosixPath PureWindowsPath",
        "ipaddress": "IPv4Address IPv6Address IPv4Network IPv6Network",
        "zoneinfo": "ZoneInfo",
    }.items()
    for name in names.split()
)
# A text of ASCII alone has an iterator of its own.
_MADE: tuple[Any, ...] = ([], (), {}, set(), "", "\xe9", b"", bytearray(), range(0))
_ITERATORS: tuple[type, ...] = (
    *map(type, map(iter, _MADE)),
    *(type(iter({}.items())), type(iter({}.values())), type(reversed([])), enumerate, zip, map, filter, reversed),
    *(each for each in vars(itertools).values() if isinstance(each, type)),
)
_NUMBERS = (int, float, complex, str, bytes)
_NAMED = (
    types.BuiltinFunctionType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.GetSetDescriptorType,
)
_OF_C = (types.MethodDescriptorType, types.WrapperDescriptorType, types.BuiltinFunctionType)
_GENERATORS = {types.GeneratorType: "gi", types.CoroutineType: "cr", types.AsyncGeneratorType: "ag"}
# What a class statement leaves in a class.
_NO_STATE = frozenset(
    {
        *("__dict__", "__weakref__", "__doc__", "__module__", "__annotations__", "__annotate_func__"),
        *("__annotations_cache__", "__static_attributes__", "__firstlineno__", "__abstractmethods__", "_abc_impl"),
        *("__parameters__", "__orig_bases__"),
    }
)


def of_known_type(value: Any, kind: type, name: str, modules: frozenset[str]) -> tuple[str, Any]:
    """What it is, in words that are the same whenever it is the same, and what it holds."""
    if issubclass(kind, type):
        return _of_class(value, modules)
    if kind is types.FunctionType:
        return _of_function(value, modules)
    for types_, tell in _TELLERS:
        if issubclass(kind, types_):
            return tell(value, kind, name)
    if name in _BY_REPR:
        return f"{name}:{value!r}", ()
    if name.startswith("numpy"):
        return _of_numpy(value, kind, name)
    if name.startswith("pandas") and (made := _of_pandas(value, kind, name)) is not None:
        return made
    if name.startswith(_SILENT):
        return name, SILENT
    if name.startswith(_NEVER_THE_SAME):
        return name, OPAQUE
    return _of_object(value, kind, name)


def attributes(value: Any, kind: type) -> Mapping[str, Any]:
    """An object's own attributes, those in slots too, without running a property or a `__getattr__` of its class."""
    found: dict[str, Any] = {}
    for base in type.__getattribute__(kind, "__mro__"):
        own = type.__getattribute__(base, "__dict__")
        for name, member in own.items():
            if type(member) is types.MemberDescriptorType:
                try:
                    found[name] = member.__get__(value)
                except AttributeError:  # a slot that nothing was ever put into
                    continue
            elif name == "__dict__" and type(member) is types.GetSetDescriptorType:
                found.update(member.__get__(value))
    return found


def _of_object(value: Any, kind: type, name: str) -> tuple[str, Any]:
    """An object by its attributes; opaque where part of it lies in C."""
    found = attributes(value, kind)
    parts = [part for each in sorted(found) for part in (each, found[each])]
    if issubclass(kind, BaseException):
        return name, [*parts, BaseException.__dict__["args"].__get__(value)]
    bases = type.__getattribute__(kind, "__mro__")
    return name, OPAQUE if any(_lies_in_c(base) for base in bases if base is not object) else parts


def _lies_in_c(base: type) -> bool:
    """Whether a class was not made by a class statement: then its methods are not Python's functions."""
    return any(type(member) in _OF_C for member in type.__getattribute__(base, "__dict__").values())


def _of_class(value: type, modules: frozenset[str]) -> tuple[str, Any]:
    module, own = type.__getattribute__(value, "__module__"), type.__getattribute__(value, "__dict__")
    name = f"class {module}.{type.__getattribute__(value, '__qualname__')}"
    if module not in modules:
        return name, ()
    held = {each: member for each, member in own.items() if each not in _NO_STATE}
    return name, [part for each in sorted(held) for part in (each, held[each])]


def _of_function(value: types.FunctionType, modules: frozenset[str]) -> tuple[str, Any]:
    name = f"function {value.__module__}.{value.__qualname__}"
    if value.__globals__.get("__name__") not in modules:
        return name, ()
    return name, [value.__defaults__, value.__kwdefaults__, value.__closure__ or (), value.__dict__]


def _of_numpy(value: Any, kind: type, name: str) -> tuple[str, Any]:
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return name, OPAQUE
    if issubclass(kind, numpy.ndarray):
        about = f"{name}:{value.dtype.str}{value.shape}"
        return about, value.tolist() if value.dtype.hasobject else [numpy.ndarray.tobytes(value)]
    if issubclass(kind, numpy.generic):
        return f"{name}:{value.dtype.str}", [value.tobytes()]
    if kind.__name__ == "Generator":
        return name, [value.bit_generator.state]
    if kind.__name__ == "RandomState":
        return name, [value.get_state(legacy=False)]
    return (f"{name}:{value}", ()) if issubclass(kind, numpy.dtype) else (name, OPAQUE)


def _of_pandas(value: Any, kind: type, name: str) -> tuple[str, Any] | None:
    """A table by its columns and labels, as arrays."""
    if kind.__name__ == "DataFrame":
        return name, [list(value.columns), value.index.to_numpy(), *[value[each].to_numpy() for each in value.columns]]
    return (name, [value.to_numpy()]) if hasattr(kind, "to_numpy") else None


def _by_reduction(value: Any, kind: type, name: str) -> tuple[str, Any]:
    """An iterator by what Python would make it of again: where it stands, and over what."""
    try:
        return name, list(_reduction(kind)(value)[1:])
    except Exception:  # iterators of C may refuse, each with an error of its own
        return name, OPAQUE


def _reduction(kind: Any) -> Any:
    return kind.__reduce__


def _of_generator(value: Any, kind: type, name: str) -> tuple[str, Any]:
    frame = getattr(value, f"{_GENERATORS[cast('Any', kind)]}_frame")
    where = (frame.f_lasti, dict(frame.f_locals)) if frame is not None else ()
    return f"{name} {value.__qualname__}", [where]


def _of_file(value: Any, kind: type, name: str) -> tuple[str, Any]:
    """An open file by where it stands; what was written is compared by itself (`open_files.py`)."""
    try:
        if kind.writable(value):  # type: ignore[attr-defined]
            kind.flush(value)  # type: ignore[attr-defined]
        return f"{name}:{os.lseek(kind.fileno(value), 0, os.SEEK_CUR)}", ()  # type: ignore[attr-defined]
    except (OSError, ValueError):  # closed, or nothing that has a place
        return name, ()


def _of_memory_file(value: Any, kind: type, name: str) -> tuple[str, Any]:
    try:
        return name, [kind.getvalue(value), kind.tell(value)]  # type: ignore[attr-defined]
    except ValueError:
        return f"{name}:closed", ()


def _of_cell(value: Any, kind: type, name: str) -> tuple[str, Any]:
    try:
        return name, [value.cell_contents]
    except ValueError:
        return f"{name}:empty", ()


_Teller = Callable[[Any, type, str], tuple[str, Any]]
_TELLERS: tuple[tuple[type | tuple[type, ...], _Teller], ...] = (
    (types.ModuleType, lambda value, kind, name: (f"module {value.__name__}", ())),
    (_NAMED, lambda value, kind, name: (f"{name} {value.__name__}", ())),
    (types.MethodType, lambda value, kind, name: (name, [value.__self__, value.__func__])),
    (types.CellType, _of_cell),
    (functools.partial, lambda value, kind, name: (name, [value.func, value.args, value.keywords])),
    # Answers that are remembered are no state that is lost: they are found again.
    (type(functools.lru_cache(lambda: None)), lambda value, kind, name: (name, [inspect.unwrap(value)])),
    ((staticmethod, classmethod), lambda value, kind, name: (name, [value.__func__])),
    ((property, types.MemberDescriptorType), lambda value, kind, name: (name, SILENT)),
    (enum.Enum, lambda value, kind, name: (f"{name}.{object.__getattribute__(value, '_name_')}", ())),
    (re.Pattern, lambda value, kind, name: (f"{name}:{value.flags}", [value.pattern])),
    (types.MappingProxyType, lambda value, kind, name: (name, [dict(value)])),
    (tuple(_GENERATORS), _of_generator),
    ((io.TextIOWrapper, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.FileIO), _of_file),
    ((io.StringIO, io.BytesIO), _of_memory_file),
    (random.Random, lambda value, kind, name: (name, [random.Random.getstate(value)])),
    (_ITERATORS, _by_reduction),
    (_NUMBERS, lambda value, kind, name: (name, [_plain(value, kind)])),
)


def _plain(value: Any, kind: type) -> Any:
    """A number or text of a class of the user's own, as what it is derived from."""
    base = next(each for each in _NUMBERS if issubclass(kind, each))
    return base.__repr__(value)
