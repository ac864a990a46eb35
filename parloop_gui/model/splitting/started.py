"""Loops that start a task for each item by hand: the function and the items stand there, and so does the plain loop.

futures = [pool.submit(fetch, url) for url in urls]           ─►   for url in urls: fetch(url)
for host in hosts: Thread(target=ping, args=(host,)).start()  ─►   for host in hosts: ping(host)
await asyncio.gather(*(fetch(url) for url in urls))           ─►   for url in urls: await fetch(url)
Parallel(n_jobs=2)(delayed(fetch)(url) for url in urls)       ─►   for url in urls: fetch(url)

What waits for the tasks stands elsewhere, so that such a loop is measured, but its file is not changed.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from parloop_gui.model.source.cut import Numbered, indented
from parloop_gui.model.source.names import own_statements
from parloop_gui.model.splitting.code import INDENT, Code, Writer
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import File
from parloop_gui.model.splitting.refusal import refused
from parloop_gui.model.splitting.scopes import Comprehension
from parloop_gui.model.splitting.sorting import Sorting
from parloop_gui.model.splitting.staged import passes

_SUBMITTING = frozenset(("submit",))
_APPLYING = frozenset(("apply_async",))
_MAKING = frozenset(("Thread", "Process"))
_WRAPPING = frozenset(("create_task", "ensure_future"))


@dataclass(frozen=True)
class Started:
    """What is called for each item: a call that stands nowhere as such, made of parts that do; `is_awaited` or not."""

    call: ast.Call
    is_awaited: bool = False


def started_by(file: File, node: ast.AST) -> Started | None:
    """What the call starts; None where it starts nothing that can be told."""
    if not isinstance(node, ast.Call):
        return None
    name, arguments = called_name(node), node.args
    if isinstance(node.func, ast.Call) and called_name(node.func) == "delayed" and node.func.args:
        return Started(_call(node, node.func.args[0], arguments, node.keywords))
    if name in _SUBMITTING and isinstance(node.func, ast.Attribute) and arguments:
        return Started(_call(node, arguments[0], arguments[1:], node.keywords))
    if name in _APPLYING and arguments:
        given = arguments[1].elts if len(arguments) > 1 and isinstance(arguments[1], ast.Tuple) else []
        return Started(_call(node, arguments[0], given)) if len(arguments) == 1 + bool(given) else None
    if name == "run_in_executor" and len(arguments) > 1:
        return Started(_call(node, arguments[1], arguments[2:]))
    if name in _MAKING:
        return _made(node)
    if name in _WRAPPING and len(arguments) == 1 and isinstance(arguments[0], ast.Call):
        return Started(arguments[0], is_awaited=True)
    if _is_gathered(file, node):
        return Started(node, is_awaited=True)
    return None


def _made(node: ast.Call) -> Started | None:
    """What a thread or process is made for."""
    named = {each.arg: each.value for each in node.keywords}
    target, given = named.get("target"), named.get("args", ast.Tuple([], ast.Load()))
    if target is None or not isinstance(given, ast.Tuple | ast.List) or "kwargs" in named or node.args:
        return None
    return Started(_call(node, target, given.elts))


def _is_gathered(file: File, node: ast.Call) -> bool:
    """Whether it is the coroutine of `asyncio.gather(*(fetch(url) for url in urls))`."""
    outer = file.parents.get(node)
    if not isinstance(outer, ast.GeneratorExp | ast.ListComp) or outer.elt is not node:
        return False
    spread = file.parents.get(outer)
    return isinstance(spread, ast.Starred) and _calls_gather(file.parents.get(spread))


def _calls_gather(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and called_name(node) == "gather"


def _call(
    node: ast.Call, function: ast.expr, arguments: Sequence[ast.expr], keywords: Sequence[ast.keyword] = ()
) -> ast.Call:
    return ast.copy_location(ast.Call(function, list(arguments), list(keywords)), node)


@dataclass(frozen=True)
class StartingLoop:
    """A loop that starts a task for each item, and the plain loop it amounts to; `before`: what precedes the call."""

    statement: ast.stmt
    scope_of: ast.AST | None
    loop: ast.For
    started: Started
    before: tuple[ast.stmt, ...]
    tests: tuple[ast.expr, ...] = ()


def starting_for(file: File, loop: ast.For) -> StartingLoop | None:
    """The `for` statement as such a loop; None where it starts nothing."""
    for at, stmt in enumerate(loop.body):
        found = [each for node in own_statements([stmt]) if (each := started_by(file, node)) is not None]
        if len(found) > 1:
            raise refused(stmt, "starts more than one task.")
        if found:
            before = loop.body[:at]
            return StartingLoop(
                loop, None, _plain(loop, loop.target, loop.iter, before, found[0]), found[0], (*before,)
            )
    return None


def starting_expression(file: File, node: ast.expr) -> StartingLoop | None:
    """The comprehension as such a loop; None where it starts nothing."""
    if not isinstance(node, Comprehension) or len(node.generators) != 1 or node.generators[0].is_async:
        return None
    started = started_by(file, node.key if isinstance(node, ast.DictComp) else node.elt)
    if started is None:
        return None
    statement: ast.AST = node
    while not isinstance(statement, ast.stmt):
        statement = file.parents[statement]
    if isinstance(statement, ast.For | ast.With | ast.AsyncWith | ast.If | ast.While | ast.Match):
        return None
    part = node.generators[0]
    tests = [ast.copy_location(ast.Expr(each), each) for each in part.ifs]
    loop = _plain(node, part.target, part.iter, tests, started)
    return StartingLoop(statement, node, loop, started, (), tuple(part.ifs))


def _plain(node: ast.AST, target: ast.expr, items: ast.expr, before: Sequence[ast.stmt], started: Started) -> ast.For:
    value: ast.expr = started.call
    if started.is_awaited:
        value = ast.copy_location(ast.Await(value), value)
    last = ast.copy_location(ast.Return(value), started.call)
    made = ast.For(target, items, [*before, last], [])
    made.lineno, made.col_offset = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    made.end_lineno = getattr(node, "end_lineno", 0)
    return made


class StartedWriter(Writer):
    """Writes the code of a loop that starts tasks."""

    def __init__(self, found: StartingLoop, sorting: Sorting, computing: Sequence[ast.AST]) -> None:
        super().__init__(sorting, (), computing)
        self._found = found

    def _parts(self) -> tuple[list[Numbered], str, list[Numbered]]:
        found = self._found
        lines: list[Numbered] = []
        if found.before:
            lines += self._file.cutter.numbered_body(list(found.before), self.grouped(self._renamed), INDENT)
        if found.tests:
            tests = " and ".join(f"({self._source(each)})" for each in found.tests)
            lines.append((f"{INDENT}if not ({tests}):", self._line))
            lines.append((f"{INDENT * 2}return None", self._line))
        lines.append((f"{INDENT}return {self._called(is_task=True)}", self._line))
        return lines, self._file.fresh("value", self._also), []

    def ways(self, code: Code, name: str) -> tuple[list[Numbered], list[Numbered]]:
        """The plain loop, and the one over its results; `name`: what the engine gives."""
        found, cutter = self._found, self._file.cutter
        head = f"for {cutter.source(self._loop.target)} in {name}.originals({self.over()}):"
        original: list[Numbered] = [(head, self._line)]
        for stmt in found.before:
            original += cutter.numbered_statement(stmt, (), INDENT)
        called = self._called(is_task=False)
        if found.tests:
            tests = " and ".join(f"({cutter.source(each)})" for each in found.tests)
            original.append((f"{INDENT}if {tests}:", self._line))
            called = INDENT + called
        original.append((INDENT + called, self._line))
        folding = [(f"for {code.target}, {code.results} in {passes(code, name, self.over())}:", self._line)]
        return original, [*folding, *indented([("pass", self._line)], INDENT)]

    def _called(self, is_task: bool) -> str:
        call = self._found.started.call
        source = self._source if is_task else self._file.cutter.source
        function = source(call.func)
        function = function if isinstance(call.func, ast.Name | ast.Attribute) else f"({function})"
        given = [source(each) for each in call.args]
        given += [
            f"{each.arg}={source(each.value)}" if each.arg else f"**{source(each.value)}" for each in call.keywords
        ]
        return f"{'await ' * self._found.started.is_awaited}{function}({', '.join(given)})"
