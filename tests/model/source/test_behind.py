"""What is read behind a loop, told from what is kept of each statement: the same as going through all of them."""

from __future__ import annotations

import ast

import pytest

from parloop_gui.model.source.passes import Behind, all_read_too_early

BODIES = (
    "print(x)\nx = 1\nprint(x)",
    "x = 1\nprint(x)",
    "for x in y: print(x)\nprint(x)",
    "if y:\n    x = 1\nprint(x)",
    "if y:\n    x = 1\nelse:\n    raise y\nprint(x)\nprint(y)",
    "try:\n    x = 1\nexcept y as x:\n    pass\nx += 1",
    "with y as x:\n    print(x)\nprint(x)",
    "import x\nprint(x)",
    "def x(): return y\nprint(x)\ny = 1",
    "del y\nprint(y)",
    "raise y\nprint(x)",
    "while y:\n    x = x + 1\nprint([x for x in y], (y := x))",
)


@pytest.mark.parametrize("text", [*BODIES, "\n".join(BODIES), "\n".join(reversed(BODIES))])
@pytest.mark.parametrize("name", ["x", "y", "z"])
def test_that_the_reads_kept_are_those_found_by_going_through_all(text: str, name: str) -> None:
    body, behind = ast.parse(text).body, Behind()
    every = [(each.lineno, each.col_offset) for each in all_read_too_early(body, {name}, set())]
    for _ in range(2):  # what was kept tells the same
        assert [(each.lineno, each.col_offset) for each in behind.reads(body, name)] == every
