"""What a function of the user's leaves behind in its module: each worker process would do so for itself alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from parloop_gui.model.source.parsed import Parsed
from parloop_gui.model.source.refusal import EntangledError
from parloop_gui.model.splitting.objects import called_name
from parloop_gui.model.splitting.place import File, file_of
from parloop_gui.model.splitting.scopes import Function, Variable

_CONTAINERS = frozenset(("list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict", "bytearray"))
_WRITTEN_OUT = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant)


def changed_by(parsed: Parsed, name: str) -> tuple[str, ...]:
    """The module's names whose values the function of that name changes, with the functions that it may call.

    Nothing where the file is too entangled to tell: then running it must.
    """
    node = next((each for each in parsed.tree.body if getattr(each, "name", None) == name), None)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return ()
    try:
        return tuple(sorted(_changed_by(file_of(parsed), node)))
    except EntangledError:
        return ()


def _changed_by(file: File, node: Function) -> Iterable[str]:
    found: dict[str, None] = {}
    for function in (node, *file.reading.callable_from([node])):
        for place, touch in file.reading.of_function(function).changes.items():
            root = touch.name.partition(".")[0].partition("[")[0]
            is_own = isinstance(place, Variable) or place.owner >= 0
            scope = file.scopes.by_node[function]
            is_local = root in scope.names and root not in scope.shared
            if is_own and not is_local and _is_missed(file, root):
                found[root] = None
    return found


def _is_missed(file: File, name: str) -> bool:
    """Whether it is a name of the module's own for what no other process would see changed.

    What is neither a container nor a number may be shared by processes, as a `Value` is.
    """
    values = file.objects.values.get(Variable(0, name), []) if name in file.scopes.module.names else []
    return any(
        isinstance(each, _WRITTEN_OUT)
        or (
            isinstance(each, ast.Call) and (called_name(each) in _CONTAINERS or bool(file.objects.classes_called(each)))
        )
        for each in values
    )
