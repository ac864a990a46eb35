"""From what was typed to a plan that can be carried out, every wrong value refused in one sentence."""

from __future__ import annotations

import argparse
import secrets
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from parloop_gui.bridge.interpreters.discovery import find_interpreters, own_interpreter, own_of, resolve
from parloop_gui.bridge.interpreters.errors import InterpreterError
from parloop_gui.bridge.interpreters.missing_modules import first_missing
from parloop_gui.bridge.interpreters.newer_python import reading
from parloop_gui.cli.usage import UsageError
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.fitness import MOST_AT_ONCE, absurd_count
from parloop_gui.engine.catalogue.loop_values import check_items
from parloop_gui.engine.catalogue.selection import parse_choices
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.notebook import is_notebook
from parloop_gui.engine.protocol.presence import expanded, is_file
from parloop_gui.model.plan.plan import Choice, Interpreter, Plan, Workers
from parloop_gui.model.source.parsed import SourceError, read
from parloop_gui.model.user_code.outline import Outline, read_outline
from parloop_gui.model.user_code.pasted_code import loop_of_code
from parloop_gui.model.user_code.program_loop import Command, loop_at
from parloop_gui.model.user_code.user_loop import SOURCES, as_count, user_loop

T = TypeVar("T")

# Seeds that are made up have six digits at most: they are printed, to be typed again.
_OWN_SEEDS = 1_000_000
# No file that can be parsed has more lines than these digits count.
_LINE_DIGITS = 7


def plan_of(arguments: argparse.Namespace) -> Plan:
    """The plan that `parloop compare` was asked for; raises UsageError."""
    seed = arguments.seed if arguments.seed is not None else secrets.randbelow(_OWN_SEEDS)
    try:
        is_users = ":" in arguments.loop or arguments.loop.endswith(SOURCES)
        loop = _user_loop(arguments, seed) if is_users else _builtin_loop(arguments, seed)
        builtin = loop.name if loop.kind == "builtin" else None
        parsed = parse_choices(arguments.strategies, builtin, is_async=loop.is_async)
        choices = tuple(Choice(*each) for each in parsed)
    except ValueError as error:
        raise UsageError(str(error)) from None
    _check_counts(arguments, loop, choices)
    if arguments.budget is not None and arguments.rounds is not None:
        raise UsageError("--rounds takes as long as it takes: leave out one of --rounds and --budget.")
    if arguments.once and (arguments.budget is not None or arguments.rounds is not None or arguments.even):
        raise UsageError("--once is one round of everyone: leave out --rounds, --budget and --even.")
    return Plan(
        loop=loop,
        choices=choices,
        pythons=_pythons(arguments.python, loop),
        workers=arguments.workers,
        chunksize=arguments.chunksize,
        start_method=arguments.start_method,
        effort=arguments.effort,
        rounds=1 if arguments.once else arguments.rounds,
        once=arguments.once,
        budget_s=arguments.budget,
        even=arguments.even,
        timeout_s=arguments.timeout,
        task_timeout_s=arguments.task_timeout,
        total_timeout_s=arguments.total_timeout,
        memory_limit_bytes=arguments.memory_limit,
        seed=seed,
        many=arguments.many,
    )


def loop_in(arguments: argparse.Namespace, seed: int, path: Path, name: str, main: Path | None) -> LoopSpec:
    """The loop of that name, or at that line, of another file, run as the one that was asked for; raises ValueError."""
    return _user_loop(argparse.Namespace(**{**vars(arguments), "loop": f"{path}:{name}", "program": main}), seed)


def file_asked(arguments: argparse.Namespace) -> Outline | None:
    """What the file holds, where a file alone was named; None where a loop was. Raises UsageError."""
    if not arguments.loop.endswith(SOURCES):
        return None
    path = expanded(arguments.loop)
    if not is_file(path):
        raise UsageError(f"There is no file {str(path)!r:.120} to take a loop from.")
    try:
        return _read(arguments, path, lambda: read_outline(path))
    except SourceError as error:
        raise UsageError(str(error)) from None


def _builtin_loop(arguments: argparse.Namespace, seed: int) -> LoopSpec:
    info = catalogue.loop(arguments.loop)
    if info.unavailable:
        raise UsageError(f"{info.title} {info.unavailable}.")
    if arguments.setup is not None:
        raise UsageError("--setup is for a function of your own; a built-in loop has its own set-up.")
    _refuse_program(arguments)
    wanted = str(info.default_items) if arguments.items is None else arguments.items
    items = check_items(info.slug, _number(wanted))
    params = info.settle(dict(arguments.param))
    return LoopSpec("builtin", info.slug, items, params, seed=seed, sample=_sample(arguments.sample, items))


def _user_loop(arguments: argparse.Namespace, seed: int) -> LoopSpec:
    path, function = _file_and_function(arguments.loop)
    if not is_file(path):
        raise UsageError(f"There is no file {str(path)!r:.120} to take {function or 'a function'} from.")
    if arguments.param:
        raise UsageError("--param is for built-in loops; your own function takes each item as it is.")
    if arguments.setup is not None and not arguments.setup.isidentifier():
        raise UsageError(f"--setup names a function in your file, not {arguments.setup!r:.80}.")
    if not function:
        raise UsageError(f"Name one of its loops or functions: parloop compare {path.name} lists them.")
    if function.isdigit():
        return _read(arguments, path, lambda: _program_loop(arguments, path, int(function), seed))
    _refuse_program(arguments)
    if arguments.items is None:
        raise UsageError("Say what your function is called with: --items N, or --items 'range(100)'.")
    outline = _outline(arguments, path)
    setup, sample = arguments.setup, arguments.sample
    if is_notebook(path):
        text = _read(arguments, path, lambda: read(path)).text
        loop = loop_of_code(text, path, function, function, arguments.items, setup=setup, seed=seed, sample=sample)
    else:
        loop = user_loop(path, function, arguments.items, outline=outline, setup=setup, seed=seed, sample=sample)
    if isinstance(loop.items, int):
        check_items(None, loop.items)
        _sample(sample, loop.items)
    return loop


