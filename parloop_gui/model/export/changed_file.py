"""The user's own file, changed: the loop's passes made by a strategy, everything else as it stands.

    for name in names:                       for name, value in passes(names):
        total += work(name)         ─►           total += value

What the split added (the task, and what gives workers the values it reads) comes along at module level, and `passes`,
which holds the strategy's own lines. Where workers may import the file again, what runs at its top level goes under a
main guard.
"""

from __future__ import annotations

import ast
import difflib
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.code import program_parts
from parloop_gui.engine.protocol.kinds import StartMethod
from parloop_gui.engine.protocol.loop_spec import LoopSpec, Program
from parloop_gui.model.source.cut import Cutter
from parloop_gui.model.source.parsed import Parsed, is_main_guard, parse
from parloop_gui.model.source.work import work_of

T = TypeVar("T")

_GUARD = 'if __name__ == "__main__":'
_INDENT = "    "
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def changed_file(
    loop: LoopSpec,
    strategy: str,
    call: str,
    workers: int | None = None,
    chunksize: int | None = None,
    start_method: StartMethod | None = None,
) -> str:
    """The whole file; as it stands for the plain loop. Raises ValueError where the text can't be parsed here."""
    assert loop.program is not None
    info = catalogue.find(strategy)
    if info.family == "baseline":
        return loop.program.source
    staged = _Staged(parse(loop.program.text, Path(loop.path or "")), loop.program)
    name = staged.fresh("passes")
    give = f"partial({staged.give}, *values)" if staged.give else ""
    imports, helpers, block = program_parts(
        loop,
        strategy,
        call,
        task=loop.function or "",
        set_up=give,
        workers=workers,
        chunksize=chunksize,
        start_method=start_method,
    )
    if give:
        imports = f"from functools import partial\n{imports}"
    added = "\n\n\n".join(filter(None, (helpers, _passes(name, info.title, block, values=bool(give)))))
    text = staged.with_loop(name, added, imports.splitlines())
    return _guarded(text, name, loop) if info.pickles else text


