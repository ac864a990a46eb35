"""Splits a loop of a file: what a pass computes becomes a function, what it leaves is folded in order behind it.

file, line ─► place.py: where it stands ─► sorting.py: what computes, what folds ─► lifted.py: what the folds need
           ─► checks.py: is it the same? ─► code.py, staged.py: as text
"""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from parloop_gui.engine.protocol.python_text import tree_of
from parloop_gui.model.source.caught import Layers, clauses_in
from parloop_gui.model.source.cut import Numbered, joined
from parloop_gui.model.source.for_loops import head
from parloop_gui.model.source.names import bound, own_statements
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.parsed import Parsed
from parloop_gui.model.source.refusal import EntangledError, SplitError, quoted, refused
from parloop_gui.model.splitting.checks import Checks, carried, refuse_what_looks
from parloop_gui.model.splitting.code import Code, Writer
from parloop_gui.model.splitting.expressions import (
    ExpressionWriter,
    expression_at,
    expressions_of,
    gone_over,
    kind_of,
    made_of,
    refuse_folds,
)
from parloop_gui.model.splitting.known_calls import CHANGING, CHEAP, DRAWING
from parloop_gui.model.splitting.lifted import folds_of
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.own_part import OwnPart
from parloop_gui.model.splitting.place import File, Place, file_of, place_of
from parloop_gui.model.splitting.sorting import Sorting, is_work, leaving_of, refuse_sharing
from parloop_gui.model.splitting.staged import else_lines, fold_lines, loop_lines, passes, staged_lines
from parloop_gui.model.splitting.started import waits_for_work
from parloop_gui.model.splitting.starting import StartedWriter, StartingLoop, starting_expression, starting_for
from parloop_gui.model.wording.units import listed


@dataclass(frozen=True)
class Split:
    """A loop taken apart.

    `function` and `give` name what was added at module level, `handed` the local names whose values go to `give`;
    `added` are all names that the file does not have; `temporary` those that hold what the last pass gave them when the
    loop has ended, in the original only, and that nobody reads there.

    What a reader of the text can't know is told to be looked at when the loop is reached: `needs_distinct`: the split
    holds only if no item comes twice. `until_found`: it ends at its first match. `changes`: what the functions that a
    pass calls change; each process would do so for itself alone.
    """

    line: int
    title: str
    items: str
    function: str
    give: str | None
    is_async: bool
    says: str
    handed: tuple[str, ...]
    temporary: tuple[str, ...]
    changes: tuple[str, ...]
    needs_distinct: bool
    until_found: bool
    added: tuple[str, ...]
    staging: Callable[[], list[Numbered]] = field(repr=False)
    """Makes the staged lines: who only lists a long file's loops needs none of them."""
    code: Code
    statement: tuple[int, int]
    """The first and the last line of the statement that is replaced, comments above it included."""
    folding: tuple[Numbered, ...] = ()
    """What is done with the results where they are all there, or those of a chunk, at the left margin."""
    otherwise: tuple[Numbered, ...] = ()
    """Of a loop that ends at its first match: what is done where there was none, at the left margin."""
    then: tuple[Numbered, ...] = ()
    """Of such an expression: the statement that holds it, with what was found in its place, at the left margin."""
    calls_own: bool = False
    """Whether a pass may call a function of the file."""
    calls: bool = False
    """Whether a pass itself calls what may take long."""
    draws: bool = False
    """Whether it draws from a generator of random numbers."""
    is_parallel: bool = False
    """Whether the loop is one that a pool, threads or an event loop does already."""
    is_changeable: bool = True
    """Whether its file can be handed over changed: not where what waits for the tasks stands elsewhere."""

    @functools.cached_property
    def _staged(self) -> list[Numbered]:
        return self.staging()

    @property
    def staged(self) -> str:
        """The whole text of the file with the loop replaced."""
        return joined(self._staged)

    @property
    def lines(self) -> tuple[int, ...]:
        """For each line of the staged text the line of the file that it stands for."""
        return tuple(number for _, number in self._staged)

    def staged_tree(self) -> ast.Module:
        """The staged text parsed, with the line numbers of the file itself."""
        tree, lines = tree_of(self.staged), self.lines
        for node in walk(tree):
            for name in ("lineno", "end_lineno"):
                number = getattr(node, name, None)
                if isinstance(number, int):
                    setattr(node, name, lines[number - 1])
        return tree


