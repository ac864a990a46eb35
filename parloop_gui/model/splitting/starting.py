"""Loops that start a task for each item by hand: the function and the items stand there, and so does the plain loop.

futures = [pool.submit(fetch, url) for url in urls]           ─►   for url in urls: fetch(url)
for host in hosts: Thread(target=ping, args=(host,)).start()  ─►   for host in hosts: ping(host)
Parallel(n_jobs=2)(delayed(fetch)(url) for url in urls)       ─►   for url in urls: fetch(url)
await asyncio.gather(*map(fetch, urls))                       ─►   for item in urls: await fetch(item)
waiting = pool.map_async(fetch, urls)                         ─►   for item in urls: fetch(item)

What waits for the tasks stands elsewhere, so that such a loop is measured, but its file is not changed. What it catches
of a task's errors is caught in the plain loop as well, and the error is that task's result:

try: page = future.result()                                   ─►   try: fetch(url)
except OSError as error: print(error)                              except OSError: pass
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parloop_gui.model.source.caught import Layers, caught_of, clauses_in
from parloop_gui.model.source.cut import Numbered, indented
from parloop_gui.model.source.for_loops import blocks
from parloop_gui.model.source.names import loads
from parloop_gui.model.source.refusal import refused
from parloop_gui.model.splitting.code import INDENT, Code, Writer
from parloop_gui.model.splitting.expressions import LATER_MAPS, map_of
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import File, place_of
from parloop_gui.model.splitting.scopes import Comprehension, Scope
from parloop_gui.model.splitting.sorting import Sorting, leaving_of
from parloop_gui.model.splitting.staged import passes
from parloop_gui.model.splitting.started import Started, all_started, goes_to_gather, started_by


@dataclass(frozen=True)
class StartingLoop:
    """A loop that starts a task for each item, and the plain loop it amounts to.

    `before` precedes the call, `tests` are a comprehension's; `scope` is that of an expression. `is_map`: the task is
    called with the item itself, or with its parts (`spread`); `zipped` are what a map takes its arguments from.
    `caught` is what those who wait for the tasks catch for each of them.
    """

    statement: ast.stmt
    loop: ast.For
    started: Started
    before: tuple[ast.stmt, ...] = ()
    tests: tuple[ast.expr, ...] = ()
    scope: Scope | None = None
    is_map: bool = False
    spread: bool = False
    zipped: tuple[ast.expr, ...] = ()
    caught: tuple[Layers, ...] = ()


def starting_for(file: File, loop: ast.For) -> StartingLoop | None:
    """The `for` statement as such a loop; None where it starts nothing."""
    holding = [(stmt, found) for stmt in loop.body if (found := list(all_started(file, stmt)))]
    if not holding:
        return None
    for end in leaving_of(loop.body):
        raise refused(end, "ends the loop, so that it is not certain how many tasks are started.")
    (stmt, (started, *more)), *others = holding
    if more or others:
        raise refused(stmt, "starts more than one task.")
    before, tests = loop.body[: loop.body.index(stmt)], list[ast.expr]()
    while isinstance(stmt, ast.If) and not stmt.orelse and list(all_started(file, stmt.body[0])):
        tests.append(stmt.test)
        stmt = stmt.body[0]
    if isinstance(stmt, ast.For | ast.AsyncFor | ast.While):
        raise refused(stmt, "starts tasks in a loop of its own: compare that one.")
    if list(blocks(stmt)):
        raise refused(stmt, "holds the call that starts a task: it has to stand by itself, or behind an `if`.")
    caught = _caught(file, started.node, place_of(file, loop).scope)
    made = _plain(loop, loop.target, loop.iter, [*before, *map(_as_statement, tests)], started, caught)
    return StartingLoop(loop, made, started, (*before,), (*tests,), caught=caught)


def starting_expression(file: File, node: ast.expr) -> StartingLoop | None:
    """The comprehension or map as such a loop; None where it starts nothing."""
    statement = _statement(file, node)
    if statement is None:
        return None
    if isinstance(node, ast.Call):
        return _starting_map(file, node, statement)
    if not isinstance(node, Comprehension) or len(node.generators) != 1 or node.generators[0].is_async:
        return None
    started = started_by(file, node.key if isinstance(node, ast.DictComp) else node.elt)
    if started is None:
        return None
    part, scope = node.generators[0], file.scopes.by_node[node]
    caught = _caught(file, node, scope)
    loop = _plain(node, part.target, part.iter, list(map(_as_statement, part.ifs)), started, caught)
    return StartingLoop(statement, loop, started, tests=tuple(part.ifs), scope=scope, caught=caught)


def _starting_map(file: File, node: ast.Call, statement: ast.stmt) -> StartingLoop | None:
    is_awaited = called_name(node) == "map" and goes_to_gather(file, node)
    if not is_awaited and called_name(node) not in LATER_MAPS:
        return None
    found = map_of(file, node, statement, "map" if is_awaited else "pool")
    assert found.call is not None
    started = Started(node, ast.copy_location(ast.Call(found.call, [], []), node), is_awaited)
    # What a pool's map raises ends whoever goes over it.
    caught = _caught(file, node, found.scope) if is_awaited else ()
    loop = _plain(node, found.loop.target, found.loop.iter, (), started, caught)
    made = StartingLoop(statement, loop, started, scope=found.scope, is_map=True, caught=caught)
    return replace(made, spread=found.spread, zipped=found.zipped)


def _caught(file: File, start: ast.AST, scope: Scope) -> tuple[Layers, ...]:
    """What is caught of a task's errors, as it can be written in `scope`, where the tasks start."""
    found = caught_of(start, file.asking)
    for each in clauses_in(found):
        for name in loads([each.type] if each.type is not None else ()):
            if file.scopes.of(name) != scope.variable(name.id):
                raise refused(name, "is in what is caught for each task, but means nothing such where the tasks start.")
    return found


