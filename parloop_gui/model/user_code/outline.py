"""What a file offers before anything of it runs: functions, generators of items, loops, and what importing would do.

file ─ parse ─► functions.py ─┐
                for_loops.py ─┼─► Outline ─► lists, captions, warnings
                work.py ──────┘
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from parloop_gui.engine.protocol.notebook import is_notebook
from parloop_gui.model.source.for_loops import LoopFound, around_of, loops_of, statements_around
from parloop_gui.model.source.functions import FunctionFound, functions_of, methods_of
from parloop_gui.model.source.item_sources import Collection, calls_over, collections_of
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.parsed import Parsed, parse, read
from parloop_gui.model.source.refusal import SplitError
from parloop_gui.model.source.work import TopLevelWork, work_of
from parloop_gui.model.splitting.expressions import expressions_of
from parloop_gui.model.splitting.place import file_of
from parloop_gui.model.splitting.split import Split, split
from parloop_gui.model.user_code.left_behind import changed_by
from parloop_gui.model.wording.units import count, listed

# Functions in a sentence; the rest is counted.
_MOST_NAMED = 8


@dataclass(frozen=True)
class Outline:
    """A parsed file: its top-level functions, its loops, and the work that importing it would do.

    `others` are the other names that it binds or imports; "*" among them where it imports all of a module.
    `gone_over` are functions and what the file itself calls them over. `changes` holds by function the names of the
    module whose values it changes.
    """

    path: Path
    functions: tuple[FunctionFound, ...]
    loops: tuple[LoopFound, ...]
    work: tuple[TopLevelWork, ...]
    others: frozenset[str] = frozenset()
    collections: tuple[Collection, ...] = ()
    gone_over: tuple[tuple[str, str], ...] = ()
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    methods: tuple[FunctionFound, ...] = ()

    @property
    def tasks(self) -> tuple[FunctionFound, ...]:
        """The functions that can be called with an item."""
        return tuple(each for each in self.functions if each.takes_items)

    @property
    def likely(self) -> tuple[LoopFound, ...]:
        """The loops that can be taken apart, the one most likely meant first."""
        fitting = (each for each in self.loops if not each.problem)
        return tuple(sorted(fitting, key=lambda each: (each.rank, each.line)))

    @property
    def titles(self) -> frozenset[str]:
        """What its loops and functions are called where they were compared."""
        return frozenset({*(each.text for each in self.loops), *(f"{each.name}()" for each in self.functions)})

    @property
    def generators(self) -> tuple[FunctionFound, ...]:
        """The generator functions that can make the items."""
        return tuple(each for each in self.functions if each.makes_items)

    @property
    def set_ups(self) -> tuple[FunctionFound, ...]:
        """The functions that can set a worker up."""
        return tuple(each for each in self.functions if each.takes_nothing and not each.is_generator)

    def over(self, function: str) -> str:
        """What the file itself calls that function over, as it is written; "" where it does nowhere."""
        return dict(self.gone_over).get(function, "")

    def function(self, name: str) -> FunctionFound | None:
        """The function or method ("Shop.price") of that name; None where the file defines none, but may import one."""
        return next((each for each in (*self.functions, *self.methods) if each.name == name), None)


def read_outline(path: Path) -> Outline:
    """The outline of a file; raises SourceError with one sentence."""
    return outline_of(read(path))


@functools.lru_cache(maxsize=8)
def outline_of_text(text: str, path: Path) -> Outline:
    """The outline of pasted or edited code that goes by the name of `path`; raises SourceError."""
    return outline_of(parse(text, path))


def outline_of(parsed: Parsed) -> Outline:
    """The outline of a parsed file."""
    loops = [_judged(parsed, each) for each in loops_of(parsed)]
    loops += _without_statement(parsed, {each.line for each in loops})
    ordered = tuple(sorted(loops, key=lambda each: each.line))
    functions = functions_of(parsed)
    return Outline(
        path=parsed.path,
        functions=functions,
        loops=ordered,
        work=work_of(parsed),
        others=_names_bound(parsed),
        collections=collections_of(parsed),
        gone_over=tuple(calls_over(parsed).items()),
        changes={each.name: changed for each in functions if (changed := changed_by(parsed, each.name))},
        methods=methods_of(parsed),
    )


def _without_statement(parsed: Parsed, known: set[int]) -> Iterator[LoopFound]:
    """The comprehensions and maps that can be taken apart; the others are left out: most files are full of them."""
    for line in sorted({node.lineno for node in expressions_of(file_of(parsed))} - known):
        try:
            found = split(parsed, line)
        except SplitError:  # left out of the list; asked for by its line it says why
            continue
        if found.line == line:
            within = around_of(statements_around(parsed, line))
            yield LoopFound(line, found.title, within, rank=_rank(found, within, is_statement=False))


def _judged(parsed: Parsed, loop: LoopFound) -> LoopFound:
    """The for statement with why it can't be taken apart, or how likely it is meant."""
    try:
        return replace(loop, rank=_rank(split(parsed, loop.line), loop.within, is_statement=True))
    except SplitError as error:
        return replace(loop, problem=str(error))


