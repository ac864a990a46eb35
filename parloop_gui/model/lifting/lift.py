"""Lifts a loop out: a file's text with its body as `task`, what it goes over as `items`, and what both need above."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from parloop_gui.engine.catalogue.code import module_name
from parloop_gui.model.lifting.known import known_of
from parloop_gui.model.lifting.outcomes import Outcome, check_collection, in_words, is_one_value, outcomes_of
from parloop_gui.model.lifting.place import Place, place_of
from parloop_gui.model.lifting.refusal import LiftError, refused
from parloop_gui.model.lifting.surroundings import Needs, Surroundings, relative_imports
from parloop_gui.model.source.cut import Change
from parloop_gui.model.source.names import bound, loads, needed, own_statements
from parloop_gui.model.source.parsed import OWN_VERSION, Parsed
from parloop_gui.model.source.passes import read_too_early
from parloop_gui.model.wording.units import listed

_INDENT = "    "
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True)
class Lifted:
    """A file's text that stands for the loop: `function` is called with each of what `items()` goes over.

    `unpack`: an item is a tuple, handed over as several arguments. `says` is what a call returns, as a sentence.
    """

    text: str
    function: str
    items: str
    unpack: bool
    is_async: bool
    line: int
    says: str


def lift(parsed: Parsed, line: int) -> Lifted:
    """The loop that begins at that line; raises LiftError with the name or statement that stands in the way."""
    loops = known_of(parsed).loops
    if line not in loops:
        there = f"; there are at lines {listed([str(each) for each in sorted(loops)])}" if loops else ""
        raise LiftError(f"There is no for loop at line {line} of {parsed.path.name}{there}.", line)
    if not parsed.is_told:
        return _Lifting(parsed, place_of(parsed, loops[line])).lifted()
    try:
        lifted = _Lifting(parsed, place_of(parsed, loops[line])).lifted()
        ast.parse(lifted.text)
    except (SyntaxError, ValueError) as error:
        if isinstance(error, LiftError):
            raise
        own = f"Python {OWN_VERSION}, which Parloop runs under,"
        raise LiftError(f"The loop at line {line} needs code that {own} can't parse.", line) from None
    return lifted


def why_not(parsed: Parsed, line: int) -> str:
    """Why that loop can't be lifted; "" where it can."""
    try:
        lift(parsed, line)
    except LiftError as error:
        return str(error)
    return ""