def _statement(file: File, node: ast.expr) -> ast.stmt | None:
    """The statement that evaluates it once; None where that is not certain."""
    inner: ast.AST = node
    statement = file.parents[inner]
    while not isinstance(statement, ast.stmt):
        inner, statement = statement, file.parents[statement]
    if isinstance(statement, ast.For | ast.AsyncFor):
        return statement if inner is statement.iter else None
    return None if isinstance(statement, ast.With | ast.AsyncWith | ast.If | ast.While | ast.Match) else statement


def _as_statement(node: ast.expr) -> ast.stmt:
    return ast.copy_location(ast.Expr(node), node)


def _plain(
    node: ast.AST,
    target: ast.expr,
    items: ast.expr,
    before: Sequence[ast.stmt],
    started: Started,
    caught: Sequence[Layers],
) -> ast.For:
    value: ast.expr = started.call
    if started.is_awaited:
        value = ast.copy_location(ast.Await(value), value)
    last: ast.stmt = ast.copy_location(ast.Return(value), started.call)
    if clauses := clauses_in(caught):
        handlers = [ast.copy_location(ast.ExceptHandler(each.type, None, [ast.Pass()]), last) for each in clauses]
        last = ast.copy_location(ast.Try([last], handlers, [], []), last)
    made = ast.For(target, items, [*before, last], [])
    made.lineno, made.col_offset = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    made.end_lineno = getattr(node, "end_lineno", 0)
    return made


