"""Cuts out of a module's source what a few of its names need: their code, and the imports for it.

    source file ─► statements, each with the names it binds and uses ─► those wanted, and what they use in turn

Relative imports are followed into the file they name and come along as code, so that what is cut out stands alone.
Where annotations are left out ("bare"), names that stand in them only are not followed.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..protocol.python_text import tree_of

Import = tuple[str, str, str]
"""(module, name, alias): `from module import name as alias`; name "" for `import module as alias`."""

Edit = tuple[int, int, str]
"""Bytes from, bytes to, and the text to stand there."""


@dataclass
class Slice:
    """Code that stands alone: its imports, and its parts in an order in which they can be run."""

    imports: set[Import] = field(default_factory=set)
    parts: dict[tuple[Path, int], str] = field(default_factory=dict)

    def text(self) -> str:
        """The parts, two blank lines around functions and classes."""
        text = ""
        for part in self.parts.values():
            wide = _is_definition(part) or _is_definition(text.rsplit("\n\n\n", 1)[-1])
            text += ("\n\n\n" if wide else "\n") * bool(text) + part
        return text


class Source:
    """A file's text, with the places of its syntax tree as byte offsets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path.read_bytes().replace(b"\r\n", b"\n")
        self.tree = tree_of(self.data)
        self.lines = self.data.splitlines(keepends=True)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> int:
        """Where the node begins."""
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> int:
        """Where the node ends."""
        return self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def edited(self, first_line: int, last_line: int, edits: Iterable[Edit] = ()) -> str:
        """Lines first to last (from 1, both included) with the edits that fall into them made."""
        low, high = self._starts[first_line - 1], self._starts[last_line]
        text, at = b"", low
        for start, end, new in sorted(edit for edit in edits if low <= edit[0] and edit[1] <= high):
            text += self.data[at:start] + new.encode()
            at = end
        return (text + self.data[at:high]).decode().rstrip("\n")

    def function(self, name: str) -> ast.FunctionDef:
        """The module-level function of that name; raises KeyError."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}[name]


@functools.cache
def source_of(path: Path) -> Source:
    """The file, read and parsed once; in a package modules name their compiled form, beside which the source lies."""
    return Source(path.with_suffix(".py"))


def cut_out(path: Path, names: Iterable[str], bare: bool = False, into: Slice | None = None) -> Slice:
    """What `names` need of the module at `path`; `bare` leaves annotations out."""
    result = Slice() if into is None else into
    source = source_of(path)
    path = source.path
    wanted, chosen = _reach(source, set(names), bare)
    for index in sorted(chosen):
        node = source.tree.body[index]
        if isinstance(node, ast.ImportFrom) and node.level:
            _follow(path, node, wanted, bare, result)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            result.imports.update(entry for entry in _entries(node) if _bound_by(entry) in wanted)
        else:
            edits = annotation_edits(source, node) if bare else ()
            result.parts[path, index] = source.edited(_first_line(source, node), node.end_lineno or node.lineno, edits)
    return result


def parse_imports(line: str) -> set[Import]:
    """The imports that a line of source makes."""
    found: set[Import] = set()
    for node in tree_of(line).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(_entries(node))
    return found


def import_text(imports: Iterable[Import]) -> str:
    """The import statements, whole modules first, sorted."""
    whole, parts = set(), dict[str, list[str]]()
    for module, name, alias in sorted(imports, key=_import_order):
        if name:
            parts.setdefault(module, []).append(name if alias == name else f"{name} as {alias}")
        else:
            whole.add(f"import {module}" if alias == module else f"import {module} as {alias}")
    future = parts.pop("__future__", [])
    lines = [f"from {module} import {', '.join(names)}" for module, names in sorted(parts.items())]
    head = f"from __future__ import {', '.join(future)}\n\n" if future else ""
    return head + "\n".join([*sorted(whole), *lines])


def _import_order(entry: Import) -> tuple[str, int, str]:
    """Constants, then classes, then functions, as formatters sort them."""
    module, name, _ = entry
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return module, kind, name


def used_names(node: ast.AST, bare: bool) -> set[str]:
    """Every name that stands in the code, annotations left out if `bare`."""
    skipped = {id(inner) for annotation in _annotations(node) for inner in ast.walk(annotation) if bare}
    found: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and id(inner) not in skipped:
            found.add(inner.id)
        elif isinstance(inner, ast.Global):
            found.update(inner.names)
    return found


def top_level_names(source: Source) -> set[str]:
    """Every name that the module binds."""
    return {name for node in source.tree.body for name in _bound(node)}


def annotation_edits(source: Source, node: ast.AST) -> list[Edit]:
    """What takes the annotations out of a piece of code."""
    edits: list[Edit] = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.arg) and inner.annotation:
            edits.append((source.start(inner) + len(inner.arg.encode()), source.end(inner.annotation), ""))
        elif isinstance(inner, ast.arguments):
            edits.extend(_default_edits(source, inner))
        elif isinstance(inner, ast.AnnAssign) and inner.value:
            edits.append((source.end(inner.target), source.end(inner.annotation), ""))
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and inner.returns:
            arrow: int = source.data.rindex(b"->", source.start(inner), source.start(inner.returns))
            edits.append((arrow - 1, source.end(inner.returns), ""))
    return edits


def _default_edits(source: Source, arguments: ast.arguments) -> list[Edit]:
    """No spaces around the = of a default whose annotation is taken out."""
    with_default = zip(arguments.args[::-1], arguments.defaults[::-1], strict=False)
    return [
        (source.end(argument.annotation), source.start(default), "=")
        for argument, default in with_default
        if argument.annotation
    ]


def _reach(source: Source, names: set[str], bare: bool) -> tuple[set[str], set[int]]:
    statements = [(index, node, _bound(node)) for index, node in enumerate(source.tree.body)]
    defined = {name for _, _, bound in statements for name in bound}
    wanted, chosen = set(names), set[int]()
    before = -1
    while len(chosen) > before:
        before = len(chosen)
        for index, node, bound in statements:
            # A statement that binds nothing changes what it uses: TABLE.update(…).
            if index not in chosen and wanted & (bound or used_names(node, bare) & defined):
                chosen.add(index)
                wanted |= used_names(node, bare)
    if not bare:
        wanted.add("annotations")
        chosen |= {index for index, _, bound in statements if "annotations" in bound}
    return wanted, chosen


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {_bound_by(entry) for entry in _entries(node)}
    names = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.stmt):
            names |= _bound(inner)
    return names


def _follow(path: Path, node: ast.ImportFrom, wanted: set[str], bare: bool, into: Slice) -> None:
    folder = path.parents[node.level - 1]
    target = folder.joinpath(*(node.module or "").split(".")).with_suffix(".py")
    for alias in node.names:
        bound = alias.asname or alias.name
        if bound in wanted:
            cut_out(target, [alias.name], bare, into)
            if bound != alias.name:
                into.parts[path, -node.lineno] = f"{bound} = {alias.name}"


def _entries(node: ast.Import | ast.ImportFrom) -> list[Import]:
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "", alias.name, alias.asname or alias.name) for alias in node.names]
    return [(alias.name, "", alias.asname or alias.name) for alias in node.names]


def _bound_by(entry: Import) -> str:
    return entry[2] if entry[1] else entry[2].partition(".")[0]


def _annotations(node: ast.AST) -> list[ast.expr]:
    found: list[ast.expr | None] = []
    for inner in ast.walk(node):
        if isinstance(inner, (ast.arg, ast.AnnAssign)):
            found.append(inner.annotation)
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(inner.returns)
    return [annotation for annotation in found if annotation is not None]


def _first_line(source: Source, node: ast.stmt) -> int:
    decorated = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.decorator_list
    line = decorated[0].lineno if decorated else node.lineno
    while line > 1 and source.lines[line - 2].startswith(b"#"):
        line -= 1
    return line


def _is_definition(part: str) -> bool:
    return any(line.startswith(("def ", "async def ", "class ")) for line in part.splitlines())