class _Lifting:
    def __init__(self, parsed: Parsed, place: Place) -> None:
        self._parsed, self._place, self._loop = parsed, place, place.loop
        self._known = known_of(parsed)
        self._cutter = self._known.cutter
        self._target = bound([place.loop.target])
        self._around = Surroundings(place, self._known, self._own())

    def lifted(self) -> Lifted:
        found = self._outcomes()
        collections = {each.name for each in found} - {""}
        free = [name for name in loads(self._loop.body) if name.id not in self._own() | collections]
        needs = self._around.needs(free, loads([self._loop.iter, *self._with_items()]))
        function, items = self._fresh("task"), self._fresh("items")
        says = f"Each call returns {in_words(found)}." if found else "The calls return nothing."
        where = f"The loop at line {self._loop.lineno} of {self._parsed.path.name}"
        title = f'"""{where}: a pass is a call of {function}()."""'
        text = _joined([title, *self._top(needs), self._items(items, needs), self._task(function, found)])
        return Lifted(text, function, items, self._unpacks(), self._awaits(), self._loop.lineno, says)

    def _own(self) -> set[str]:
        return bound(self._loop.body) | self._target

    def _outcomes(self) -> list[Outcome]:
        body = self._loop.body
        shared = self._around.shared(needed(body) - self._own())
        found = outcomes_of(body, shared, self._target)
        for each in found:
            if each.name:
                check_collection(each, self._around.value_of(each.name), self._around.binds(each.name))
        early = read_too_early(body, bound(body) - self._target, self._target)
        if early is not None:
            raise self._carried(early)
        after = read_too_early(self._place.after, self._own(), set())
        if after is not None:
            where = f"`{after.id}` (line {after.lineno})"
            raise LiftError(f"{where} is read after the loop, where it holds what the last pass left.", after.lineno)
        return found

    def _carried(self, early: ast.Name) -> LiftError:
        for node in own_statements(self._loop.body):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == early.id:
                return refused(node, "adds to what earlier passes left.")
        return LiftError(f"`{early.id}` (line {early.lineno}) may hold what an earlier pass left.", early.lineno)

    def _with_items(self) -> list[ast.expr]:
        return [item.context_expr for outer in self._place.withs for item in outer.items]

    def _unpacks(self) -> bool:
        target = self._loop.target
        if not isinstance(target, ast.Tuple) or len(target.elts) < 2:
            return False
        names = [each.id for each in target.elts if isinstance(each, ast.Name)]
        return len(set(names)) == len(target.elts)

    def _top(self, needs: Needs) -> list[str]:
        future = [node for node in self._parsed.tree.body if _is_future(node) and node not in needs.top]
        changes = [*self._names_of_the_file(), *self._absolute(needs.top)]
        values = [f"{name} = {ast.unparse(value)}" for name, value in needs.defaults.items()]
        module = [node for node in needs.top if node not in self._place.local]
        local = [node for node in needs.top if node in self._place.local]
        cut = [self._cutter.statement(node, changes) for node in [*future, *module]]
        return [*cut, *values, *(self._cutter.statement(node, changes) for node in local)]

    def _names_of_the_file(self) -> list[Change]:
        """`__file__` is the user's file still."""
        path = repr(str(self._parsed.path.absolute()))
        return [(node, path) for node in self._known.of_the_file]

    def _absolute(self, nodes: Iterable[ast.stmt]) -> list[Change]:
        """Imports of the package's own modules by their whole names."""
        changes: list[Change] = []
        for node in relative_imports(nodes):
            package = module_name(self._parsed.path.absolute()).split(".")[: -node.level]
            whole = ".".join([*package, *([node.module] if node.module else [])])
            changes.append((node, ast.unparse(ast.ImportFrom(module=whole, names=node.names, level=0))))
        return changes

    def _items(self, name: str, needs: Needs) -> str:
        changes = [*self._names_of_the_file(), *self._absolute(needs.in_items)]
        lines = [f"def {name}():", f'{_INDENT}"""What the loop goes over."""']
        lines += [self._cutter.statement(node, changes, _INDENT) for node in needs.in_items]
        for depth, outer in enumerate(self._place.withs, 1):
            lines.append(f"{_INDENT * depth}with {', '.join(map(self._held, outer.items))}:")
        word = "yield from" if self._place.withs else "return"
        lines.append(f"{_INDENT * (len(self._place.withs) + 1)}{word} {self._expression(self._loop.iter)}")
        return "\n".join(lines)

    def _task(self, name: str, found: list[Outcome]) -> str:
        arguments, first = self._arguments()
        returns = f"; returns {in_words(found)}" if found else ""
        lines = [f'{_INDENT}"""One pass of the loop{returns}."""', *first]
        one_value = is_one_value(self._loop.body, found)
        lines += self._with_one_value(found) if one_value else self._with_collections(found)
        return "\n".join([f"{'async ' * self._awaits()}def {name}({arguments}):", *lines])

    def _awaits(self) -> bool:
        return any(isinstance(node, ast.Await) for node in own_statements(self._loop.body))

    def _arguments(self) -> tuple[str, list[str]]:
        """The task's arguments, and the line that takes an item apart where they are not its parts."""
        target = self._loop.target
        if isinstance(target, ast.Name):
            return target.id, []
        if isinstance(target, ast.Tuple) and self._unpacks():
            return ", ".join(map(ast.unparse, target.elts)), []
        item = self._fresh("item")
        return item, [f"{_INDENT}{self._expression(target)} = {item}"]

    def _with_one_value(self, found: list[Outcome]) -> list[str]:
        body = self._loop.body
        if len(found) == 1 and found[0].node is body[-1]:
            return [self._block([(body[-1], f"return {self._value(found[0])}")])]
        names = [self._fresh(f"of_{each.name}" if each.name else f"value_{at}") for at, each in enumerate(found, 1)]
        stored = [(each.node, f"{name} = {self._value(each)}") for each, name in zip(found, names, strict=True)]
        return [self._block(stored), f"{_INDENT}return {', '.join(names)}"]

    def _with_collections(self, found: list[Outcome]) -> list[str]:
        unnamed = self._fresh("results")
        made = dict.fromkeys((each.name or unnamed, each.collection) for each in found)
        changes = [(each.node, self._appended(each, unnamed)) for each in found if not each.name]
        returns = f"return {', '.join(name for name, _ in made)}".rstrip()
        skips = [node for node in own_statements(self._loop.body, *_LOOPS) if isinstance(node, ast.Continue)]
        block = self._block([*changes, *((node, returns) for node in skips)])
        last = [f"{_INDENT}{returns}"] if made else []
        return [*(f"{_INDENT}{name} = {empty}" for name, empty in made), block, *last]

    def _appended(self, outcome: Outcome, name: str) -> str:
        value = self._value(outcome)
        method = "extend" if outcome.kind == "yield-from" else "append"
        return f"{name}.{method}({value if len(outcome.values) == 1 else f'({value})'})"

    def _value(self, outcome: Outcome) -> str:
        return ", ".join(map(self._expression, outcome.values))

    def _held(self, item: ast.withitem) -> str:
        name = f" as {ast.unparse(item.optional_vars)}" if item.optional_vars else ""
        return self._expression(item.context_expr) + name

    def _expression(self, node: ast.expr) -> str:
        return self._cutter.expression(node, self._names_of_the_file())

    def _block(self, changes: Iterable[Change]) -> str:
        every = [*self._names_of_the_file(), *changes]
        return self._cutter.block(self._loop.body, self._loop.iter, every, _INDENT)

    def _fresh(self, name: str) -> str:
        while name in self._known.taken:
            name += "_"
        return name


def _joined(parts: list[str]) -> str:
    """The parts, two blank lines around what is defined, one after the imports."""
    text, last = parts[0], ""
    for part in parts[1:]:
        if _defines(part) or _defines(last):
            text += "\n\n"
        elif not last or _imports(last) != _imports(part):
            text += "\n"
        text, last = f"{text}\n{part}", part
    return text + "\n"


def _defines(part: str) -> bool:
    return any(line.startswith(("def ", "async def ", "class ", "@")) for line in part.splitlines())


def _imports(part: str) -> bool:
    return part.splitlines()[-1].startswith(("import ", "from "))


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"