def _rank(found: Split, within: str, *, is_statement: bool) -> tuple[int, ...]:
    """Lowest for what the program itself does, then what is parallel already, then what calls the file's functions.

    What only draws numbers, `[random() for _ in range(100)]`, or calls nothing, makes the data of another.
    """
    is_meant = found.calls_own or (not found.draws and (is_statement or found.calls or found.is_parallel))
    is_programs = within in ("", "the main guard", "main") and is_meant
    return not is_programs, not found.is_parallel, not found.calls_own, not is_statement


def _names_bound(parsed: Parsed) -> frozenset[str]:
    names: set[str] = set()
    for node in walk(parsed.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(each.asname or each.name).partition(".")[0] for each in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.ClassDef):
            names.add(node.name)
    return frozenset(names)


def found_sentence(outline: Outline) -> str:
    """What the file holds that can be compared, in one sentence."""
    name = outline.path.name
    functions = [each.signature for each in outline.tasks]
    loops = [f"{name}:{int(each.line)}, {each.text}" for each in outline.loops if not each.problem]
    refused = [each for each in outline.loops if each.problem]
    parts = [
        *([f"the {_counted(functions, 'function')} {_some(functions)}"] if functions else []),
        *([f"the {_counted(loops, 'loop')} {_some(loops, '; ')}"] if loops else []),
    ]
    if not parts:
        why = f" The loop at line {refused[0].line} can't be taken apart: {refused[0].problem}" if refused else ""
        return f"{name} has no function that takes an item and no loop that can be taken apart.{why}"
    lines = [int(each.line) for each in outline.loops if not each.problem]
    example = f"{name}:{outline.tasks[0].name if functions else lines[0]}"
    return f"{name} has {' and '.join(parts)}: name one, as {example}."


def work_sentence(outline: Outline) -> str:
    """What importing the file would run, in one sentence; "" where it only defines."""
    if not outline.work:
        return ""
    first, rest = outline.work[0], len(outline.work) - 1
    more = f" and {count(rest, 'more statement')}" if rest else ""
    # What functions need must be there when they are called: under the guard it would not be.
    is_to_stay = is_notebook(outline.path) or any(each.is_needed for each in outline.work)
    advice = "" if is_to_stay else '; put it under if __name__ == "__main__"'
    return (
        f"Importing {outline.path.name} runs line {first.line}, {first.text.rstrip(':')!r:.70}{more}: "
        f"every run does that again, and each worker started afresh{advice}."
    )


def changes_sentence(outline: Outline, function: str) -> str:
    """What the function leaves behind in its module, in one sentence; "" where nothing is known of it."""
    names = outline.changes.get(function, ())
    if not names:
        return ""
    return f"{function}() changes {listed(list(names))}: each worker process does so for itself alone."


def _counted(names: list[str], what: str) -> str:
    return what if len(names) == 1 else f"{what}s"


def _some(names: list[str], between: str = ", ") -> str:
    shown = names[:_MOST_NAMED] + ([f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else [])
    return listed(shown) if between == ", " else between.join(shown)