def split(parsed: Parsed, line: int) -> Split:
    """The loop at that line, or around it; raises SplitError with the name or statement that stands in the way.

    Where several begin there, a pool's own `map` comes first, then a `for` statement, then what is an expression.
    """
    file = file_of(parsed)
    expression, loop = expression_at(file, line), _loop_at(file, line)
    starting = _starting(file, line, expression, loop)
    if starting is not None:
        return _split_starting(file, starting)
    if expression is None:
        if loop is None:
            raise _no_loop(file, line)
        return split_loop(file, loop)
    if loop is None or loop.lineno != line or kind_of(file, expression) == "pool":
        return _split_expression(file, expression)
    try:
        return split_loop(file, loop)
    except SplitError as error:  # a loop that only goes over the values of another: `for value in map(f, items)`
        try:
            return _split_expression(file, expression)
        except SplitError:
            raise error from None


def split_loop(file: File, loop: ast.For) -> Split:
    """That loop of the file; raises SplitError."""
    place = place_of(file, loop)
    _refuse_kind(place, loop)
    try:
        return _split(place, loop, False, False)
    except EntangledError:
        raise
    except SplitError as error:
        for whole_calls, with_rows in _further(place, loop):
            with contextlib.suppress(SplitError):
                return _split(place, loop, whole_calls, with_rows)
        raise error from None


def _further(place: Place, loop: ast.For) -> Iterator[tuple[bool, bool]]:
    """Whether calls of unknown methods are work, and whether rows are computed in copies: what asks for less is first.

    Only what the loop has: most have neither, and each attempt reads the whole pass again.
    """
    if any(map(_calls_unknown, own_statements(loop.body))):
        yield True, False
    if OwnPart(place.file, loop.target, loop.iter, loop.body).rows():
        yield False, True