class StartedWriter(Writer):
    """Writes the code of a loop that starts tasks."""

    def __init__(self, found: StartingLoop, sorting: Sorting, computing: Sequence[ast.AST]) -> None:
        super().__init__(sorting, (), computing)
        self._found = found
        self._item = self._file.fresh("item", self._also) if found.is_map else ""

    def ways(self, code: Code, name: str) -> tuple[list[Numbered], list[Numbered]]:
        """The plain loop, and the one over its results; `name`: what the engine gives."""
        found, cutter = self._found, self._file.cutter
        target = self._item or cutter.source(self._loop.target)
        original: list[Numbered] = [(f"for {target} in {name}.originals({self.over()}):", self._line)]
        for stmt in found.before:
            original += cutter.numbered_statement(stmt, (), INDENT)
        called = [(text, self._line) for text in self._with_caught(self._called(is_task=False), is_task=False)]
        if found.tests:
            tests = " and ".join(f"({cutter.source(each)})" for each in found.tests)
            original.append((f"{INDENT}if {tests}:", self._line))
            called = indented(called, INDENT)
        original += indented(called, INDENT)
        folding = [(f"for {code.target}, {code.results} in {passes(code, name, self.over())}:", self._line)]
        return original, [*folding, *indented([("pass", self._line)], INDENT)]

    def over(self) -> str:
        """What is gone over, as one expression."""
        zipped = self._found.zipped
        return f"zip({', '.join(map(self._source, zipped))})" if zipped else super().over()

    def _parts(self) -> tuple[list[Numbered], str, list[Numbered]]:
        found = self._found
        lines: list[Numbered] = []
        if found.before:
            changes = self.grouped([*self._renamed, *((each, "return None") for each in self._sorting.skips())])
            lines += self._file.cutter.numbered_body(list(found.before), changes, INDENT)
        if found.tests:
            tests = " and ".join(f"({self._source(each)})" for each in found.tests)
            lines.append((f"{INDENT}if not ({tests}):", self._line))
            lines.append((f"{INDENT * 2}return None", self._line))
        called = self._with_caught(f"return {self._called(is_task=True)}", is_task=True)
        lines += indented([(text, self._line) for text in called], INDENT)
        return lines, self._file.fresh("value", self._also), []

    def _with_caught(self, call: str, is_task: bool) -> list[str]:
        """The call, and what becomes of an error that is caught: the result of the task, nothing in the plain loop."""
        caught = self._found.caught
        return self._tried([call], caught, self._file.fresh("error", self._also) if is_task and caught else "")

    def _tried(self, lines: list[str], places: Sequence[Layers], error: str) -> list[str]:
        """The lines, and what is left of their error when all places keep it: by the name `error`, "" for nothing."""
        source = self._source if error else self._file.cutter.source
        for layer in places[0] if places else ():
            lines = ["try:", *(INDENT + each for each in lines)]
            for each in layer:
                kind = source(each.type) if each.type is not None else "Exception"
                name = f" as {error}" if error and each.is_kept and not places[1:] else ""
                kept = self._kept(places[1:], error) if each.is_kept else ["raise"]
                lines += [f"except {kind}{name}:", *(INDENT + one for one in kept)]
        return lines

    def _kept(self, others: Sequence[Layers], error: str) -> list[str]:
        if others:
            return self._tried(["raise"], others, error)
        # Its traceback would hold on to all that the task had at hand.
        return [f"return {error}.with_traceback(None)" if error else "pass"]

    def _argument(self) -> tuple[str, list[str]]:
        return (self._item, []) if self._item else super()._argument()

    def _target(self) -> str:
        return self._item or super()._target()

    def _called(self, is_task: bool) -> str:
        call = self._found.started.call
        source = self._source if is_task else self._file.cutter.source
        function = source(call.func)
        function = function if isinstance(call.func, ast.Name | ast.Attribute) else f"({function})"
        given = [f"*{source(each.value)}" if isinstance(each, ast.Starred) else source(each) for each in call.args]
        given += [
            f"{each.arg}={source(each.value)}" if each.arg else f"**{source(each.value)}" for each in call.keywords
        ]
        if self._item:
            given = [f"{'*' * self._found.spread}{self._item}"]
        return f"{'await ' * self._found.started.is_awaited}{function}({', '.join(given)})"
