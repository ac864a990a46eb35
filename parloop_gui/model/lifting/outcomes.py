"""What a pass of the loop leaves: a value appended, yielded, printed or put under a key; anything else is refused.

results.append(f(x))      ─► return f(x)                        out[key] = f(x)     ─► return key, f(x)
if f(x):                  ─► results = []                       total += x          ─► LiftError: adds to what
    results.append(x)        if f(x):                           seen.pop()             earlier passes left
                                 results.append(x)              break
                             return results
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parloop_gui.model.lifting.refusal import LiftError, refused
from parloop_gui.model.source.names import bound, loads, own_statements, root
from parloop_gui.model.wording.units import listed

APPENDING = {"append": "[]", "extend": "[]", "add": "set()"}
_TAKING = {"pop", "popleft", "popitem", "get_nowait", "remove", "discard"}
_CHANGING = {"clear", "insert", "sort", "reverse", "appendleft", "setdefault", "update", "put", "move_to_end"}
_WRITING = {"write", "writelines", "writerow", "writerows"}
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True)
class Outcome:
    """One statement that leaves something.

    `kind` is "append", "extend", "add", "key", "yield", "yield-from" or "print".
    `name` is the collection, "" for what is yielded or printed; `values` are the expressions that are left.
    """

    node: ast.stmt
    kind: str
    name: str
    values: tuple[ast.expr, ...]

    @property
    def collection(self) -> str:
        """What an empty collection for it is."""
        return "{}" if self.kind == "key" else APPENDING.get(self.kind, "[]")


def outcomes_of(body: Sequence[ast.stmt], shared: set[str], target: set[str]) -> list[Outcome]:
    """What the body leaves, in order; raises LiftError for anything that other passes could see.

    `shared` are the names of values from around the loop, `target` the loop's own.
    """
    own = bound(body) | target
    found = [outcome for node in own_statements(body) if isinstance(node, ast.stmt) for outcome in _outcome(node, own)]
    if any(each.kind != "print" for each in found):
        found = [each for each in found if each.kind != "print"]
    _refuse_leaving(body)
    nodes = {id(each.node) for each in found}
    for node in own_statements(body):
        if id(node) not in nodes:
            _refuse_changing(node, shared, own, found)
    _refuse_reading(body, found)
    return found


def _outcome(node: ast.stmt, own: set[str]) -> Iterator[Outcome]:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), method), [ast.expr() as value], [])) if (
            method in APPENDING and name not in own
        ):
            yield Outcome(node, method, name, (value,))
        case ast.Assign([ast.Subscript(ast.Name(name), key)], value) if name not in own:
            yield Outcome(node, "key", name, (key, value))
        case ast.Expr(ast.Yield(value)):
            yield Outcome(node, "yield", "", (value or ast.Constant(None),))
        case ast.Expr(ast.YieldFrom(value)):
            yield Outcome(node, "yield-from", "", (value,))
        case ast.Expr(ast.Call(ast.Name("print"), values, keywords)) if (
            values
            and not any(isinstance(each, ast.Starred) for each in values)
            and not any(each.arg in ("file", None) for each in keywords)
        ):
            yield Outcome(node, "print", "", tuple(values))


def _refuse_leaving(body: Sequence[ast.stmt]) -> None:
    for node in own_statements(body):
        if isinstance(node, ast.Return):
            raise refused(node, "leaves the function by what a pass found, so later passes depend on earlier ones.")
        if isinstance(node, ast.Global | ast.Nonlocal):
            raise refused(node, "lets passes change names that all of them share.")
    for node in own_statements(body, *_LOOPS):
        if isinstance(node, ast.Break):
            raise refused(node, "ends the loop by what a pass found, so later passes depend on earlier ones.")


def _refuse_changing(node: ast.AST, shared: set[str], own: set[str], found: Sequence[Outcome]) -> None:
    outer = _outer(node, own)
    changes = isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load)
    if changes and outer and not any(node in getattr(each.node, "targets", ()) for each in found):
        raise refused(node, f"changes {outer}, which all passes share.")
    if isinstance(node, ast.Yield | ast.YieldFrom) and not any(node is _inner(each.node) for each in found):
        raise refused(node, "uses what is sent into the generator.")
    if isinstance(node, ast.Call):
        _refuse_call(node, shared, own, found)


def _refuse_call(node: ast.Call, shared: set[str], own: set[str], found: Sequence[Outcome]) -> None:
    if isinstance(node.func, ast.Name) and node.func.id == "next" and node.args:
        taken = root(node.args[0])
        if taken in shared:
            raise refused(node, f"takes from {taken}, which all passes share.")
    if not isinstance(node.func, ast.Attribute) or any(node is _inner(each.node) for each in found):
        return
    outer, method = _outer(node.func.value, own), node.func.attr
    if outer not in shared:
        return
    for methods, does in (
        (_TAKING, "takes from"),
        (_WRITING, "writes to"),
        (_CHANGING | set(APPENDING), "changes"),
    ):
        if method in methods:
            raise refused(node, f"{does} {outer}, which all passes share.")


def _outer(node: ast.AST, own: set[str]) -> str | None:
    """The name from around the loop at the beginning of the expression; None where there is none."""
    name = root(node)
    return None if name is None or name in own else name


def _refuse_reading(body: Sequence[ast.stmt], found: Sequence[Outcome]) -> None:
    collections = {each.name for each in found} - {""}
    kinds = {(each.name, each.collection) for each in found if each.name}
    if len(kinds) > len(collections):
        raise LiftError(f"The loop fills {min(name for name, _ in kinds)!r} in two ways.", found[0].node.lineno)
    bases = {id(base) for each in found for base in _bases(each.node)}
    for name in loads(body):
        if name.id in collections and id(name) not in bases:
            raise LiftError(
                f"The loop reads `{name.id}` (line {name.lineno}), which earlier passes filled.", name.lineno
            )


def _bases(node: ast.stmt) -> Iterator[ast.expr]:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(base))):
            yield base
        case ast.Assign([ast.Subscript(base)]):
            yield base


def _inner(node: ast.stmt) -> ast.expr | None:
    return node.value if isinstance(node, ast.Expr) else None


def is_one_value(body: Sequence[ast.stmt], found: Sequence[Outcome]) -> bool:
    """Whether each pass leaves exactly one thing in each place, so that it can simply be returned."""
    names = [each.name for each in found]
    return (
        bool(found)
        and all(each.node in body and each.kind not in ("extend", "yield-from") for each in found)
        and len(set(names)) == len(names)
        and not any(isinstance(node, ast.Continue) for node in own_statements(body, *_LOOPS))
    )


def in_words(found: Sequence[Outcome]) -> str:
    """What is collected: "what it appends to results", for a docstring."""
    said = {
        "append": "appends to",
        "extend": "adds to",
        "add": "adds to",
        "key": "puts into",
        "yield": "yields",
        "yield-from": "yields",
        "print": "prints",
    }
    verbs: dict[str, list[str]] = {}
    for each in found:
        names = verbs.setdefault(said[each.kind], [])
        names += [each.name] if each.name and each.name not in names else []
    parts = [f"{verb} {listed(names)}".strip() for verb, names in verbs.items()]
    return f"what it {' and '.join(parts)}" if parts else "nothing"


def check_collection(found: Outcome, value: ast.expr | None, known: bool) -> None:
    """Whether what is filled is a collection, by the `value` it was bound to, where that is known; raises LiftError."""
    if not known or _is_collection(value):
        return
    raise refused(found.node, f"changes {found.name}, which is no list, set or dictionary made before the loop.")


def _is_collection(value: ast.expr | None) -> bool:
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.BinOp(ast.List(), ast.Mult()) | ast.BinOp(_, ast.Mult(), ast.List()):
            return True
        case ast.Call(ast.Name(name)) | ast.Call(ast.Attribute(_, name)):
            return name in _MAKING
    return False


_MAKING = {
    *("list", "set", "dict", "deque", "defaultdict", "OrderedDict", "Counter", "zeros", "zeros_like", "empty"),
    *("empty_like", "ones", "full", "bytearray", "array"),
}
