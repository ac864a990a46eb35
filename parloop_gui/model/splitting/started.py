"""What a call starts on the side for an item: the function and the arguments stand in it.

pool.submit(fetch, url, timeout=3)               ─►   fetch(url, timeout=3)
pool.apply_async(fetch, args=(url,))             ─►   fetch(url)
Thread(target=ping, args=(host,)).start()        ─►   ping(host)
asyncio.gather(*(fetch(url) for url in urls))    ─►   await fetch(url)
asyncio.to_thread(fetch, url)                    ─►   fetch(url)
delayed(fetch)(url)                              ─►   fetch(url)
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parloop_gui.model.source.names import own_statements
from parloop_gui.model.source.nodes import children, walk
from parloop_gui.model.splitting.objects import called_name, called_on
from parloop_gui.model.splitting.place import File
from parloop_gui.model.splitting.scopes import Function, Variable, every_argument

_APPLYING = frozenset(("apply_async",))
_MAKING = frozenset(("Thread", "Process"))
_WRAPPING = frozenset(("create_task", "ensure_future"))
_KEEPING = frozenset(("append", "add"))
_AWAITING_ALL = frozenset(("asyncio.wait", "asyncio.as_completed"))
_TAKING = frozenset(("get",))
_LOOPS = (ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_CALLABLE = (ast.Name, ast.Attribute, ast.Call, ast.Lambda, ast.Subscript)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass(frozen=True)
class Started:
    """What is called for each item: a call that stands nowhere as such, made of parts that do; `is_awaited` or not.

    `node` is what starts it.
    """

    node: ast.Call
    call: ast.Call
    is_awaited: bool = False


def all_started(file: File, node: ast.AST) -> Iterator[Started]:
    """What the code starts; of calls within one another the outer one's."""
    found = started_by(file, node)
    if found is not None:
        yield found
    elif not isinstance(node, _DEFINITIONS):
        for child in children(node):
            yield from all_started(file, child)


def started_by(file: File, node: ast.AST) -> Started | None:
    """What the call starts; None where it starts nothing that can be told."""
    if not isinstance(node, ast.Call):
        return None
    name, arguments = called_name(node), node.args
    if isinstance(node.func, ast.Call) and called_name(node.func) == "delayed" and node.func.args:
        return Started(node, _call(node, node.func.args[0], arguments, node.keywords))
    if name == "submit" and isinstance(node.func, ast.Attribute) and arguments:
        return Started(node, _call(node, arguments[0], arguments[1:], node.keywords))
    if name in _APPLYING:
        return _named(node, ("func", "args", "kwds"), "func")
    if name == "run_in_executor" and len(arguments) > 1:
        return Started(node, _call(node, arguments[1], arguments[2:]))
    if name in _MAKING:
        return _named(node, ("group", "target", "name", "args", "kwargs"), "target")
    if name in _WRAPPING and arguments and isinstance(arguments[0], ast.Call):
        return _in_thread(node, arguments[0]) or Started(node, arguments[0], is_awaited=True)
    if not _is_kept(file, node):
        return None
    is_awaited = _makes_coroutine(file, node) or _is_gathered(file, node)
    return _in_thread(node, node) or (Started(node, node, is_awaited=True) if is_awaited else None)


def _in_thread(node: ast.Call, made: ast.Call) -> Started | None:
    """What `asyncio.to_thread` calls, where `made` calls that; it begins when it is awaited."""
    if called_name(made) != "to_thread" or not made.args:
        return None
    return Started(node, _call(made, made.args[0], made.args[1:], made.keywords))


def line_of_starting(file: File, before: int) -> int | None:
    """The last line before that one at which a loop begins that starts tasks, else the first; None: there is none."""
    lines = _lines_of_starting(file)
    return max((line for line in lines if line < before), default=min(lines, default=None))


def goes_to_gather(file: File, node: ast.expr) -> bool:
    """Whether the values of the expression are awaited all together, there or by the name that they go by."""
    outer = file.parents.get(node)
    match outer:
        case ast.Starred():
            return _calls_gather(file.parents.get(outer))
        case ast.Assign([ast.Name() as name]):
            return file.scopes.of(name) in _gathered(file)
        case ast.Call(func):
            return ast.unparse(func) in _AWAITING_ALL
    return False


