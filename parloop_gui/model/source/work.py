"""What importing a file would do beside defining things: told before it is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parloop_gui.model.source.names import BUILTINS, bound, needed
from parloop_gui.model.source.nodes import children, walk
from parloop_gui.model.source.parsed import Parsed, importing_runs

_DEFINING = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
_WORKING = ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Raise | ast.Match
# Last names of calls that make a value and do nothing else that could be noticed.
_HARMLESS = re.compile(
    r"""
    abspath | arange | ArgumentParser | array | Array | as_posix | astype | attrgetter | Barrier | bool | bytearray
    | bytes | cast | chain | combinations | compile | complex | Condition | count | Counter | cpu_count | cycle |
    dataclass | date | datetime | Decimal | default_rng | defaultdict | deque | dict | dirname | dtype | encode |
    Enum | enumerate | Event | exists | expanduser | field | filter | filterwarnings | float | format | Fraction |
    frozenset | fspath | Generic | get | get_context | getenv | getLogger | glob | iglob | insert | int | is_dir |
    is_file | isdir | isfile | itemgetter | items | iterdir | join | keys | len | linspace | list | listdir | loads
    | local | Lock | lower | make_dataclass | map | max | min | namedtuple | NewType | object | ones | OrderedDict |
    ParamSpec | partial | Path | permutations | product | property | PurePath | Random | range | read_bytes |
    read_text | repeat | replace | resolve | reversed | rglob | RLock | round | scandir | seed | Semaphore | set |
    setLevel | simplefilter | SimpleNamespace | slice | sorted | split | splitlines | str | strip | Struct |
    StructDType | sum | super | timedelta | tuple | type | TypeVar | upper | Value | values | with_name |
    with_suffix | zeros | zip
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class TopLevelWork:
    """A statement that importing would run: its line and its first line's text.

    `is_needed`: it makes or changes what functions or classes of the file use, or may do so.
    """

    line: int
    text: str
    is_needed: bool = False


def work_of(parsed: Parsed) -> tuple[TopLevelWork, ...]:
    """Statements at the top level, outside the main guard, that do more than define, in order."""
    body = list(importing_runs(parsed.tree.body))
    used = _used(body)
    return tuple(
        TopLevelWork(
            node.lineno, parsed.line(node.lineno), not used.isdisjoint(_names(node) | _set_by_calls(node, body))
        )
        for node in body
        if _works(node)
    )


def _used(body: Sequence[ast.stmt]) -> set[str]:
    """The names that functions and classes use, and those that these are made of in turn."""
    found = needed([node for node in body if isinstance(node, _DEFINING)]) - BUILTINS
    before = -1
    while len(found) > before:
        before = len(found)
        for node in body:
            if not isinstance(node, _DEFINING) and not found.isdisjoint(bound([node])):
                found |= _names(node)
    return found - bound([each for each in body if isinstance(each, _DEFINING)])


def _set_by_calls(node: ast.AST, body: Sequence[ast.stmt]) -> set[str]:
    """What the file's functions that it names set with `global`, or change in place, by way of others too."""
    functions = {each.name: each for each in body if isinstance(each, ast.FunctionDef)}
    found: set[str] = set()
    waiting, seen = [node], {node}
    while waiting:
        each = waiting.pop()
        called = {functions[name] for name in _names(each) & functions.keys()} - seen
        seen |= called
        waiting += called
        found |= {name for function in called for name in _set_in(function)}
    return found


def _set_in(function: ast.FunctionDef) -> Iterator[str]:
    for node in walk(function):
        match node:
            case ast.Global(names):
                yield from names
            case ast.Attribute(ast.Name(name), ctx=ast.Store()) | ast.Subscript(ast.Name(name), ctx=ast.Store()):
                yield name
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name)))):
                yield name


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in walk(node) if isinstance(each, ast.Name)} - BUILTINS


def _works(node: ast.stmt) -> bool:
    if isinstance(node, _DEFINING):
        return False
    return isinstance(node, _WORKING) or not all(_HARMLESS.fullmatch(_name(call)) for call in _calls(node))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that running it makes: not those within a lambda."""
    if isinstance(node, ast.Call):
        yield node
    if not isinstance(node, ast.Lambda):
        for inner in children(node):
            yield from _calls(inner)


def _name(call: ast.Call) -> str:
    """The last name of what is called: "get" of `os.environ.get`; "" where it has none."""
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