def _program_loop(arguments: argparse.Namespace, path: Path, line: int, seed: int) -> LoopSpec:
    """The for loop at that line of the file, which is run up to it."""
    if arguments.items is not None:
        raise UsageError("A loop goes over its own items: leave --items out, or take a part of them with --sample N.")
    if arguments.setup is not None:
        raise UsageError("--setup is for a function of your own; a loop has what it needs around it.")
    try:
        given = shlex.split(arguments.args or "")
    except ValueError as error:
        raise UsageError(f"--args can't be taken apart as a shell would: {str(error).lower()}.") from None
    main = _program(arguments)
    command = Command(tuple(given), None if main is None or main.samefile(path) else main, arguments.module)
    return loop_at(read(path), line, command=command, seed=seed, sample=arguments.sample)


def _program(arguments: argparse.Namespace) -> Path | None:
    """The file to run, where one was named."""
    if arguments.program is None:
        return None
    if arguments.module is not None:
        raise UsageError("A program is a file or a module: leave out one of --program and -m.")
    main = expanded(str(arguments.program))
    if not is_file(main):
        raise UsageError(f"There is no file {str(main)!r:.120} to run.")
    return main


def _refuse_program(arguments: argparse.Namespace) -> None:
    """Raise UsageError for what is said of a program where none is run."""
    given = {"--args": arguments.args, "--program": arguments.program, "-m": arguments.module}
    name = next((name for name, value in given.items() if value is not None), None)
    if name is not None:
        raise UsageError(f"{name} is for a loop in a program of yours, FILE.py:LINE.")


def _file_and_function(text: str) -> tuple[Path, str]:
    """`file.py:function` or `file.py:LINE` taken apart; the second is "" where only a file is named."""
    path, colon, function = text.rpartition(":")
    if text.endswith(SOURCES):
        return expanded(text), ""
    is_line = function.isascii() and function.isdigit() and len(function) <= _LINE_DIGITS
    if not colon or not (is_line or all(part.isidentifier() for part in function.split("."))):
        raise UsageError(
            f"A function of your own is named as path/to/file.py:function, a loop as file.py:LINE, not {text!r:.80}."
        )
    return expanded(path), function


def _outline(arguments: argparse.Namespace, path: Path) -> Outline | None:
    """What the file holds; None where no Python could parse it: then each one asked for tells what is wrong."""
    try:
        return _read(arguments, path, lambda: read_outline(path))
    except SourceError:
        return None


def _read(arguments: argparse.Namespace, path: Path, make: Callable[[], T]) -> T:
    """What is made of the file, with the Pythons asked for, then any other here, to parse what the app's own can't."""
    return reading(make, lambda: _found(arguments.python, path), find_interpreters)


def _number(text: str) -> int | str:
    count = as_count(text)
    return text if count is None else count


def _sample(sample: int | None, items: int) -> int | None:
    if sample is not None and sample > items:
        raise UsageError(f"A sample of {sample:,} can't be taken from {items:,} items.")
    return sample


def _check_counts(arguments: argparse.Namespace, loop: LoopSpec, choices: tuple[Choice, ...]) -> None:
    workers: Workers = arguments.workers
    most = MOST_AT_ONCE
    if isinstance(workers, int) and workers > most and not arguments.many:
        raise UsageError(f"{workers:,} workers are more than {most:,}; add --many if you mean it.")
    named = {word.partition(":")[0].strip() for word in arguments.strategies.split(",")}
    count = loop.sample or loop.items
    for choice in choices:
        if choice.strategy in named and isinstance(count, int):
            too_many = absurd_count(choice.strategy, count, arguments.many)
            if too_many is not None:
                raise UsageError(f"{too_many.text.rstrip('.')}: add --many if you mean it.")


def _pythons(wanted: list[str], loop: LoopSpec) -> tuple[Interpreter, ...]:
    """The Pythons asked for, else the one of the file's own environment, else the app's own."""
    pythons = _found(wanted, Path(loop.path) if loop.path else None)
    missing = first_missing(Path(loop.path), pythons) if loop.path else ""
    if missing:
        raise UsageError(missing)
    return pythons


def found_pythons(wanted: list[str]) -> tuple[Interpreter, ...]:
    """The Pythons of these names, else the app's own; raises UsageError."""
    return _found(wanted, None)


def _found(wanted: list[str], file: Path | None) -> tuple[Interpreter, ...]:
    try:
        if not wanted:
            return ((own_of(file) if file is not None else None) or own_interpreter(),)
        if len(wanted) == 1:
            return (resolve(wanted[0]),)
        known = list(find_interpreters())
        found: dict[str, Interpreter] = {}
        for name in wanted:
            python = resolve(name, known)
            found[python.path] = python
            known += [] if python in known else [python]
    except (InterpreterError, ValueError, OSError) as error:
        raise UsageError(str(error)) from None
    return tuple(found.values())
