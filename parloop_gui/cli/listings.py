"""`parloop strategies`, `parloop loops` and `parloop pythons`: what there is, as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from parloop_gui.bridge.interpreters.discovery import find_interpreters
from parloop_gui.cli.terminal import Painter, columns, harmless
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.catalogue import Call, Loop, Parameter, Strategy
from parloop_gui.engine.protocol.kinds import Workload
from parloop_gui.model.plan.plan import Interpreter

KINDS: dict[Workload, str] = {"io": "I/O-bound", "cpu": "CPU-bound", "mixed": "Mixed"}


def list_strategies(as_json: bool, out: TextIO) -> None:
    """Print the strategies by family, with their calls."""
    infos = catalogue.strategies()
    if as_json:
        _print_json([_plain(info) for info in infos], out)
        return
    groups: dict[str, list[Strategy]] = {}
    for info in infos:
        groups.setdefault("Packages" if info.package else info.family.capitalize(), []).append(info)
    _print_groups(groups, _strategy_line, out)
    out.write("\nName a call after a colon: --strategies thread-pool,process-pool:imap_unordered\n")


def list_loops(as_json: bool, out: TextIO) -> None:
    """Print the built-in loops by kind, with their parameters."""
    infos = catalogue.loops()
    if as_json:
        _print_json([_plain(info) for info in infos], out)
        return
    kinds = {title: [info for info in infos if info.kind == kind] for kind, title in KINDS.items()}
    _print_groups(kinds, _loop_line, out)
    out.write("\nSet a parameter with --param NAME=VALUE, the number of items with --items N.\n")


def list_pythons(as_json: bool, out: TextIO) -> None:
    """Print the Pythons found on this machine, the app's own first."""
    pythons = find_interpreters()
    if as_json:
        _print_json([asdict(python) for python in pythons], out)
        return
    lines = columns([_python_line(python) for python in pythons], [False] * 4)
    out.writelines(f"{harmless(line)}\n" for line in lines)


# The keys of the JSON, in their order: who reads it relies on them. Of other kinds all fields are shown.
_STRATEGY = ("slug", "title", "family", "module", "width", "calls", "default_call", "classic", "notes", "preference")
_OF_WORKERS = ("pickles", "uses_start_method", "needs_python", "behaves_like", "package")
_CALL = ("slug", "summary", "ordered", "lazy", "takes_chunksize", "awaits", "needs_python", "instead")
_LOOP = ("slug", "title", "kind", "hint", "caption", "default_items", "most_items", "parameters", "calls")
_SHOWN: dict[type, tuple[str, ...]] = {
    Strategy: (*_STRATEGY, *_OF_WORKERS),
    Call: _CALL,
    Loop: (*_LOOP, "unavailable", "task"),
}
# Where a key has not the name of what it shows.
_ATTRIBUTES = {"task": "task_name"}


def _plain(info: Any) -> Any:
    """Named tuples as objects, at any depth."""
    if hasattr(info, "_asdict"):
        names = _SHOWN.get(type(info), info._fields)
        return {name: _plain(getattr(info, _ATTRIBUTES.get(name, name))) for name in names}
    return [_plain(each) for each in info] if isinstance(info, tuple) else info


def _print_json(data: Any, out: TextIO) -> None:
    out.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _print_groups(groups: dict[str, list[Any]], line: Callable[[Any], Sequence[str]], out: TextIO) -> None:
    painter = Painter(out)
    lines = {title: [line(each) for each in members] for title, members in groups.items() if members}
    every = [each for members in lines.values() for each in members]
    aligned = iter(columns(every, [False] * len(every[0])))
    for at, (title, members) in enumerate(lines.items()):
        out.write(("\n" if at else "") + painter.paint(title, "strong") + "\n")
        out.writelines(f"  {next(aligned)}\n" for _ in members)


def _strategy_line(info: Strategy) -> tuple[str, ...]:
    return info.slug, info.title, ", ".join(call.slug for call in info.calls)


def _loop_line(info: Loop) -> tuple[str, ...]:
    parameters = ", ".join(map(_parameter, info.parameters))
    return info.slug, info.unavailable or info.hint, f"{info.default_items:,} items", parameters


def _parameter(parameter: Parameter) -> str:
    if parameter.choices:
        return f"{parameter.name}={parameter.default} ({'|'.join(parameter.choices)})"
    bounds = f" ({parameter.low:,.10g}–{parameter.high:,.10g})" if None not in (parameter.low, parameter.high) else ""
    return f"{parameter.name}={parameter.default}{' ' * bool(parameter.unit)}{parameter.unit}{bounds}"


def _python_line(python: Interpreter) -> tuple[str, ...]:
    gil = "GIL on" if python.gil else "GIL off"
    return python.id, python.version, f"free-threaded, {gil}" if python.free_threaded else gil, python.path
