"""What `parloop` can be told, and refusing anything else in one sentence."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from parloop_gui import __version__
from parloop_gui.cli.usage import UsageError, closest
from parloop_gui.model.export.formats import FORMATS, PICTURES
from parloop_gui.model.plan.plan import EFFORTS, Workers
from parloop_gui.model.wording import limits

START_METHODS = ("fork", "spawn", "forkserver")
LARGEST_SEED = 2**32 - 1
LARGEST_NUMBER = 10**12
THEMES = ("light", "dark")
ENDINGS = " ".join((*FORMATS, *PICTURES))

_DESCRIPTION = """Threads or processes for this loop? Parloop runs it with each strategy on this machine and says which
one is best, by how much, and why. Without a command it opens its window."""

_SENTENCES = (
    (r"^unrecognized arguments: (.*)", r"Not understood: \1"),
    (r"^the following arguments are required: (.*)", r"Still to be named: \1"),
    (r"^argument (\S+): expected one argument", r"\1 needs a value"),
    (r"^argument (\S+): it is ", r"\1 is "),
    (r"^argument (\S+): ", r"\1: "),
)
"""How argparse puts it, and how it is said."""


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError instead of printing its usage and leaving."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with argparse's message as a sentence, and the closest name there is."""
        unknown = re.match(r"unrecognized arguments: (--[\w-]+)", message)
        choice = re.match(r"argument (\S+): invalid choice: '(.*?)' \(choose from (.*)\)", message, re.DOTALL)
        if unknown:
            raise UsageError(f"There is no option {unknown[1]}.{closest(unknown[1], self._all_options())}")
        if choice:
            choices = choice[3].replace("'", "").split(", ")
            what = "command" if choice[1] == "COMMAND" else f"{choice[1].split('/')[-1]}"
            listed = ", ".join(choices)
            raise UsageError(
                f"There is no {what} {choice[2]!r:.60}; it is one of {listed}.{closest(choice[2], choices)}"
            )
        sentence = message
        for pattern, words in _SENTENCES:
            sentence = re.sub(pattern, words, sentence)
        raise UsageError(f"{_one_line(sentence)}.")

    def _all_options(self) -> list[str]:
        return [option for parser in (self, *self._commands()) for option in parser._option_string_actions]

    def _commands(self) -> list[Parser]:
        actions = (action for action in self._actions if isinstance(action, argparse._SubParsersAction))
        return [parser for action in actions for parser in action.choices.values()]


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="parloop", description=_DESCRIPTION, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"parloop {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    _add_compare(commands)
    for name, about in (
        ("strategies", "list the strategies and how each can be called"),
        ("loops", "list the built-in loops and their parameters"),
        ("pythons", "list the Pythons on this machine"),
    ):
        command = commands.add_parser(name, help=about, description=f"{about.capitalize()}.", allow_abbrev=False)
        command.add_argument("--json", action="store_true", help="print JSON")
    _add_export(commands)
    opening = commands.add_parser("open", help="open a document in the window", allow_abbrev=False)
    opening.add_argument("document", metavar="DOCUMENT", type=Path)
    return top


