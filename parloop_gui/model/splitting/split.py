"""Splits a loop of a file: what a pass computes becomes a function, what it leaves is folded in order behind it.

file, line ─► place.py: where it stands ─► sorting.py: what computes, what folds ─► lifted.py: what the folds need
           ─► checks.py: is it the same? ─► code.py, staged.py: as text
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from parloop_gui.model.source.for_loops import head
from parloop_gui.model.source.names import bound
from parloop_gui.model.source.parsed import Parsed
from parloop_gui.model.splitting.checks import Checks, carried, refuse_what_looks
from parloop_gui.model.splitting.code import Code, Writer
from parloop_gui.model.splitting.lifted import folds_of
from parloop_gui.model.splitting.place import File, Place, file_of, place_of
from parloop_gui.model.splitting.refusal import SplitError, quoted, refused
from parloop_gui.model.splitting.sorting import Sorting, is_work, refuse_leaving
from parloop_gui.model.splitting.staged import staged_lines
from parloop_gui.model.wording.units import listed


@dataclass(frozen=True)
class Split:
    """A loop taken apart.

    `staged` is the whole text of the file with the loop replaced; `lines` holds for each of its lines the line of the
    file that it stands for. `function` and `give` name what was added at module level, `handed` the local names whose
    values go to `give`; `added` are all names that the file does not have. `folded` are names that the folds change;
    `temporary` those that hold what the last pass gave them when the loop has ended, in the original only, and that
    nobody reads there.

    What a reader of the text can't know is told to be looked at when the loop is reached: `needs_distinct`: the split
    holds only if no item comes twice. `changes`: what the functions that a pass calls change; each process would do so
    for itself alone.
    """

    line: int
    title: str
    function: str
    give: str | None
    is_async: bool
    says: str
    handed: tuple[str, ...]
    folded: tuple[str, ...]
    temporary: tuple[str, ...]
    changes: tuple[str, ...]
    needs_distinct: bool
    added: tuple[str, ...]
    staged: str
    lines: tuple[int, ...]
    code: Code

    def staged_tree(self) -> ast.Module:
        """The staged text parsed, with the line numbers of the file itself."""
        tree = ast.parse(self.staged)
        for node in ast.walk(tree):
            for name in ("lineno", "end_lineno"):
                number = getattr(node, name, None)
                if isinstance(number, int):
                    setattr(node, name, self.lines[number - 1])
        return tree


def split(parsed: Parsed, line: int) -> Split:
    """The loop at that line, or around it; raises SplitError with the name or statement that stands in the way."""
    file = file_of(parsed)
    loop = _loop_at(file, line)
    return split_loop(file, loop)


def why_not(parsed: Parsed, line: int) -> str:
    """Why that loop can't be split; "" where it can."""
    try:
        split(parsed, line)
    except SplitError as error:
        return str(error)
    return ""


def split_loop(file: File, loop: ast.For) -> Split:
    """That loop of the file; raises SplitError."""
    place = place_of(file, loop)
    _refuse_kind(place, loop)
    try:
        return _split(place, loop, whole_calls=False)
    except SplitError as error:
        try:
            return _split(place, loop, whole_calls=True)
        except SplitError:
            raise error from None


def _loop_at(file: File, line: int) -> ast.For:
    loops = [node for node in ast.walk(file.parsed.tree) if isinstance(node, ast.For | ast.AsyncFor)]
    there = [node for node in loops if node.lineno == line]
    around = [node for node in loops if node.lineno <= line <= (node.end_lineno or 0)]
    found = next(iter(there), None) or max(around, key=lambda node: node.lineno, default=None)
    if found is None:
        numbers = listed([str(each.lineno) for each in sorted(loops, key=lambda node: node.lineno)])
        known = f"; there are at lines {numbers}" if loops else ""
        raise SplitError(f"There is no for loop at line {line} of {file.parsed.path.name}{known}.", line)
    if isinstance(found, ast.AsyncFor):
        raise refused(found, "waits for each item, so the items are not there beforehand.")
    return found


def _refuse_kind(place: Place, loop: ast.For) -> None:
    cutter = place.file.cutter
    if isinstance(place.scope.node, ast.ClassDef):
        raise refused(loop, "stands in a class's own body, whose names no function knows.")
    if loop.orelse:
        raise refused(loop, "has an `else` behind it.")
    if any(isinstance(node, ast.Attribute | ast.Subscript) for node in ast.walk(loop.target)):
        raise refused(loop, "gives its items no name of their own.")
    if cutter.indentation(loop) is None or cutter.indentation(place.top) != "" or not cutter.ends_its_line(loop):
        raise refused(loop, "shares its line with another statement.")
    numbers = [number for stmt in loop.body for number in (stmt.lineno, stmt.end_lineno)]
    pairs = list(zip(numbers[1::2], numbers[2::2], strict=False))
    if any(end == start for end, start in pairs):
        raise refused(loop, "has two statements in one line.")
    refuse_leaving(loop.body)
    refuse_what_looks(loop)


def _split(place: Place, loop: ast.For, whole_calls: bool) -> Split:
    sorting = Sorting(place, loop, whole_calls)
    folds = folds_of(sorting)
    checks = Checks(sorting, folds)
    if not any(map(is_work, checks.computing)):
        raise _nothing_left(sorting)
    checks.all()
    code = Writer(sorting, folds, checks.computing).code()
    name = place.file.fresh("place", set(code.added))
    lines = staged_lines(place, loop, code, name)
    folded = sorted({touch.name for touch in sorting.changed.places.values()} - {"what is printed"})
    names = bound(loop.body) - {variable.name for variable in {*sorting.left, *sorting.state}}
    return Split(
        line=loop.lineno,
        title=head(loop),
        function=code.function,
        give=code.give_name,
        is_async=code.is_async,
        says=_says(sorting, code, folded),
        handed=code.handed,
        folded=tuple(folded),
        temporary=tuple(sorted(names)),
        changes=tuple(checks.changed_by_calls()),
        needs_distinct=sorting.part.needs_distinct,
        added=tuple(sorted({*code.added, name})),
        staged="\n".join(text for text, _ in lines) + "\n",
        lines=tuple(number for _, number in lines),
        code=code,
    )


def _nothing_left(sorting: Sorting) -> SplitError:
    """Why nothing is left that a worker could do."""
    conflict = next((each for stmt, each in sorting.reasons.items() if is_work(stmt)), None)
    if conflict is not None:
        return carried(conflict)
    stmt = sorting.body[0]
    found = next((each for each in sorting.body if each in sorting.folds), stmt)
    return SplitError(
        f"Each pass only adds up: {quoted(found)} (line {found.lineno}) leaves nothing that a worker could do.",
        found.lineno,
    )


def _says(sorting: Sorting, code: Code, folded: list[str]) -> str:
    given = code.results.strip("()")
    gives = "gives nothing" if given.startswith("_value") else f"gives {given}"
    return (
        f"Each pass {gives}; {listed(folded)} {'adds' if len(folded) == 1 else 'add'} up."
        if folded
        else (f"Each pass {gives}.")
    )
