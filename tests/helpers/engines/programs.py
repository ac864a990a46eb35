"""Programs with a loop to run to, staged by hand: what the split makes of a file, without the split."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

from parloop_gui.engine.protocol.messages import LoopSpec, Program

# Stands on the loop's own line.
MARK = "# the loop"


def staged(
    path: Path,
    text: str,
    *,
    task: str,
    fold: str,
    give: str = "",
    values: str = "",
    arguments: tuple[str, ...] = (),
    sample: int | None = None,
    until_found: bool = False,
) -> LoopSpec:
    """Write the program to `path` and stage the loop that bears the mark: its `task`, its `fold`, what is given."""
    text = textwrap.dedent(text).lstrip("\n")
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines, 1) if MARK in line)
    loop = next(node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.For) and node.lineno == at)
    top = next(node for node in ast.parse(text).body if node.lineno <= at <= (node.end_lineno or at))
    until, indent = loop.end_lineno or at, " " * loop.col_offset
    target, items = ast.unparse(loop.target), ast.unparse(loop.iter)
    given = f"({values},)" if values else "()"
    passed = f"{items}, task, {'give' if give else None}, {given}, {until_found}"
    helpers = [*textwrap.dedent(task).strip().splitlines(), *textwrap.dedent(give).strip().splitlines()]
    changed = [
        "with __parloop__.at_the_loop() as place:",
        "    if place.original:",
        f"        for {target} in place.originals({items}):",
        *[f"        {line[len(indent) :]}" for line in lines[at:until]],
        "    else:",
        f"        for {target}, _value in place.passes({passed}):",
        *[f"            {line}" for line in textwrap.dedent(fold).strip().splitlines()],
    ]
    body = range(at + 1, until + 1)
    parts = [
        *[(number, lines[number - 1]) for number in range(1, top.lineno)],
        *[(at, line) for line in helpers],
        *[(number, lines[number - 1]) for number in range(top.lineno, at)],
        *zip(
            [at, at, at, *body, at, at, *[at] * len(changed)],
            [f"{indent}{line}" for line in changed],
            strict=False,
        ),
        *[(number, lines[number - 1]) for number in range(until + 1, len(lines) + 1)],
    ]
    program = Program(
        "\n".join(line for _, line in parts) + "\n",
        at,
        tuple(number for number, _ in parts),
        arguments,
        tuple(name.strip() for name in values.split(",") if name.strip()),
    )
    head = lines[at - 1].partition(MARK)[0].strip()
    return LoopSpec("program", head, items, path=str(path), function="task", sample=sample, program=program)
