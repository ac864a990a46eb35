"""Cells of a kernel as one program."""

from __future__ import annotations

import pytest

from parloop_gui.api.cells import program_of, without_parloop


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("import parloop_gui\nx = 1\n", "pass\nx = 1\n"),
        ("import os, parloop_gui as p\np.compare(f, 3)\n", "import os\npass\n"),
        (
            "from parloop_gui import compare\nr = compare(\n    f, 3)\nprint(r.headline)\ny = 2\n",
            "pass\npass\n\npass\ny = 2\n",
        ),
        ("import parloop_gui; x = 1; parloop_gui.compare(f, x)\n", "pass; x = 1; pass\n"),
        (
            "import parloop_gui as p\ndef ask():\n    return p.compare(f, 1)\n",
            "pass\ndef ask():\n    return p.compare(f, 1)\n",
        ),
        ("import parloop_gui as p\nfor n in (1, 2):\n    p.compare(f, n)\n", "pass\npass\n\n"),
        ("import parloop_gui\nr = parloop_gui.compare(f, 1)\nr = 3\nprint(r)\n", "pass\npass\nr = 3\nprint(r)\n"),
        ("é = 'é'; import parloop_gui\nx = é\n", "é = 'é'; pass\nx = é\n"),
        ("x = 1\n", "x = 1\n"),
        ("x = (\n", "x = (\n"),
    ],
)
def test_that_what_is_parloop_s_is_left_out_and_no_line_moves(text: str, left: str) -> None:
    found = without_parloop(text).replace("  # left out: it is Parloop’s", "")
    assert found == left
    assert found.count("\n") == text.count("\n")


def test_that_cells_keep_their_numbers_and_those_that_failed_are_empty() -> None:
    ran = ["x = 1", "1 / 0", "def (", "%time x\ny = x", "!ls"]
    assert program_of(ran, failed={2}).split("\n") == [
        *("# %% cell 1", "x = 1", "# %% cell 2", "", "# %% cell 3", ""),
        *("# %% cell 4", "pass  # left out: %time x", "y = x", "# %% cell 5", "pass  # left out: !ls", ""),
    ]
