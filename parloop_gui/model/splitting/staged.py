"""A file's text with one loop replaced by both ways of running it: what is run up to the loop and measured there."""

from __future__ import annotations

import ast

from parloop_gui.model.source.cut import Change, Numbered, indented
from parloop_gui.model.splitting.code import INDENT, Code
from parloop_gui.model.splitting.place import Place

# The name under which the staged text finds the engine.
ENTRY = "__parloop__"


def loop_lines(
    place: Place, loop: ast.For, code: Code, name: str, *, until_found: bool
) -> tuple[list[Numbered], list[Numbered]]:
    """The loop as it stands, and the one that folds; both at the left margin. `name`: what the engine gives.

    `until_found`: it may end at any of its passes.
    """
    items = place.file.cutter.source(loop.iter)
    original: list[Change] = [(loop.iter, f"{name}.originals({_one(loop.iter, items)})")]
    over = passes(code, name, _one(loop.iter, items), until_found=until_found)
    folding = _folding(place, loop, code, over)
    return place.file.cutter.numbered_statement(loop, original, ""), folding


# What stands for the names of the list of items, and of that of results, until they are chosen.
ITEMS, RESULTS = "__parloop_items__", "__parloop_results__"


def fold_lines(place: Place, loop: ast.For, code: Code, is_target_needed: bool, until_found: bool) -> list[Numbered]:
    """The loop that folds results which are all there; nothing where it would do nothing.

    `until_found`: they are those of a chunk, so that what is done where nothing ended the loop comes later.
    """
    if [text.strip() for text, _ in code.fold] == ["pass"] and not is_target_needed:
        return else_lines(place, loop)
    return _folding(place, loop, code, f"zip({ITEMS}, {RESULTS})", has_else=not until_found)


def _folding(place: Place, loop: ast.For, code: Code, over: str, has_else: bool = True) -> list[Numbered]:
    head = f"for {code.target}, {code.results} in {over}:"
    lines = [(head, loop.lineno), *indented(code.fold, INDENT)]
    if loop.orelse and has_else:
        lines += [("else:", loop.lineno), *indented(else_lines(place, loop), INDENT)]
    return lines


def else_lines(place: Place, loop: ast.For) -> list[Numbered]:
    """What is done where nothing ended the loop."""
    return place.file.cutter.numbered_body(loop.orelse, (), "") if loop.orelse else []


def passes(code: Code, name: str, items: str, *, until_found: bool = False) -> str:
    """The call that gives each item with the result of its pass."""
    given = f"({', '.join(code.handed)},)" if code.handed else "()"
    return f"{name}.passes({items}, {code.function}, {code.give_name}, {given}{', True' * until_found})"


def staged_lines(place: Place, code: Code, name: str, ways: tuple[list[Numbered], list[Numbered]]) -> list[Numbered]:
    """The lines of the staged text, each with the line of the file that it is; `ways`: as it stands, and folding."""
    cutter, line = place.file.cutter, place.node.lineno
    first, above = cutter.first_line(place.node), cutter.first_line(place.top)
    indent = cutter.indentation(place.node) or ""
    original, folding = (indented(way, indent + INDENT * 2) for way in ways)
    new: list[Numbered] = [
        (f"{indent}with {ENTRY}.at_the_loop() as {name}:", line),
        (f"{indent}{INDENT}if {name}.original:", line),
        *original,
        (f"{indent}{INDENT}else:", line),
        *folding,
    ]
    return [
        *definitions(code, cutter.numbered_lines(1, above - 1)),
        *cutter.numbered_lines(above, first - 1),
        *new,
        *cutter.numbered_lines((place.node.end_lineno or 0) + 1, cutter.last_line),
    ]


def definitions(code: Code, above: list[Numbered]) -> list[Numbered]:
    """The task, and what gives workers what it reads, with blank lines behind them and the lines that stand above."""
    line = code.task[0][1]
    blank = [("", line)] * 2
    is_apart = not above or not above[-1][0].strip()
    return [*above, *(() if is_apart else blank), *([*code.give, *blank] if code.give else []), *code.task, *blank]


def _one(node: ast.expr, text: str) -> str:
    """As a single argument."""
    return f"({text})" if isinstance(node, ast.Tuple) else text