def _add_compare(commands: argparse._SubParsersAction[Parser]) -> None:
    compare = commands.add_parser(
        "compare",
        help="compare the strategies on a loop",
        description="Run a loop with each strategy and say which one is best.",
        epilog="Exit status: 0 done, 1 some strategy failed, 2 wrong use, 130 stopped.",
        allow_abbrev=False,
    )
    compare.add_argument(
        "loop",
        metavar="LOOP",
        help="a built-in loop (see: parloop loops), FILE.py:FUNCTION, or FILE.py:LINE of a for loop",
    )
    add = compare.add_argument
    add("--items", metavar="N", help="how many items, or what yours are: an expression, a generator function, a file")
    add("--workers", metavar="auto|python|N", type=_workers, default="auto", help="workers of every pool (auto)")
    add("--strategies", metavar="NAMES", default="classic", help="classic, all, or names: a,b:call,… (classic)")
    add("--start-method", metavar="|".join(START_METHODS), choices=START_METHODS, help="how processes start")
    add("--chunksize", metavar="N", type=_at_least(1), help="items handed over at a time (Python's own)")
    add(
        "--python",
        metavar="PATH|VERSION",
        action="append",
        default=[],
        help="a Python to run under, repeatable (the file's own environment, else the app's)",
    )
    add("--effort", metavar="|".join(EFFORTS), choices=tuple(EFFORTS), default="standard", help="how long (standard)")
    add("--rounds", metavar="N", type=_at_least(1), help="exactly so many rounds, not as many as are needed")
    add("--sample", metavar="N", type=_at_least(1), help="only so many of the items, evenly spread")
    add(
        "--param",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_param,
        help="a parameter of the loop; repeatable",
    )
    add("--setup", metavar="NAME", help="your own loop's set-up function")
    _add_limits(compare)
    add("--seed", metavar="N", type=_seed, help="repeat the order and the items of another comparison")
    add("--json", action="store_true", help="print the document instead of the report")
    add("--no-history", action="store_true", help="don't keep it in the history that the window shows")
    add(
        "--export", metavar="FILE", action="append", default=[], type=Path, help=f"write a file ({ENDINGS}); repeatable"
    )
    _add_theme(compare)


def _add_limits(compare: Parser) -> None:
    add = compare.add_argument
    add("--timeout", metavar="SECONDS", type=_seconds, default=300.0, help="limit of a single run (300)")
    add("--task-timeout", metavar="SECONDS", type=_seconds, help="limit of a single task (none)")
    add("--total-timeout", metavar="SECONDS", type=_seconds, help="limit of the whole comparison (none)")
    add(
        "--memory-limit",
        metavar="SIZE",
        type=_bytes,
        help="limit of a run's memory: 800M, 2G (what is free)",
    )
    add("--many", action="store_true", help="go on with more than 2,000 threads or processes")


def _add_export(commands: argparse._SubParsersAction[Parser]) -> None:
    export = commands.add_parser(
        "export",
        help="write a document in other formats",
        description="Write a saved comparison in the format of each file's ending.",
        allow_abbrev=False,
    )
    export.add_argument("document", metavar="DOCUMENT", type=Path)
    export.add_argument("files", metavar="FILE", nargs="+", type=Path, help=ENDINGS)
    _add_theme(export)


def _add_theme(command: Parser) -> None:
    command.add_argument(
        "--theme", metavar="|".join(THEMES), choices=THEMES, default=THEMES[0], help="of exported pictures (light)"
    )


def whole_number(text: str) -> int:
    """The whole number that `text` is, `1_000` and `1,000` included; raises ValueError."""
    if len(text) > 30:
        raise ValueError("too long")
    return int(text.replace(",", "").replace("_", ""))


def _at_least(least: int) -> type[int]:
    def number(text: str) -> int:
        try:
            value = whole_number(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r:.40} is not a whole number") from None
        if value < least:
            raise argparse.ArgumentTypeError(f"it is at least {least}, not {value}")
        if value > LARGEST_NUMBER:
            raise argparse.ArgumentTypeError(f"it is at most {LARGEST_NUMBER:,}, not {value:,}")
        return value

    return number  # type: ignore[return-value]  # argparse takes any callable


def _workers(text: str) -> Workers:
    if text == "auto":
        return "auto"
    if text == "python":
        return "python"
    try:
        value = whole_number(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"it is auto, python or a number, not {text!r:.40}") from None
    if value < 1:
        raise argparse.ArgumentTypeError(f"there is at least 1 worker, not {value}")
    return value


def _seed(text: str) -> int:
    value = _at_least(0)(text)
    if value > LARGEST_SEED:
        raise argparse.ArgumentTypeError(f"it is at most {LARGEST_SEED}")
    return value


def _seconds(text: str) -> float:
    try:
        return limits.seconds(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _bytes(text: str) -> int:
    try:
        return limits.size_bytes(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _param(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"it is given as NAME=VALUE, not {text!r:.60}")
    return name.strip(), value.strip()


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
