"""What the files of the package import, define and reach for: read from their text, nothing of them runs."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "parloop_gui"
MODULES = sorted(PACKAGE.rglob("*.py"))


class Import(NamedTuple):
    """One name that a file imports. Deferred or for types alone, it is an import: a reader has to know both files."""

    file: Path
    line: int
    module: str
    """In whole, of a relative import too."""
    name: str = ""
    """What is imported from the module, "" for the module itself."""
    target: Path | None = None
    """The file of this package that is imported, if it is one."""
    is_relative: bool = False
    is_deferred: bool = False
    """Made by a call, or under a condition."""

    def __str__(self) -> str:
        return f"{short(self.file)}:{self.line} imports {short(self.target) if self.target else self.module}"


class Source(NamedTuple):
    """What is asked of a file. Its tree is not kept: all trees are 270,000 nodes, which Python's collector walks."""

    docstring: str | None
    imports: tuple[Import, ...]
    defined: frozenset[str]
    """Names of functions, classes, variables and of what an object keeps in itself."""
    reached: tuple[ast.Attribute, ...]
    """Private names of another than itself."""


@functools.cache
def short(path: Path) -> str:
    """The path within the package, `./app.py` for what lies in the package itself."""
    return f"./{path.name}" if path.parent == PACKAGE else path.relative_to(PACKAGE).as_posix()


@functools.cache
def room(path: Path) -> str:
    """The folder of a file. What lies in the package itself, to start it, is no room: each file stands for itself."""
    return short(path) if path.parent == PACKAGE else path.parent.relative_to(PACKAGE).as_posix()


def top(module: str) -> str:
    """`a` of `a.b.c`."""
    return module.partition(".")[0]


@functools.cache
def source(path: Path) -> Source:
    """The file, read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports: list[Import] = []
    defined: set[str] = set()
    reached: list[ast.Attribute] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom():
                imports += _imports(path, node, is_deferred=node not in tree.body)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                defined.add(node.name)
            case ast.Name(ctx=ast.Store()):
                defined.add(node.id)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), ctx=ast.Store()):
                defined.add(node.attr)
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute() if is_private(node.attr):
                reached.append(node)
    return Source(ast.get_docstring(tree), tuple(imports), frozenset(defined), tuple(reached))


def imports(paths: Iterable[Path]) -> Iterator[Import]:
    """All imports of these files."""
    return (each for path in paths for each in source(path).imports)


def is_private(name: str) -> bool:
    """`_name`; not `__name__`, nor what named tuples have, which would be public but for their fields' names."""
    return name.startswith("_") and not name.startswith("__") and name not in dir(Import)


def _imports(path: Path, node: ast.Import | ast.ImportFrom, *, is_deferred: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(path, node.lineno, alias.name, "", _file_of(alias.name), is_deferred=is_deferred)
        return
    package = [PACKAGE.name, *path.relative_to(PACKAGE).parts[:-1]]
    above = package[: len(package) - node.level + 1] if node.level else []
    base = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        inner = f"{base}.{alias.name}"
        module, name = (inner, "") if _file_of(inner) else (base, alias.name)
        yield Import(path, node.lineno, module, name, _file_of(module), node.level > 0, is_deferred)


@functools.cache
def _file_of(module: str) -> Path | None:
    if top(module) != PACKAGE.name:
        return None
    path = ROOT.joinpath(*module.split("."))
    there = (path.with_suffix(".py"), path / "__init__.py")
    return next((each for each in there if each.exists()), None)
