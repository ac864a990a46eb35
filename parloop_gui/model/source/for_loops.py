"""The for loops of a file, and where each stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parloop_gui.model.source.foreign_tree import written
from parloop_gui.model.source.parsed import Parsed, is_main_guard

Loop = ast.For | ast.AsyncFor
Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class LoopFound:
    """A for loop: its line, its head ("for path in paths"), and the function it stands in ("" at the top level).

    `problem` is why it can't be taken apart, with the name or statement that stands in the way; "" where it can. `rank`
    is lowest for the one that is most likely meant.
    """

    line: int
    text: str
    within: str
    problem: str = ""
    rank: tuple[int, ...] = ()


@dataclass(frozen=True)
class LoopNode:
    """A loop's node, and the statements around it from the module down, each the parent of the next."""

    node: Loop
    around: tuple[ast.stmt, ...]


def loops_of(parsed: Parsed) -> tuple[LoopFound, ...]:
    """Every for statement that stands in no other, in order."""
    return tuple(
        LoopFound(each.node.lineno, head(each.node), around_of(each.around))
        for each in loop_nodes(parsed.tree.body)
        if not any(isinstance(outer, Loop) for outer in each.around)
    )


def loop_nodes(body: Sequence[ast.stmt], around: tuple[ast.stmt, ...] = ()) -> Iterator[LoopNode]:
    """Every for statement, those within others included, with what stands around it."""
    for node in body:
        if isinstance(node, Loop):
            yield LoopNode(node, around)
        for inner in blocks(node):
            yield from loop_nodes(inner, (*around, node))


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks of statements that a compound statement holds."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block:
            yield block
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def head(node: Loop) -> str:
    """The loop's first line without its colon."""
    word = "async for" if isinstance(node, ast.AsyncFor) else "for"
    return f"{word} {written(node)}"


def around_of(around: Sequence[ast.stmt]) -> str:
    """What those statements are called together: "Shop.run", "the main guard"; "" at the top level."""
    names = [outer.name for outer in around if isinstance(outer, Scope)]
    if names:
        return ".".join(names)
    return "the main guard" if any(map(is_main_guard, around)) else ""


def statements_around(parsed: Parsed, line: int) -> tuple[ast.stmt, ...]:
    """The statements that the line lies in, from the module down."""
    # Only down to where the line lies: a listing asks for each loop, and a long file has a hundred thousand nodes.
    found: list[ast.stmt] = []
    waiting: list[ast.stmt] = parsed.tree.body
    while waiting:
        here = [node for node in waiting if node.lineno <= line <= (node.end_lineno or 0)]
        found += here
        waiting = [inner for node in here for block in blocks(node) for inner in block]
    return tuple(found)
