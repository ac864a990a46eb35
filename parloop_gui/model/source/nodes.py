"""The nodes of a syntax tree, gone through many times: what stands in each is looked up once and kept at the node.

Nothing changes what stands in a node that is asked for its children: each change of a user's code is one of its text.
"""

from __future__ import annotations

import ast

# A file of 5,000 lines has 50,000 nodes, and each is looked at some 40 times while its loops are judged: two thirds of
# the whole time went into finding their children anew.
_KEPT = "_parloop_children"
# Fields that never hold a node that anybody looks for; `ctx` alone is a third of all nodes.
_PLAIN = frozenset(
    (
        *("ctx", "id", "attr", "arg", "kind", "type_comment", "level", "module", "asname", "conversion", "simple"),
        *("is_async", "rest", "kwd_attrs", "tag", "type_ignores"),
    )
)
# Of the kinds that this Python knows: another's tree may have others, each made for its node.
_fields: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _PLAIN)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}


def children(node: ast.AST) -> tuple[ast.AST, ...]:
    """The nodes right within it, in order; without those that say whether a name is read or set."""
    known: tuple[ast.AST, ...] | None = node.__dict__.get(_KEPT)
    if known is None:
        known = _children(node)
        setattr(node, _KEPT, known)
    return known


def walk(node: ast.AST) -> list[ast.AST]:
    """The node and all within it, those of one level before those of the next."""
    found = [node]
    for each in found:  # grows meanwhile
        found += children(each)
    return found


def _children(node: ast.AST) -> tuple[ast.AST, ...]:
    found: list[ast.AST] = []
    for name in _fields.get(type(node), node._fields):
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return tuple(found)