def patch(loop: LoopSpec, changed: str) -> str:
    """What changed in the user's file, as a unified diff."""
    assert loop.program is not None
    name = Path(loop.path or "").name
    lines = difflib.unified_diff(
        loop.program.source.splitlines(keepends=True), changed.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _passes(name: str, title: str, block: str, *, values: bool) -> str:
    further = ", *values" if values else ""
    return (
        f"def {name}(items{further}):\n"
        f'{_INDENT}"""Each item with its result, in order, by {title}."""\n'
        f"{_INDENT}items = list(items)\n"
        f"{textwrap.indent(block.rstrip(), _INDENT)}\n"
        f"{_INDENT}return zip(items, results)"
    )


class _Staged:
    """The text in which the loop is a stop, and where in it what stands."""

    def __init__(self, parsed: Parsed, program: Program) -> None:
        self._parsed, self._cutter = parsed, Cutter(parsed)
        nodes = list(ast.walk(parsed.tree))
        self._stop = _one(node for node in nodes if isinstance(node, ast.With) and _is_stop(node))
        ways = _one(node for node in self._stop.body if isinstance(node, ast.If) and node.orelse)
        self._split = ways.orelse
        calls = [each for part in self._split for each in ast.walk(part) if isinstance(each, ast.Call)]
        self._call = _one(each for each in calls if ast.unparse(each.func).endswith(".passes") and len(each.args) == 4)
        give = self._call.args[2]
        self.give = give.id if isinstance(give, ast.Name) else ""
        self._values = self._call.args[3]
        body = parsed.tree.body
        self._top = _one(node for node in body if node.lineno <= self._stop.lineno <= (node.end_lineno or 0))

    def fresh(self, name: str) -> str:
        """The name, or one like it that stands nowhere in the text."""
        known = {node.id for node in ast.walk(self._parsed.tree) if isinstance(node, ast.Name)}
        known |= {node.arg for node in ast.walk(self._parsed.tree) if isinstance(node, ast.arg)}
        known |= {getattr(node, "name", "") for node in ast.walk(self._parsed.tree)}
        while name in known:
            name += "_"
        return name

    def with_loop(self, name: str, added: str, imports: list[str]) -> str:
        """The text with the loop over `name(…)`, what was added above it, and these imports on top."""
        cutter = self._cutter
        values = self._values.elts if isinstance(self._values, ast.Tuple) else []
        given = "".join(f", {cutter.source(each)}" for each in values)
        loop = f"{name}({cutter.source(self._call.args[0])}{given})"
        above, first = cutter.first_line(self._top), self._stop.lineno
        indent = cutter.indentation(self._stop) or ""
        helper = self._first_helper()
        lines = [
            *_spaced(self._lines(1, helper - 1)),
            *self._lines(helper, above - 1),
            *added.splitlines(),
            "",
            "",
            *self._lines(above, first - 1),
            *[text for text, _ in cutter.numbered_body(self._split, [(self._call, loop)], indent)],
            *self._lines((self._stop.end_lineno or first) + 1, cutter.last_line),
        ]
        at = self._after_future_imports()
        missing = [line for line in imports if line not in self._imports()]
        return "\n".join([*lines[:at], *missing, *lines[at:]]) + "\n"

    def _first_helper(self) -> int:
        """The line of the first function that the split added."""
        added = {self.give, ast.unparse(self._call.args[1])}
        body = self._parsed.tree.body
        return _one(node.lineno for node in body if isinstance(node, _FUNCTIONS) and node.name in added)

    def _lines(self, first: int, last: int) -> list[str]:
        return [text for text, _ in self._cutter.numbered_lines(first, last)]

    def _after_future_imports(self) -> int:
        """The number of lines that must stand first: the file's docstring and its imports from the future."""
        at = 0
        for number, node in enumerate(self._parsed.tree.body):
            is_text = number == 0 and ast.get_docstring(self._parsed.tree, clean=False) is not None
            if not is_text and not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
                break
            at = node.end_lineno or at
        return at

    def _imports(self) -> set[str]:
        """The import lines that the file has at its top level, one for each name."""
        found = set()
        for node in self._parsed.tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                for alias in node.names:
                    one = ast.Import([alias]) if isinstance(node, ast.Import) else _of_one(node, alias)
                    found.add(ast.unparse(one))
        return found


def _one(found: Iterator[T]) -> T:
    """The first of them; a document may hold any text, so there may be none."""
    for each in found:
        return each
    raise ValueError("its program holds no loop that was taken apart.")


def _spaced(lines: list[str]) -> list[str]:
    """The lines with two blank ones behind them, as they stand before a function."""
    while lines and not lines[-1].strip():
        lines.pop()
    return [*lines, "", ""] if lines else []


def _of_one(node: ast.ImportFrom, alias: ast.alias) -> ast.ImportFrom:
    return ast.ImportFrom(node.module, [alias], node.level)


def _is_stop(node: ast.With) -> bool:
    return ast.unparse(node.items[0].context_expr) == "__parloop__.at_the_loop()"


def _guarded(text: str, name: str, loop: LoopSpec) -> str:
    """The text with what its top level does from the loop on under a main guard, where there is none."""
    parsed = parse(text, Path(loop.path or ""))
    cutter, body = Cutter(parsed), parsed.tree.body
    first = _first_work(parsed, name)
    if first is None:
        return text
    at, above = body.index(first), cutter.first_line(first)
    inside = [line for line, _ in cutter.numbered_body(body[at:], [], _INDENT)]
    head = [line for line, _ in cutter.numbered_lines(1, above - 1)]
    rest = [line for line, _ in cutter.numbered_lines((body[-1].end_lineno or 0) + 1, cutter.last_line)]
    return "\n".join([*head, _GUARD, *inside, *rest]) + "\n"


def _first_work(parsed: Parsed, name: str) -> ast.stmt | None:
    """The statement at the top level that holds the loop, or from its function on the first that does something."""
    body = parsed.tree.body
    calling = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == name]
    holding = _one(node for node in body if any(inner in calling for inner in ast.walk(node)))
    if not isinstance(holding, _FUNCTIONS | ast.ClassDef):
        return None if is_main_guard(holding) else holding
    working = {each.line for each in work_of(parsed)}
    behind = body[body.index(holding) + 1 :]
    return next((node for node in behind if node.lineno in working), None)
