"""The text of a split: the function that computes a pass, and the statements that fold its result.

    total = 0                          def task(n):                        for n, value in …:
    for n in numbers:            ─►        return weight(n)                    total += value
        total += weight(n)

Where folds stand within `if`, `try` or a loop, or behind a `continue`, the task lists what each needs when it is
reached, and the folds go through that list. Longer than most: both ways, and the names they need.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from dataclasses import dataclass, field

from parloop_gui.model.source.cut import Change, Numbered
from parloop_gui.model.source.names import bound, own_statements
from parloop_gui.model.source.nodes import walk
from parloop_gui.model.source.refusal import SplitError, refused
from parloop_gui.model.splitting.lifted import Fold
from parloop_gui.model.splitting.scopes import Variable
from parloop_gui.model.splitting.sorting import Sorting

INDENT = "    "
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
# What a statement that is left out becomes until its lines are dropped.
_DROPPED = "\0"


@dataclass(frozen=True)
class Code:
    """The parts of a split's text, each line with the line of the file that it stands for.

    `results` is what a pass's result is taken apart into in the loop that folds, `fold` the statements of that loop.
    `handed` are the local names whose values `give` puts under the names `given`, at module level.
    """

    function: str
    task: tuple[Numbered, ...]
    give_name: str | None
    give: tuple[Numbered, ...]
    target: str
    items: str
    results: str
    fold: tuple[Numbered, ...]
    handed: tuple[str, ...]
    given: tuple[str, ...]
    is_async: bool
    added: frozenset[str] = frozenset()


@dataclass
class _Site:
    """A fold with the names under which it finds its values, and how the task makes each."""

    fold: Fold
    values: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


class Writer:
    """Writes the code of one split."""

    def __init__(self, sorting: Sorting, folds: Sequence[Fold], computing: Sequence[ast.AST]) -> None:
        self._sorting, self._folds, self._computing = sorting, folds, computing
        self._file, self._loop, self._body = sorting.file, sorting.loop, sorting.body
        self._also: set[str] = set()
        self._bound: set[str] = set()
        self._line = sorting.loop.lineno
        self._function = self._file.fresh("task", self._also)
        self._handed = self._names_handed()
        self._rows = {variable: self._file.fresh("row", self._also) for variable in sorting.rows}
        self._renamed = self._renames()

    def code(self) -> Code:
        """All of it; raises SplitError."""
        self._refuse_private()
        is_async = any(
            isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
            for part in self._computing
            for node in own_statements([part])
        )
        body, results, fold = self._parts()
        argument, first = self._argument()
        head = [
            f"{'async ' * is_async}def {self._function}({argument}):",
            f'{INDENT}"""One pass of the loop."""',
            *first,
        ]
        give_name, give = self._give()
        return Code(
            function=self._function,
            task=(*((line, self._line) for line in head), *body),
            give_name=give_name,
            give=give,
            target=self._target(),
            items=self.over(),
            results=results,
            fold=tuple(fold),
            handed=tuple(self._handed),
            given=tuple(self._handed.values()),
            is_async=is_async,
            added=frozenset({*self._also, *self._bound, *self._handed.values()}),
        )

    def over(self) -> str:
        """What is gone over, as one expression."""
        return self._source(self._loop.iter, wrapped=True)

    def _parts(self) -> tuple[list[Numbered], str, list[Numbered]]:
        """The task's lines, what a result is taken apart into, and the lines that fold it."""
        return self._straight() if self._is_straight() else self._logged()

    def _is_straight(self) -> bool:
        if (self._folds or self._rows) and self._sorting.skips():
            return False
        return all(each.node in self._body for each in self._folds)

    def _straight(self) -> tuple[list[Numbered], str, list[Numbered]]:
        slots: dict[str, None] = {}
        changes: list[Change] = [*self._renamed, *((node, "return") for node in self._sorting.skips())]
        fold: list[Numbered] = []
        for each in self._folds:
            site = self._site(each, each.node)
            slots.update(dict.fromkeys(site.values))
            made = [f"{name} = {text}" for name, text in site.values.items() if name != text]
            changes.append((each.node, f"\n{INDENT}".join(made) or _DROPPED))
            fold += self._statement(site, "")
        fold += self._rows_in_place()
        slots.update(dict.fromkeys([*self._left(), *self._rows.values()]))
        dropped = [node for node, text in changes if text == _DROPPED]
        last = next((stmt for stmt in reversed(self._body) if stmt not in dropped), self._body[-1])
        value = next((text for node, text in changes if node is last), "")
        if len(slots) == 1 and value.startswith(f"{next(iter(slots))} = ") and f"\n{INDENT}" not in value:
            changes = [each for each in changes if each[0] is not last]
            changes.append((last, f"return {value.partition(' = ')[2]}"))
            return self._task_body(changes, ""), next(iter(slots)), fold
        body = self._task_body(changes, f"return {', '.join(slots)}".strip() if slots else "")
        return body, self._results(list(slots)), fold or [("pass", self._line)]

    def _logged(self) -> tuple[list[Numbered], str, list[Numbered]]:
        found = self._file.fresh("found", self._also)
        changes: list[Change] = [*self._renamed]
        sites = [self._site(each, None) for each in self._folds]
        for at, site in enumerate(sites):
            entry = _joined(list(site.values.values())) if site.values else "None"
            changes.append((site.fold.node, f"{found}.append({entry if len(sites) == 1 else f'({at}, {entry})'})"))
        left = [found, *self._left(), *self._rows.values()]
        returned = f"return {', '.join(left)}"
        changes += [(node, returned) for node in self._sorting.skips()]
        body = [(f"{INDENT}{found} = []", self._line), *self._task_body(changes, returned)]
        fold = self._single(found, sites[0]) if len(sites) == 1 else self._several(found, sites)
        return body, self._results(left), [*self._rows_in_place(), *fold, *self._left_early()]

    def _left_early(self) -> list[Numbered]:
        """Behind the loop over what a pass found: where that ended early, so does the user's loop."""
        if not any(isinstance(each, ast.Break) for each in self._sorting.leaving):
            return []
        return [(text, self._line) for text in ("else:", f"{INDENT}continue", "break")]

    def _single(self, found: str, site: _Site) -> list[Numbered]:
        head = f"for {', '.join(site.values) or '_'} in {found}:"
        return [(head, self._line), *self._statement(site, INDENT)]

    def _several(self, found: str, sites: Sequence[_Site]) -> list[Numbered]:
        at, needed = self._file.fresh("at", self._also), self._file.fresh("needed", self._also)
        lines: list[Numbered] = [(f"for {at}, {needed} in {found}:", self._line)]
        for number, site in enumerate(sites):
            lines.append((f"{INDENT}{'el' * (number > 0)}if {at} == {number}:", self._line))
            if site.values:
                lines.append((f"{INDENT * 2}{', '.join(site.values)} = {needed}", self._line))
            lines += self._statement(site, INDENT * 2)
        return lines

    def _site(self, fold: Fold, straight: ast.stmt | None) -> _Site:
        """The fold's values by name; in a straight pass (`straight`: its statement) names differ from fold to fold."""
        site, used = _Site(fold), self._also if straight is not None else set(self._also)
        for value in fold.values:
            if isinstance(value, ast.Name):
                name = value.id
                is_other_behind = self._is_bound_later(name, straight) if straight is not None else name in self._left()
                if is_other_behind:
                    name = self._file.fresh(f"{value.id}_then", used)
                    site.changes.append((value, name))
                    self._bound.add(name)
                site.values[name] = value.id
                continue
            name = self._file.fresh("value", used)
            site.changes.append((value, f"({name})" if isinstance(value, ast.GeneratorExp) else name))
            source = self._source(value)
            is_listed = value in fold.listed
            self._bound.add(name)
            site.values[name] = f"list({source})" if is_listed else source
        return site

    def _is_bound_later(self, name: str, stmt: ast.stmt) -> bool:
        behind = self._body[self._body.index(stmt) + 1 :]
        return name in bound(each for each in behind if each not in self._sorting.folds)

    def _statement(self, site: _Site, indent: str) -> list[Numbered]:
        changes = self.grouped(site.changes)
        return self._file.cutter.numbered_statement(site.fold.node, changes, indent)

    def _task_body(self, changes: list[Change], last: str) -> list[Numbered]:
        lines = self._file.cutter.numbered_body(self._body, self.grouped(changes), INDENT)
        lines = [(text, line) for text, line in lines if not text.strip().startswith(_DROPPED)]
        if last:
            lines.append((f"{INDENT}{last}", self._line))
        return lines

    def _results(self, slots: list[str]) -> str:
        if not slots:
            return self._file.fresh("_value", self._also)
        return slots[0] if len(slots) == 1 else f"({', '.join(slots)})"

    def _left(self) -> list[str]:
        return sorted(variable.name for variable in self._sorting.left)

    def _argument(self) -> tuple[str, list[str]]:
        target, copied = self._loop.target, self._copied_rows()
        if isinstance(target, ast.Name):
            return target.id, copied
        item = self._file.fresh("item", self._also)
        return item, [f"{INDENT}{self._source(target)} = {item}", *copied]

    def _copied_rows(self) -> list[str]:
        """Each row that the pass has for itself as one of its own: done twice, the pass gives the same."""
        named = [(row, variable.name, self._key(variable)) for variable, row in self._rows.items()]
        return [f"{INDENT}{row} = {self._handed.get(name, name)}[{key}].copy()" for row, name, key in named]

    def _rows_in_place(self) -> list[Numbered]:
        return [(f"{variable.name}[{self._key(variable)}] = {row}", self._line) for variable, row in self._rows.items()]

    def _key(self, variable: Variable) -> str:
        return ast.unparse(self._sorting.rows[variable][0].slice)

    def _target(self) -> str:
        source = self._source(self._loop.target)
        return source if isinstance(self._loop.target, ast.Name) else f"({source})"

    def _source(self, node: ast.expr, wrapped: bool = False) -> str:
        """The expression as it is written, names exchanged; one that fills several lines in brackets."""
        inside = self._f_string(node)
        if inside is not None:
            return _unparsed(node, dict(self._renamed))
        text = self._file.cutter.source(node, self.grouped(self._renamed))
        in_brackets = node.lineno != node.end_lineno or (wrapped and isinstance(node, ast.Tuple))
        return f"({text})" if in_brackets and not isinstance(node, ast.GeneratorExp) else text

    def _f_string(self, node: ast.AST) -> ast.JoinedStr | None:
        """The outermost f-string that the node stands in; its parts have no true places in Python 3.11's trees."""
        found: ast.JoinedStr | None = None
        outer = self._file.parents.get(node)
        while isinstance(outer, ast.expr | ast.keyword | ast.comprehension):
            found = outer if isinstance(outer, ast.JoinedStr) else found
            outer = self._file.parents.get(outer)
        return found

    def grouped(self, changes: Sequence[Change]) -> list[Change]:
        """Changes within an f-string as one change of all of it."""
        found: list[Change] = []
        within: dict[ast.JoinedStr, dict[ast.AST, str]] = {}
        for node, text in changes:
            outer = self._f_string(node)
            if outer is None:
                found.append((node, text))
            else:
                within.setdefault(outer, {})[node] = text
        return [*found, *((outer, _unparsed(outer, inner)) for outer, inner in within.items())]

    def _names_handed(self) -> dict[str, str]:
        """The names of the functions around the loop that computing reads, and what they are called at module level."""
        scopes, sorting = self._file.scopes, self._sorting
        outer = {scopes.by_node[each].number for each in sorting.standing.functions}
        found: dict[str, str] = {}
        for name in self._names():
            variable = scopes.of(name)
            if variable.scope in outer and variable not in sorting.own and name.id not in found:
                found[name.id] = self._at_module_level(name.id)
        return found

    def _names(self) -> list[ast.Name]:
        nodes = (node for part in self._computing for node in walk(part))
        return [node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]

    def _at_module_level(self, name: str) -> str:
        scopes = self._file.scopes
        is_known = name in scopes.module.names or name in vars(builtins)
        is_known |= Variable(0, name) in scopes.places
        return self._file.fresh(f"{name}_given", self._also) if is_known else name

    def _renames(self) -> list[Change]:
        scopes = self._file.scopes
        found: list[Change] = []
        for name in self._names():
            new = self._handed.get(name.id, name.id)
            if new != name.id and scopes.of(name) not in self._sorting.own and scopes.of(name).scope != 0:
                found.append((name, new))
        return [*found, *((node, row) for each, row in self._rows.items() for node in self._sorting.rows[each])]

    def _give(self) -> tuple[str | None, tuple[Numbered, ...]]:
        if not self._handed:
            return None, ()
        name = self._file.fresh("give", self._also)
        names = ", ".join(self._handed.values())
        values = self._file.fresh("values", self._also)
        lines = (
            f"def {name}(*{values}):",
            f'{INDENT}"""Gives a worker what {self._function}() reads from around the loop."""',
            f"{INDENT}global {names}",
            f"{INDENT}{names}{',' * (len(self._handed) == 1)} = {values}",
        )
        return name, tuple((line, self._line) for line in lines)

    def _refuse_private(self) -> None:
        if not self._sorting.standing.class_name:
            return
        for part in self._computing:
            for node in walk(part):
                name = getattr(node, "attr", getattr(node, "id", ""))
                if isinstance(name, str) and name.startswith("__") and not name.endswith("__"):
                    raise refused(node, "is a private name of its class, which has no meaning elsewhere.")


def _joined(values: list[str]) -> str:
    return values[0] if len(values) == 1 and not _is_bare_tuple(values[0]) else f"({', '.join(values)})"


def _is_bare_tuple(text: str) -> bool:
    parsed = ast.parse(text, mode="eval").body
    return isinstance(parsed, ast.Tuple) and not text.startswith("(")


def _unparsed(node: ast.expr, changes: dict[ast.AST, str]) -> str:
    """The expression written anew with parts of it exchanged."""
    try:
        made = _exchanged(node, changes)
        assert isinstance(made, ast.AST)
        return ast.unparse(made)
    except ValueError:
        raise SplitError(f"The f-string at line {node.lineno} can't be written anew.", node.lineno) from None


def _exchanged(value: object, changes: dict[ast.AST, str]) -> object:
    if isinstance(value, list):
        return [_exchanged(each, changes) for each in value]
    if not isinstance(value, ast.AST):
        return value
    if value in changes:
        return ast.parse(changes[value], mode="eval").body
    fields = {name: _exchanged(inner, changes) for name, inner in ast.iter_fields(value)}
    return ast.copy_location(type(value)(**fields), value)