def _named(node: ast.Call, names: Sequence[str], function: str) -> Started | None:
    """A call that hands over arguments as a tuple, and named ones as a dictionary: the last two of its `names`."""
    given = dict(zip(names, node.args, strict=False))
    given |= {each.arg: each.value for each in node.keywords if each.arg is not None}
    if not isinstance(given.get(function), _CALLABLE) or any(isinstance(each, ast.Starred) for each in node.args):
        return None
    values, named = given.get(names[-2]), given.get(names[-1])
    return Started(node, _call(node, given[function], _spread(values), _spread_named(named)))


def _spread(values: ast.expr | None) -> list[ast.expr]:
    if values is None:
        return []
    if isinstance(values, ast.Tuple | ast.List):
        return values.elts
    return [ast.copy_location(ast.Starred(values, ast.Load()), values)]


def _spread_named(values: ast.expr | None) -> list[ast.keyword]:
    if values is None:
        return []
    return [ast.copy_location(ast.keyword(None, values), values)]


def _is_kept(file: File, node: ast.Call) -> bool:
    """Whether what it gives is put with others, to be waited for together."""
    outer = file.parents.get(node)
    if isinstance(outer, ast.GeneratorExp | ast.ListComp | ast.SetComp):
        return outer.elt is node
    return isinstance(outer, ast.Call) and node in outer.args and called_name(outer) in _KEEPING


def _makes_coroutine(file: File, node: ast.Call) -> bool:
    """Whether it calls an `async def` of the file's."""
    functions = file.objects.callees(node)
    return bool(functions) and all(
        isinstance(each, ast.AsyncFunctionDef)
        and not any(isinstance(inner, ast.Yield) for inner in own_statements(each.body))
        for each in functions
    )


def _is_gathered(file: File, node: ast.Call) -> bool:
    outer = file.parents.get(node)
    if isinstance(outer, ast.GeneratorExp | ast.ListComp | ast.SetComp):
        return goes_to_gather(file, outer)
    base = outer.func.value if isinstance(outer, ast.Call) and isinstance(outer.func, ast.Attribute) else None
    return isinstance(base, ast.Name) and file.scopes.of(base) in _gathered(file)


@functools.lru_cache(maxsize=4)
def _gathered(file: File) -> frozenset[Variable]:
    """The names whose values `gather(*name)` awaits."""
    spread = (node for node in file.parents if isinstance(node, ast.Starred) and isinstance(node.value, ast.Name))
    return frozenset(file.scopes.of(node.value) for node in spread if _calls_gather(file.parents[node]))


@functools.lru_cache(maxsize=4)
def _lines_of_starting(file: File) -> frozenset[int]:
    lines: set[int] = set()
    for node in file.parents:
        if started_by(file, node) is None:
            continue
        outer: ast.AST | None = node
        while outer is not None and not isinstance(outer, _LOOPS):
            outer = None if isinstance(outer, _DEFINITIONS) else file.parents.get(outer)
        if outer is not None:
            lines.add(outer.lineno)
    return frozenset(lines)


def _calls_gather(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and called_name(node) == "gather"


def _call(
    node: ast.Call, function: ast.expr, arguments: Sequence[ast.expr], keywords: Sequence[ast.keyword] = ()
) -> ast.Call:
    return ast.copy_location(ast.Call(function, list(arguments), list(keywords)), node)


def waits_for_work(file: File, started: Started) -> ast.Call | None:
    """Where a task takes its work from a queue that others fill: `n = jobs.get()`; None for nowhere.

    Nobody fills it before the loop is over, so that such a task never ends.
    """
    functions = file.reading.callable_from([started.call])
    own = {node for function in functions for node in walk(function)}
    filled = {queue for node, queue in file.puts if node not in own}
    handed = {each.arg for function in functions for each in every_argument(function)}
    for node in sorted(own & _within_while(functions), key=lambda each: getattr(each, "lineno", 0)):
        if isinstance(node, ast.Call) and _takes_no_key(node) and called_on(node, _TAKING) in filled | handed:
            return node
    return None


def _takes_no_key(call: ast.Call) -> bool:
    """`get` of a queue takes whether it is to wait; that of a dictionary a key."""
    first = next(iter(call.args), None)
    return first is None or (isinstance(first, ast.Constant) and isinstance(first.value, bool))


def _within_while(functions: Iterable[Function]) -> set[ast.AST]:
    loops = [each for function in functions for each in walk(function) if isinstance(each, ast.While)]
    return {node for loop in loops for node in walk(loop)}
