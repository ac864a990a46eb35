"""A file's text with one loop replaced by both ways of running it: what is run up to the loop and measured there."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from parloop_gui.model.source.cut import Change, Numbered
from parloop_gui.model.splitting.code import INDENT, Code
from parloop_gui.model.splitting.place import Place

ENTRY = "__parloop__"
"""The name under which the staged text finds the engine."""


def staged_lines(place: Place, loop: ast.For, code: Code, name: str) -> list[Numbered]:
    """The lines of the staged text, each with the line of the file that it is; `name`: what the engine gives."""
    cutter = place.file.cutter
    line = loop.lineno
    first, above = cutter.first_line(place.node), cutter.first_line(place.top)
    indent = cutter.indentation(place.node) or ""
    inner = indent + INDENT * 2
    items = cutter.source(loop.iter)
    given = f"({', '.join(code.handed)},)" if code.handed else "()"
    original: list[Change] = [(loop.iter, f"{name}.originals({_one(loop.iter, items)})")]
    passes = f"{name}.passes({_one(loop.iter, items)}, {code.function}, {code.give_name}, {given})"
    new: list[Numbered] = [
        (f"{indent}with {ENTRY}.at_the_loop() as {name}:", line),
        (f"{indent}{INDENT}if {name}.original:", line),
        *cutter.numbered_statement(loop, original, inner),
        (f"{indent}{INDENT}else:", line),
        (f"{inner}for {code.target}, {code.results} in {passes}:", line),
        *indented(code.fold, inner + INDENT),
    ]
    return [
        *cutter.numbered_lines(1, above - 1),
        *definitions(code),
        *cutter.numbered_lines(above, first - 1),
        *(each for text, number in new for each in _single_lines(text, number)),
        *cutter.numbered_lines((place.node.end_lineno or 0) + 1, cutter.last_line),
    ]


def definitions(code: Code) -> list[Numbered]:
    """The task, and what gives workers what it reads, with blank lines behind them."""
    line = code.task[0][1]
    blank = [("", line)] * 2
    return [*([*code.give, *blank] if code.give else []), *code.task, *blank]


def indented(lines: Sequence[Numbered], indent: str) -> list[Numbered]:
    """The lines moved to the right."""
    return [(indent + text if text.strip() else text, number) for text, number in lines]


def _one(node: ast.expr, text: str) -> str:
    """As a single argument."""
    return f"({text})" if isinstance(node, ast.Tuple) else text


def _single_lines(text: str, number: int) -> list[Numbered]:
    """A line that holds code of several lines, as these."""
    return [(each, number + at) for at, each in enumerate(text.split("\n"))]
