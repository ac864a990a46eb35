"""Puts the imports that a changed file needs where its own ones have them: sorted in, where these are sorted.

What counts as sorted is isort's order, which ruff's I001 asks for as well:

import ast                                       section by section, Python's own first;
from concurrent.futures import wait   ─►         in each, whole modules first; names of one module in one line
                                                 from concurrent.futures import ProcessPoolExecutor, wait
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parloop_gui.engine.protocol.python_text import tree_of
from parloop_gui.model.source.cut import Cutter, Numbered

_Import = ast.Import | ast.ImportFrom
# Columns that a line may have by what formatters do without a setting: a longer one would be broken by them.
_WIDEST = 88
# Blank lines behind imports: before a definition two, before anything else one.
_BEFORE_DEFINITION, _BEFORE_OTHERS = 2, 1
# By PEP 263: in which of a file's lines its coding may stand, and how that is told.
_CODING_LINES = 2
_CODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+")
_Key = tuple[int, bool, str, str]


def with_imports(body: Sequence[ast.stmt], cutter: Cutter, lines: list[Numbered], imports: list[str]) -> list[Numbered]:
    """The lines with the imports that the file, whose statements `body` are, has not yet.

    The first of `lines` are the file's own down to its first statement that imports nothing.
    """
    known = {ast.unparse(each) for node in body if isinstance(node, _Import) for each in (node, *_single(node))}
    missing = [new for each in imports if (new := _unknown_of(_parsed(each), known)) is not None]
    if not missing:
        return lines
    start = int(_is_docstring(body[0])) if body else 0
    own = [*itertools.takewhile(lambda node: isinstance(node, _Import), body[start:])]
    keys = [_key(node) for node in own if isinstance(node, _Import)]
    if not own:
        return _alone(lines, body[start - 1].end_lineno or 0 if start else _header(lines), missing)
    if keys != sorted(keys) or any(len(node.names) > 1 for node in own if isinstance(node, ast.Import)):
        after = own[-1].end_lineno or own[-1].lineno
        return [*lines[:after], *((ast.unparse(each), after) for each in missing), *lines[after:]]
    return _sorted_in([node for node in own if isinstance(node, _Import)], cutter, lines, missing)


def _sorted_in(own: list[_Import], cutter: Cutter, lines: list[Numbered], missing: Iterable[_Import]) -> list[Numbered]:
    """Each where it belongs; those of one place together."""
    lines = [*lines]
    places: dict[_Gap, list[_Import]] = {}
    for new in sorted(missing, key=_key):
        same = next((node for node in own if _can_join(node, new, lines)), None)
        if same is not None:
            names = _ordered([*same.names, *new.names])
            lines[same.lineno - 1] = ast.unparse(ast.ImportFrom(getattr(same, "module", None), names, 0)), same.lineno
        else:
            places.setdefault(_gap_of(new, own, cutter), []).append(new)
    # From the last one on: the lines above keep their numbers, and of two at one place the later section goes in first.
    for gap in sorted(places, key=lambda each: (each.at, _key(places[each][0])), reverse=True):
        lines[gap.at : gap.at] = [(text, max(gap.at, 1)) for text in _block(gap, places[gap])]
    return lines


class _Gap(NamedTuple):
    """Behind so many lines, and whether a blank line belongs above and below what is put there."""

    at: int
    above: bool
    below: bool


def _gap_of(new: _Import, own: Sequence[_Import], cutter: Cutter) -> _Gap:
    """Behind its section's last one that comes before it; before the next one where it is the first of its section."""
    section = _key(new)[0]
    before = [node for node in own if _key(node) < _key(new)]
    behind = [node for node in own if _key(node) >= _key(new)]
    if before and (_key(before[-1])[0] == section or not behind):
        return _Gap(before[-1].end_lineno or 0, _key(before[-1])[0] != section, False)
    first = behind[0]
    # Comments above belong to what they stand above; those of the first may be the file's own.
    at = (first.lineno if first is own[0] else cutter.first_line(first)) - 1
    return _Gap(at, False, _key(first)[0] != section or at < first.lineno - 1)  # comments have a blank line above them


