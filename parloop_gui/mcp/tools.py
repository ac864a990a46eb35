"""What an agent can ask for: loops of a file, a comparison, an answer to a question, a file of it.

Each is what the command line does, by the same arguments: what is allowed stands there, with the sentence where it is
not. The docstrings of the tools are what the agent reads.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from typing import TypeVar

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from parloop_gui.api.refusal import CannotCompareError
from parloop_gui.api.result import Result
from parloop_gui.cli.arguments import parser
from parloop_gui.cli.ask import asked_plan
from parloop_gui.cli.planning import file_asked, plan_of
from parloop_gui.cli.usage import UsageError
from parloop_gui.engine.protocol.presence import is_there
from parloop_gui.mcp.folder import Folder, OutsideError
from parloop_gui.mcp.listing import listing
from parloop_gui.mcp.running import comparison_of
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import read
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.brief import BRIEF_BYTES, brief

T = TypeVar("T")

# Comparisons that can still be exported; each may hold some megabytes of recorded tasks.
_MOST_KEPT = 20
_REFUSALS = (UsageError, OutsideError, CannotCompareError, DocumentError, ExportError)


class Tools:
    """The tools of one server, for the loops of one folder."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._turn = asyncio.Lock()  # two comparisons at once would measure each other
        self._made: dict[int, Comparison] = {}
        self._count = 0

    def list_loops(self, file: str) -> str:
        """List the loops and functions of a Python file or notebook that can be compared, without running it.

        The answer is JSON. "loop" of an entry is what `compare` and `ask` take; a function needs `items` there.
        """

        def found() -> str:
            path = self._folder.inside(file)
            outline = file_asked(parser().parse_args(["compare", str(path)]))
            if outline is None:
                raise UsageError(f"{file!r:.120} is no Python file and no notebook.")
            return listing(outline, file)

        return _refusing(found)

    async def compare(
        self,
        ctx: Context,
        loop: str,
        items: str | None = None,
        strategies: str | None = None,
        workers: str | None = None,
        effort: str = "quick",
        budget_s: float | None = None,
        sample: int | None = None,
        args: str | None = None,
        program: str | None = None,
        seed: int | None = None,
        repeat_effects: bool = False,
    ) -> str:
        """Run a loop with each of Python's ways of doing it in parallel; say which to use and how much faster it is.

        It runs the loop many times, up to 20 s ("quick"), 90 s ("standard") or 10 min ("thorough"), or `budget_s`
        seconds. `loop` is FILE.py:FUNCTION with `items` (a number, "range(100)", a list, a name of the file),
        FILE.py:LINE of a for loop where it stands (`args`: what its program is run with, `program`: the file to run
        where another one imports it), or a built-in loop such as "primes". `strategies`: "classic", "all" or names;
        `workers`: "auto", "python" or a number; `sample`: only so many of the items. A loop that writes,
        connects or starts programs is refused unless `repeat_effects` says that it may do so over and over. The answer
        is JSON of 4 kB at most; its "number" is what `export` takes.
        """
        typed = _Typed("compare", self._folder)
        typed.loop(loop, items, program)
        typed.add(strategies=strategies, workers=workers, effort=effort, budget=budget_s, sample=sample)
        typed.add(args=args, seed=seed)

        def plan() -> Plan:
            arguments = typed.arguments()
            arguments.strategies = arguments.strategies or "classic"
            return plan_of(arguments)

        return await self._answered(ctx, plan, repeat_effects=repeat_effects)

    async def ask(
        self,
        ctx: Context,
        question: str,
        loop: str,
        values: str | None = None,
        items: str | None = None,
        strategies: str | None = None,
        effort: str = "quick",
        budget_s: float | None = None,
        args: str | None = None,
        program: str | None = None,
        seed: int | None = None,
        repeat_effects: bool = False,
    ) -> str:
        """Ask one question about a loop: "workers", "items" (from how many), "cpu-share", "chunk", "start", "python".

        `values` are the places on the axis, "1,2,4,8"; without `strategies` it asks of the two executors.
        """
        typed = _Typed("ask", self._folder, question)
        typed.loop(loop, items, program)
        typed.add(values=values, strategies=strategies, effort=effort, budget=budget_s, args=args, seed=seed)

        def plan() -> Plan:
            if question == "map":
                raise UsageError("The map is of the machine, and takes minutes: parloop ask map makes it.")
            return asked_plan(typed.arguments())

        return await self._answered(ctx, plan, repeat_effects=repeat_effects)

    def export(self, comparison: str, file: str, without_code: bool = False, overwrite: bool = False) -> str:
        """Write a comparison into a file of the folder, in the format of its ending; the path of it.

        `comparison` is the "number" of an answer, or a saved document. Endings: .html is a report that opens anywhere,
        .parloop the document, .json, .csv, .md, .py a script with the winner, .patch, .trace.json, .pyperf.json.
        """

        def written() -> str:
            path = self._folder.inside(file)
            if is_there(path) and not overwrite:
                raise UsageError(f"{file!r:.120} is there already: overwrite=true replaces it.")
            result = Result(self._comparison(comparison))
            return str(result.export(path, without_code=without_code).relative_to(self._folder.root))

        return _refusing(written)

    def _comparison(self, name: str) -> Comparison:
        if not name.isdecimal():
            return read(self._folder.inside(name)).comparison
        if name not in map(str, self._made):
            raise UsageError(f"There is no comparison {name:.20}: the last {_MOST_KEPT} of this server are kept.")
        return self._made[int(name)]

    async def _answered(self, ctx: Context, plan_made: Callable[[], Plan], *, repeat_effects: bool) -> str:
        """Measure, keep what came out, and say it in short."""
        async with self._turn:
            plan = await asyncio.to_thread(_refusing, plan_made)  # it may start Pythons, to ask what they are
            try:
                comparison = await comparison_of(plan, ctx.report_progress, repeat_effects=repeat_effects)
            except _REFUSALS as error:
                raise _told(error) from None
        self._count += 1
        self._made[self._count] = comparison
        for number in list(self._made)[:-_MOST_KEPT]:
            del self._made[number]
        return brief(comparison, self._count).decode()


class _Typed:
    """What a client gave, as it would be typed: each value in one word with its option, so that none is an option."""

    def __init__(self, command: str, folder: Folder, *words: str) -> None:
        self._start, self._folder, self._words = command, folder, list(words)
        self._named: Callable[[], list[str]] = list
        self._options: list[str] = []

    def loop(self, loop: str, items: str | None, program: str | None) -> None:
        """The paths; looked at when the arguments are made."""

        def named() -> list[str]:
            options = [f"--items={self._folder.items(items, loop)}"] if items is not None else []
            options += [f"--program={self._folder.inside(program)}"] if program is not None else []
            return [*options, "--", *self._words, self._folder.loop(loop)]

        self._named = named

    def add(self, **options: object) -> None:
        """Options with their values; None: not given."""
        self._options += [f"--{name}={value}" for name, value in options.items() if value is not None]

    def arguments(self) -> argparse.Namespace:
        """What the command line makes of it; raises UsageError and OutsideError."""
        found: argparse.Namespace = parser().parse_args([self._start, *self._options, *self._named()])
        return found


def _refusing(work: Callable[[], T]) -> T:
    """What `work` returns; a refusal is told to the client as what it is, in one sentence."""
    try:
        return work()
    except _REFUSALS as error:
        raise _told(error) from None


def _told(error: Exception) -> ToolError:
    return ToolError(str(error)[: BRIEF_BYTES // 4])  # letters take four bytes at most
