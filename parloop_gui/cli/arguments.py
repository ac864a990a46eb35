"""What can be typed after `parloop`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from parloop_gui import __version__
from parloop_gui.cli.usage import Parser
from parloop_gui.cli.values import (
    at_least,
    budget,
    gate,
    parameter,
    payload_bytes,
    seconds,
    seed,
    size_bytes,
    task_time,
    workers,
)
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.export.formats import ENDINGS as ALL_ENDINGS
from parloop_gui.model.plan.plan import EFFORTS, Plan

START_METHODS = ("fork", "spawn", "forkserver")
THEMES = ("light", "dark")
ENDINGS = " ".join(ALL_ENDINGS)

_DESCRIPTION = """Threads or processes for this loop? Parloop runs it with each strategy on this machine and says which
one is best, by how much, and why. Without a command it opens its window."""


_LOOP = "a built-in loop (see: parloop loops), FILE.py:FUNCTION, FILE.py:LINE of a loop"
_STATUS = f"Exit status: {', '.join(f'{each.value} {each.meaning}' for each in ExitStatus)}."


def parser(argv: Sequence[str] | None = None) -> Parser:
    """The command line, as far as it takes to understand `argv`: the whole of it where none is given.

    What questions there are brings half of the model, for which nobody waits who asks none.
    """
    top = Parser(prog="parloop", description=_DESCRIPTION)
    top.add_argument("--version", action="version", version=f"parloop {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    _add_compare(commands)
    _add_ask(commands, whole=argv is None or "ask" in argv)
    _add_what_if(commands)
    for name, about in (
        ("strategies", "list the strategies and how each can be called"),
        ("loops", "list the built-in loops and their parameters"),
        ("pythons", "list the Pythons on this machine"),
    ):
        command = commands.add_parser(name, help=about, description=f"{about.capitalize()}.")
        command.add_argument("--json", action="store_true", help="print JSON")
    _add_export(commands)
    _add_report(commands)
    opening = commands.add_parser("open", help="open a document or a report in the window")
    opening.add_argument("document", metavar="DOCUMENT", type=Path)
    serving = commands.add_parser(
        "mcp",
        help="serve an agent over stdio",
        description="Serve the loops of a folder to an agent, by the Model Context Protocol over stdin and stdout.",
    )
    serving.add_argument(
        "--root", metavar="FOLDER", type=Path, required=True, help="no path that is named leads outside"
    )
    return top


def _add_compare(commands: argparse._SubParsersAction[Parser]) -> None:
    compare = commands.add_parser(
        "compare",
        help="compare the strategies on a loop",
        description="Run a loop with each strategy and say which one is best.",
        epilog=_STATUS,
    )
    compare.add_argument("loop", metavar="LOOP", help=f"{_LOOP}, or FILE.py to list both; a notebook is a file, too")
    add = compare.add_argument
    add("--strategies", metavar="NAMES", help="classic, all, or names: a,b:call,… (classic; with --against none)")
    add("--against", metavar="git:REF|FILE|DOCUMENT", help="compare it with itself as it was in a commit, file or run")
    add("--fail-if", metavar="slower:N%", type=gate, help="end with 3 where it is slower than that version by so much")
    add("--rounds", metavar="N", type=at_least(1), help="exactly so many rounds, not as many as are needed")
    add("--once", action="store_true", help="each strategy a single time: no warm-up, one round")
    add("--even", action="store_true", help="measure all to the same precision: nobody drops out or rests")
    _add_loop(compare)
    _add_making(compare)
    _add_brief(compare)


_MAP = "For which tasks and sizes do processes win on this machine?"


def _add_ask(commands: argparse._SubParsersAction[Parser], *, whole: bool) -> None:
    ask = commands.add_parser(
        "ask",
        help="ask how many workers, from how many items on, and the like",
        description="Run a loop along an axis and answer one question about it.",
        epilog=_STATUS,
    )
    if not whole:
        return
    from parloop_gui.model.questions.asking import QUESTIONS

    asks = ", ".join(f"{each.slug}: {each.asks}" for each in QUESTIONS.values())
    ask.add_argument("question", metavar="QUESTION", choices=(*QUESTIONS, "map"), help=f"{asks}, map: {_MAP}")
    ask.add_argument("loop", metavar="LOOP", nargs="?", help=f"{_LOOP}; for map also none, or a map's .json")
    add = ask.add_argument
    add("--values", metavar="A,B,…", help="the places on the axis: 0,25,50,75,100 (by the loop and the machine)")
    add("--strategies", metavar="NAMES", help="who races: a,b:call,… (executors)")
    add("--again", action="store_true", help="ask map: measure it anew, whatever is kept")
    add("--memory", metavar="SIZE", type=size_bytes, help="ask workers: how many fit into it: 2G (what is free)")
    ask.set_defaults(rounds=None, even=False, once=False)
    _add_loop(ask)
    _add_making(ask)
    _add_brief(ask)


def _add_what_if(commands: argparse._SubParsersAction[Parser]) -> None:
    what_if = commands.add_parser(
        "what-if",
        help="say what a loop would take with other items, tasks, cores or data",
        description="Compare the strategies on a loop, or take a saved comparison, and say what would be if it were "
        "another: with an interval that holds in 80% of cases.",
        epilog=_STATUS,
    )
    what_if.add_argument("loop", metavar="LOOP|DOCUMENT", help=f"{_LOOP}, or a saved comparison")
    add = what_if.add_argument
    add("--items", metavar="N", dest="then_items", type=at_least(1), help="if there were so many items")
    add("--task-time", metavar="TIME", type=task_time, help="if a task took so long: 50ms, 2s")
    add("--cores", metavar="N", type=at_least(1), help="if there were so many cores")
    add("--bytes", metavar="SIZE", dest="item_bytes", type=payload_bytes, help="if so much went with each item: 1M")
    add("--no-gil", action="store_true", help="if the tasks released the GIL")
    add("--strategies", metavar="NAMES", default="classic", help="classic, all, or names: a,b:call,… (classic)")
    what_if.set_defaults(rounds=None, even=False, once=False, brief=False)
    _add_loop(what_if, items="--over")
    _add_making(what_if)


def _add_loop(command: Parser, items: str = "--items") -> None:
    """Which loop, under which Python, and how it is run."""
    add = command.add_argument
    add(
        items,
        metavar="N",
        dest="items",
        help="how many items, or what yours are: an expression, a generator function, a file",
    )
    add("--workers", metavar="auto|python|N", type=workers, default="auto", help="workers of every pool (auto)")
    add("--start-method", metavar="|".join(START_METHODS), choices=START_METHODS, help="how processes start")
    add("--chunksize", metavar="N", type=at_least(1), help="items handed over at a time (Python's own)")
    add(
        "--python",
        metavar="PATH|VERSION",
        action="append",
        default=[],
        help="a Python to run under, repeatable (the file's own environment, else the app's)",
    )
    add("--sample", metavar="N", type=at_least(1), help="only so many of the items, evenly spread")
    add(
        "--param",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=parameter,
        help="a parameter of the loop; repeatable",
    )
    add(
        "--args", metavar="ARGUMENTS", help="what your program is run with up to the loop: --args='--days 3 prices.csv'"
    )
    add("--repeat-effects", action="store_true", help="your program may write files and reach out in every run")
    add("--program", metavar="FILE.py", type=Path, help="what is run, where your loop stands in a file that it imports")
    add("-m", metavar="MODULE", dest="module", help="the same for what is run as python -m MODULE")
    add("--setup", metavar="NAME", help="your own loop's set-up function")


def _add_making(command: Parser) -> None:
    """How long, within which limits, and what to make of it."""
    add = command.add_argument
    add("--effort", metavar="|".join(EFFORTS), choices=tuple(EFFORTS), default="standard", help="how long (standard)")
    add("--budget", metavar="TIME", type=budget, help="at most so long, instead of the effort's time: 45s, 2min")
    _add_limits(command)
    add("--seed", metavar="N", type=seed, help="repeat the order and the items of another comparison")
    add("--json", action="store_true", help="print the document instead of the report")
    add("--no-history", action="store_true", help="don't keep it in the history that the window shows")
    add(
        "--export", metavar="FILE", action="append", default=[], type=Path, help=f"write a file ({ENDINGS}); repeatable"
    )
    _add_sharing(command)
    _add_theme(command)


def _add_brief(command: Parser) -> None:
    command.add_argument("--brief", action="store_true", help="print the answer alone, as JSON of 4 kB at most")


def _add_limits(compare: Parser) -> None:
    add = compare.add_argument
    usual = f"limit of a single run ({Plan.timeout_s:g})"
    add("--timeout", metavar="SECONDS", type=seconds, default=Plan.timeout_s, help=usual)
    add("--task-timeout", metavar="SECONDS", type=seconds, help="limit of a single task (none)")
    add("--total-timeout", metavar="SECONDS", type=seconds, help="limit of the whole comparison (none)")
    add(
        "--memory-limit",
        metavar="SIZE",
        type=size_bytes,
        help="limit of a run's memory: 800M, 2G (what is free)",
    )
    add("--many", action="store_true", help="go on with more than 2,000 threads or processes")


def _add_export(commands: argparse._SubParsersAction[Parser]) -> None:
    export = commands.add_parser(
        "export",
        help="write a document in other formats",
        description="Write a saved comparison in the format of each file's ending.",
    )
    export.add_argument("document", metavar="DOCUMENT", type=Path)
    export.add_argument("files", metavar="FILE", nargs="+", type=Path, help=ENDINGS)
    _add_sharing(export)
    _add_theme(export)


def _add_report(commands: argparse._SubParsersAction[Parser]) -> None:
    report = commands.add_parser(
        "report",
        help="write a document's report: one page that opens anywhere",
        description="Write the report of a saved comparison as one HTML page, which Parloop opens like the document.",
    )
    report.add_argument("document", metavar="DOCUMENT", type=Path)
    report.add_argument("--output", metavar="FILE.html", type=Path, help="where to (beside the document)")
    report.add_argument(
        "--markdown", action="store_true", help="print it as Markdown instead, for a comment or an issue"
    )
    _add_sharing(report)


def _add_sharing(command: Parser) -> None:
    command.add_argument(
        "--without-code", action="store_true", help="leave out source, output, paths, and names of user and host"
    )


def _add_theme(command: Parser) -> None:
    command.add_argument(
        "--theme", metavar="|".join(THEMES), choices=THEMES, default=THEMES[0], help="of exported pictures (light)"
    )