def _block(gap: _Gap, nodes: Sequence[_Import]) -> Iterator[str]:
    if gap.above:
        yield ""
    yield from _texts(nodes)
    if gap.below:
        yield ""


def _texts(nodes: Sequence[_Import]) -> Iterator[str]:
    """Sorted ones, a blank line between two sections."""
    for section, each in itertools.groupby(nodes, key=lambda node: _key(node)[0]):
        if section != _key(nodes[0])[0]:
            yield ""
        yield from map(ast.unparse, each)


def _alone(lines: list[Numbered], after: int, missing: Iterable[_Import]) -> list[Numbered]:
    """A block of their own, with the blank lines that belong around one."""
    rest = lines[after:]
    blank = len([*itertools.takewhile(lambda each: not each[0].strip(), rest)])
    following = rest[blank][0] if blank < len(rest) else ""
    wanted = _BEFORE_DEFINITION if following.startswith(("def ", "async def ", "class ", "@")) else _BEFORE_OTHERS
    above = [("", after)] if after and lines[after - 1][0].strip() else []
    texts = _texts(sorted(missing, key=_key))
    added = [*above, *((text, max(after, 1)) for text in texts), *[("", max(after, 1))] * wanted]
    return [*lines[:after], *added, *rest[blank:]]


def _header(lines: Sequence[Numbered]) -> int:
    """How many lines of comments a file begins with, its interpreter and its coding among them."""
    found = len([*itertools.takewhile(lambda each: each[0].startswith("#"), lines)])
    if found < len(lines) and not lines[found][0].strip():
        return found
    # What stands right above code is about that code, but for those that Python and the system look for at the top.
    top = lines[: min(found, _CODING_LINES)]
    return max((n for n, (text, _) in enumerate(top, 1) if text.startswith("#!") or _CODING.match(text)), default=0)


def _can_join(node: _Import, new: _Import, lines: Sequence[Numbered]) -> bool:
    """Whether the names can stand in that line, which holds nothing else."""
    if not isinstance(node, ast.ImportFrom) or not isinstance(new, ast.ImportFrom) or node.level or new.level:
        return False
    text = lines[node.lineno - 1][0]
    if node.module != new.module or any(each.asname for each in node.names) or text != ast.unparse(node):
        return False
    names = ", ".join(each.name for each in new.names)
    return node.names == _ordered(node.names) and len(text) + len(names) + len(", ") <= _WIDEST


def _ordered(names: Iterable[ast.alias]) -> list[ast.alias]:
    """Names of one module: constants first, then classes, then the rest."""
    return sorted(names, key=lambda each: (_type_of(each.name), each.name.lower(), each.name))


def _type_of(name: str) -> int:
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[:1].isupper() else 2


def _key(node: _Import) -> _Key:
    if isinstance(node, ast.Import):
        name = node.names[0].name
        return _section(name, 0), False, name.lower(), name
    name = node.module or ""
    return _section(name, node.level), True, name.lower(), name


def _section(module: str, level: int) -> int:
    if module == "__future__":
        return 0
    if level:
        return 3
    return 1 if module.partition(".")[0] in sys.stdlib_module_names else 2


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _parsed(line: str) -> _Import:
    node = tree_of(line).body[0]
    assert isinstance(node, _Import)
    return node


def _single(node: _Import) -> list[ast.stmt]:
    """Each of its names as an import by itself."""
    if isinstance(node, ast.ImportFrom):
        return [ast.ImportFrom(node.module, [each], node.level) for each in node.names]
    return [ast.Import([each]) for each in node.names]


def _unknown_of(node: _Import, known: set[str]) -> _Import | None:
    """The import with only those of its names that are not known yet, which they are from then on; None for none."""
    singles = zip(map(ast.unparse, _single(node)), node.names, strict=True)
    unknown = {text: name for text, name in singles if text not in known}
    known.update(unknown)
    node.names = [*unknown.values()]
    return node if node.names else None