def _calls_unknown(node: ast.AST) -> bool:
    """Whether it calls a method for what that does, which may be work or mere bookkeeping."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(_, name))) | ast.Expr(ast.Await(ast.Call(ast.Attribute(_, name)))):
            return name not in CHANGING
    return False


def _loop_at(file: File, line: int) -> ast.For | None:
    there = [node for node in file.loops if node.lineno == line]
    around = [node for node in file.loops if node.lineno <= line <= (node.end_lineno or 0)]
    found = next(iter(there), None) or max(around, key=lambda node: node.lineno, default=None)
    if isinstance(found, ast.AsyncFor):
        raise refused(found, "waits for each item, so the items are not there beforehand.")
    return found


def _no_loop(file: File, line: int) -> SplitError:
    lines = {node.lineno for node in (*file.loops, *expressions_of(file))}
    numbers = listed([str(int(each)) for each in sorted(lines)])
    known = f"; there is one at line {numbers}" if len(lines) == 1 else f"; there are some at lines {numbers}"
    known = known if lines else ""
    return SplitError(f"There is no loop at line {line} of {file.parsed.path.name}{known}.", line)


def _refuse_kind(place: Place, loop: ast.For) -> None:
    cutter = place.file.cutter
    if isinstance(place.scope.node, ast.ClassDef):
        raise refused(loop, "stands in a class's own body, whose names no function knows.")
    if any(isinstance(node, ast.Attribute | ast.Subscript) for node in walk(loop.target)):
        raise refused(loop, "gives its items no name of their own.")
    if cutter.indentation(loop) is None or cutter.indentation(place.top) != "" or not cutter.ends_its_line(loop):
        raise refused(loop, "shares its line with another statement.")
    numbers = [number for stmt in loop.body for number in (stmt.lineno, stmt.end_lineno)]
    pairs = list(zip(numbers[1::2], numbers[2::2], strict=False))
    if any(end == start for end, start in pairs):
        raise refused(loop, "has two statements in one line.")
    refuse_sharing(loop.body)
    refuse_what_looks(place.file, loop)


def _split(place: Place, loop: ast.For, whole_calls: bool, with_rows: bool) -> Split:
    sorting = Sorting(
        replace(place, after=(*loop.orelse, *place.after)), loop, whole_calls, leaving_of(loop.body), with_rows
    )
    folds = folds_of(sorting)
    if with_rows and (not sorting.rows or sorting.leaving or (not folds and sorting.skips())):
        raise refused(loop, "has no row that each pass fills to its end.")
    checks = Checks(sorting, folds)
    if not any(map(is_work, checks.computing)):
        raise _nothing_left(sorting)
    checks.all()
    code = Writer(sorting, folds, checks.computing).code()
    name = place.file.fresh("place", set(code.added))
    ways = loop_lines(place, loop, code, name, until_found=bool(sorting.leaving))
    folding = fold_lines(place, loop, code, sorting.is_target_read_behind(), until_found=bool(sorting.leaving))
    items = quoted(loop.iter).strip("`")
    told = _told(sorting, checks, code, name, head(loop), ways, items, until_found=bool(sorting.leaving))
    otherwise = else_lines(place, loop) if sorting.leaving else []
    return replace(told, folding=tuple(folding), otherwise=tuple(otherwise))


def _starting(file: File, line: int, expression: ast.expr | None, loop: ast.For | None) -> StartingLoop | None:
    if loop is not None and loop.lineno == line and (found := starting_for(file, loop)) is not None:
        return found
    return starting_expression(file, expression) if expression is not None else None


def _split_starting(file: File, found: StartingLoop) -> Split:
    place = place_of(file, found.statement)
    if file.cutter.indentation(found.statement) is None or file.cutter.indentation(place.top) != "":
        raise refused(found.loop, "shares its line with another statement.")
    sorting = Sorting(replace(place, scope=found.scope or place.scope, after=()), found.loop)
    if sorting.folds:
        stmt = min(sorting.folds, key=lambda each: each.lineno)  # the same one each time
        raise refused(stmt, "is done for each item, beside the task that is started.")
    if (waiting := waits_for_work(file, found.started)) is not None:
        raise refused(waiting, "waits for what is put there later, so that it is no task by itself.")
    checks = Checks(sorting, ())
    checks.all()
    writer = StartedWriter(found, sorting, checks.computing)
    code = writer.code()
    name = file.fresh("place", set(code.added))
    title = quoted(found.statement).strip("`")
    told = _told(sorting, checks, code, name, title, writer.ways(code, name))
    return replace(told, says=told.says + _says_caught(found.caught), is_parallel=True, is_changeable=False)


def _split_expression(file: File, node: ast.expr) -> Split:
    found = made_of(file, node)
    place = place_of(file, found.statement)
    cutter = file.cutter
    if cutter.indentation(found.statement) is None or cutter.indentation(place.top) != "":
        raise refused(found.node, "shares its line with another statement.")
    refuse_what_looks(file, found.loop)
    if isinstance(place.scope.node, ast.ClassDef):
        raise refused(found.node, "stands in a class's own body, whose names no function knows.")
    # What stands behind matters to an iterator that is not gone over to its end.
    sorting = Sorting(replace(place, scope=found.scope, after=place.after if found.ender else ()), found.loop)
    conflict = next(iter(sorting.reasons.values()), None)
    if conflict is not None:
        raise carried(conflict)
    refuse_folds(found, list(sorting.folds))
    checks = Checks(sorting, ())
    if not any(map(is_work, checks.computing)):
        if (inner := gone_over(file, found.node)) is not None:
            return _split_expression(file, inner)
        raise refused(found.node, "leaves nothing that a worker could do.")
    checks.all()
    if found.ender is not None:
        checks.ends_early(found.ender, found.statement)
    writer = ExpressionWriter(found, sorting, checks.computing)
    code = writer.code()
    name = file.fresh("place", set(code.added))
    over = passes(code, name, writer.over(), until_found=found.ender is not None)
    changes = (writer.as_it_stands(name), (found.node, writer.collected(code.target, code.results, over)))
    ways = [cutter.numbered_statement(found.statement, writer.grouped([change]), "") for change in changes]
    title = quoted(found.ender if isinstance(found.ender, ast.Call) else found.node).strip("`")
    told = _told(sorting, checks, code, name, title, (ways[0], ways[1]), until_found=found.ender is not None)
    if found.ender is None:
        last = cutter.numbered_statement(found.statement, writer.grouped([(found.node, writer.of_results())]), "")
        return replace(told, folding=tuple(last), is_parallel=found.kind == "pool")
    ending = writer.ending()
    told = replace(told, added=tuple(sorted({*told.added, *ending.added})))
    return replace(told, folding=ending.folding, otherwise=ending.otherwise, then=ending.then)


def _told(
    sorting: Sorting,
    checks: Checks,
    code: Code,
    name: str,
    title: str,
    ways: tuple[list[Numbered], list[Numbered]],
    items: str = "",
    until_found: bool = False,
) -> Split:
    node = sorting.standing.node
    changed = {touch.name for touch in sorting.changed.places.values()} - {"what is printed"}
    changed |= {variable.name for variable in sorting.rows}
    folded = sorted(name for name in changed if "(" not in name)  # the name before the bracket is among them
    called = [each for each in sorting.nodes if isinstance(each, ast.Call)]
    names = bound(sorting.loop.body) - {variable.name for variable in {*sorting.left, *sorting.state}}
    return Split(
        line=sorting.loop.lineno,
        title=title,
        items=items,
        function=code.function,
        give=code.give_name,
        is_async=code.is_async,
        says=_says(code, folded, until_found=until_found),
        handed=code.handed,
        temporary=tuple(sorted(names)),
        changes=tuple(checks.changed_by_calls()),
        needs_distinct=sorting.part.needs_distinct,
        until_found=until_found,
        added=tuple(sorted({*code.added, name})),
        staging=lambda: staged_lines(sorting.standing, code, name, ways),
        code=code,
        calls_own=bool(sorting.file.reading.callable_from(sorting.body)),
        calls=any(called_name(each) not in CHEAP for each in called),
        draws=any(called_name(each) in DRAWING for each in called),
        statement=(sorting.file.cutter.first_line(node), node.end_lineno or node.lineno),
    )


def _nothing_left(sorting: Sorting) -> SplitError:
    """Why nothing is left that a worker could do."""
    for stmt in sorting.leaving:
        return refused(
            stmt, "ends the loop at the first match, and no part of a pass can be done before that is known."
        )
    conflict = next((each for stmt, each in sorting.reasons.items() if is_work(stmt)), None)
    if conflict is not None:
        return carried(conflict)
    stmt = sorting.body[0]
    found = next((each for each in sorting.body if each in sorting.folds), stmt)
    return SplitError(
        f"Nothing is left for a worker to do: {quoted(found)} (line {found.lineno}) has to be done in order.",
        found.lineno,
    )


def _says_caught(caught: Sequence[Layers]) -> str:
    lines = sorted({each.line for each in clauses_in(caught) if each.is_kept})
    if not lines:
        return ""
    where = f"line {lines[0]} catches" if len(lines) == 1 else f"lines {listed(list(map(str, lines)))} catch"
    return f" An error that {where} is the result of its pass."


def _says(code: Code, folded: list[str], until_found: bool) -> str:
    given = code.results.strip("()")
    gives = "gives nothing" if given.startswith("_value") else f"gives {given}"
    verb = "is" if len(folded) == 1 else "are"
    then = f"; {listed(folded)} {verb} then changed, in order" if folded else ""
    found = " The first match ends the loop: until then they run in chunks." if until_found else ""
    return f"Each pass {gives}{then}.{found}"
