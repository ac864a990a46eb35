"""What to do about a name that a user's code does not find: why it is not there, or what was meant instead."""

from __future__ import annotations

import ast
import functools
import linecache
from collections.abc import Iterator, Sequence

from .python_text import tree_of


def hint(error: BaseException, path: str, *, importing: bool = False) -> str:
    """What to add to a NameError of that file's code, beginning with "; "; "" where nothing is known.

    `importing`: the file was imported, not run, so that a loop of it could be named instead.
    """
    name = getattr(error, "name", None)
    if not isinstance(error, NameError) or not isinstance(name, str):
        return ""
    tree = _tree(path)
    guarded = [inner for node in tree.body if _is_main_guard(node) for inner in ast.walk(node)]
    line = next((getattr(node, "lineno", None) for node in guarded if name in _bound(node)), None)
    if line is not None:
        loop = next((node.lineno for node in guarded if isinstance(node, ast.For)), None)
        instead = f", or name the loop at line {loop}" if importing and loop is not None else ""
        what = "importing does not run" if importing else "only the program itself runs"
        return f"; line {line} sets it under the main guard, which {what}: set it above{instead}"
    return _meant(name, tree)


@functools.lru_cache(maxsize=2)  # each of thousands of tasks may miss the same name
def _tree(path: str) -> ast.Module:
    """The file's, an empty one where it can't be read or parsed."""
    try:
        return tree_of("".join(linecache.getlines(path)))
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def _meant(name: str, tree: ast.Module) -> str:
    import difflib  # only for this

    known = {each for node in _at_the_top(tree.body) for each in _bound(node)}
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _at_the_top(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """What binds names of the module: functions and classes are not entered."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from _at_the_top(list(ast.iter_child_nodes(node)))


def _bound(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return (node.id,)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return (node.name,)
    if isinstance(node, ast.alias):
        return ((node.asname or node.name).partition(".")[0],)
    return ()


def _is_main_guard(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "__name__" in {
        each.id for each in ast.walk(node.test) if type(each) is ast.Name
    }
