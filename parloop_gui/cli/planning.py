"""From what was typed to a plan that can be carried out, every wrong value refused in one sentence."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from parloop_gui.bridge.interpreter_probe import InterpreterError
from parloop_gui.bridge.interpreters import find_interpreters, own_interpreter, resolve
from parloop_gui.cli.misuse import MisuseError
from parloop_gui.engine import catalogue
from parloop_gui.engine.protocol import LoopSpec
from parloop_gui.model.plan import Choice, Interpreter, Plan, Workers


def plan_of(arguments: argparse.Namespace) -> Plan:
    """The plan that `parloop compare` was asked for; raises MisuseError."""
    seed = arguments.seed if arguments.seed is not None else secrets.randbelow(1_000_000)
    try:
        is_users = ":" in arguments.loop or arguments.loop.endswith(".py")
        loop = _user_loop(arguments, seed) if is_users else _builtin_loop(arguments, seed)
        builtin = loop.name if loop.kind == "builtin" else None
        choices = tuple(Choice(*each) for each in catalogue.parse_choices(arguments.strategies, builtin))
    except ValueError as error:
        raise MisuseError(str(error)) from None
    _check_counts(arguments, loop, choices)
    return Plan(
        loop=loop,
        choices=choices,
        pythons=_pythons(arguments.python),
        workers=arguments.workers,
        chunksize=arguments.chunksize,
        start_method=arguments.start_method,
        effort=arguments.effort,
        rounds=arguments.rounds,
        timeout_s=arguments.timeout,
        seed=seed,
        many=arguments.many,
    )


def _builtin_loop(arguments: argparse.Namespace, seed: int) -> LoopSpec:
    info = catalogue.loop(arguments.loop)
    if info.unavailable:
        raise MisuseError(f"{info.title} {info.unavailable}.")
    if arguments.setup is not None:
        raise MisuseError("--setup is for a function of your own; a built-in loop has its own set-up.")
    wanted = str(info.default_items) if arguments.items is None else arguments.items
    items = catalogue.check_items(info.slug, _number(wanted))
    params = dict(catalogue.settle_params(info.slug, dict(arguments.param)))
    return LoopSpec("builtin", info.slug, items, params, seed=seed, sample=_sample(arguments.sample, items))


def _user_loop(arguments: argparse.Namespace, seed: int) -> LoopSpec:
    path, _, function = arguments.loop.rpartition(":")
    file = Path(path).expanduser()
    if not function.isidentifier():
        raise MisuseError(f"A function of your own is named as path/to/file.py:function, not {arguments.loop!r:.80}.")
    if not file.is_file():
        raise MisuseError(f"There is no file {str(file)!r:.120} to take {function} from.")
    if arguments.param:
        raise MisuseError("--param is for built-in loops; your own function takes each item as it is.")
    if arguments.setup is not None and not arguments.setup.isidentifier():
        raise MisuseError(f"--setup names a function in your file, not {arguments.setup!r:.80}.")
    if arguments.items is None:
        raise MisuseError("Say what your function is called with: --items N, or --items 'range(100)'.")
    items = _items_or_expression(arguments.items)
    return LoopSpec(
        kind="user",
        name=function,
        items=items,
        path=str(file.absolute()),
        function=function,
        setup=arguments.setup,
        seed=seed,
        sample=arguments.sample,
    )


def _items_or_expression(text: str) -> int | str:
    items = _number(text)
    if isinstance(items, int):
        return catalogue.check_items(None, items)
    try:
        compile(text, "--items", "eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise MisuseError(f"--items is a number or a Python expression, not {text!r:.80}.") from None
    return text


def _number(text: str) -> int | str:
    """The number that `text` is, written 1000, 1_000 or 1,000; else the text."""
    plain = text.replace(",", "").replace("_", "").strip()
    return int(plain) if len(plain) < 20 and plain.lstrip("+-").isascii() and plain.lstrip("+-").isdigit() else text


def _sample(sample: int | None, items: int) -> int | None:
    if sample is not None and sample > items:
        raise MisuseError(f"A sample of {sample:,} can't be taken from {items:,} items.")
    return sample


def _check_counts(arguments: argparse.Namespace, loop: LoopSpec, choices: tuple[Choice, ...]) -> None:
    workers: Workers = arguments.workers
    most = catalogue.MOST_AT_ONCE
    if isinstance(workers, int) and workers > most and not arguments.many:
        raise MisuseError(f"{workers:,} workers are more than {most:,}; add --many if you mean it.")
    named = {word.partition(":")[0].strip() for word in arguments.strategies.split(",")}
    count = loop.sample or loop.items
    for choice in choices:
        if choice.strategy in named and isinstance(count, int):
            sentence = catalogue.absurd_count(choice.strategy, count, arguments.many)
            if sentence:
                raise MisuseError(f"{sentence.rstrip('.')}: add --many if you mean it.")


def _pythons(wanted: list[str]) -> tuple[Interpreter, ...]:
    try:
        if not wanted:
            return (own_interpreter(),)
        if len(wanted) == 1:
            return (resolve(wanted[0]),)
        known = list(find_interpreters())
        found: dict[str, Interpreter] = {}
        for name in wanted:
            python = resolve(name, known)
            found[python.path] = python
            known += [] if python in known else [python]
    except (InterpreterError, ValueError, OSError) as error:
        raise MisuseError(str(error)) from None
    return tuple(found.values())
