"""A notebook's cells as one text, and where its lines stand."""

from __future__ import annotations

import ast
import copy
import json
import pickle

import pytest

from parloop_gui.engine.protocol.notebook import CellLine, joined, left_out, line_in, lines_in


def notebook(*cells: str, as_lines: bool = True) -> bytes:
    """Code cells with these texts, a heading between them."""
    code = [
        {"cell_type": "code", "source": text.splitlines(keepends=True) if as_lines else text, "outputs": []}
        for text in cells
    ]
    return json.dumps({"cells": [code[0], {"cell_type": "markdown", "source": "# for x in y:"}, *code[1:]]}).encode()


@pytest.mark.parametrize("as_lines", [True, False])
def test_that_code_cells_become_one_text_in_order(as_lines: bool) -> None:
    text = joined(notebook("a = 1\nb = 2", "print(a)", as_lines=as_lines))
    assert text == "# %% cell 1\na = 1\nb = 2\n# %% cell 2\nprint(a)\n"
    assert [str(lines_in(text)[number]) for number in (2, 3, 5)] == ["1 of cell 1", "2 of cell 1", "1 of cell 2"]


@pytest.mark.parametrize(
    "line", ["%matplotlib inline", "!ls data", "names = !ls", "found = %who_ls", "?print", "print?", "%%time", "x = 1?"]
)
def test_that_what_only_ipython_knows_is_left_out_and_keeps_its_line(line: str) -> None:
    text = joined(notebook(f"{line}\nif a:\n    !ls\na = 1"))
    assert [node.lineno for node in ast.parse(text).body] == [2, 3, 5]
    assert left_out(text) == [(2, line), (4, "!ls")]


def test_that_a_cell_of_another_language_is_left_out_whole() -> None:
    text = joined(notebook("%%bash\necho a\n\necho b", "a = 1"))
    assert [node.lineno for node in ast.parse(text).body] == [7]
    assert left_out(text) == [(2, "%%bash")]


@pytest.mark.parametrize("code", ["a = (7\n% 3)", 'a = """\n%time\n!ls\n"""', "a = 1  # what?"])
def test_that_what_is_python_stays(code: str) -> None:
    assert joined(notebook(code)) == f"# %% cell 1\n{code}\n"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"cells": 3}', b"for x in y: ..."])
def test_that_what_is_no_notebook_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        joined(data)


def test_that_a_mark_of_somebody_s_own_begins_no_cell() -> None:
    lines = lines_in(joined(notebook("# %% cell 7\na = 1", "# %% cell 1\nb = 1")))
    assert [str(lines[number]) for number in (3, 6)] == ["2 of cell 1", "2 of cell 2"]


def test_that_a_cell_s_line_is_a_number_like_any() -> None:
    line = CellLine(12, 3, 2)
    assert (f"line {line}", line + 1, json.dumps([line]), int(line)) == ("line 2 of cell 3", 13, "[12]", 12)
    assert [str(each) for each in (copy.deepcopy(line), pickle.loads(pickle.dumps(line)))] == ["2 of cell 3"] * 2
    assert str(line_in("x.py", "# %% cell 1\na\n", 2)) == "2"
    assert str(line_in("x.ipynb", "# %% cell 1\na\n", 2)) == "1 of cell 1"


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("display(df)", "(df)  # left out: display"),
        ("if a:\n    display (é, b)  # both", "if a:\n    (é, b)  # both  # left out: display"),
        ("display(work(\n    1))", "(work(\n    1))  # left out: display"),
        ("display(a); display(b)", "(a); (b)  # left out: display"),
        ("display(a, display_id=True)", "display(a, display_id=True)"),
        ("shown = display(a)", "shown = display(a)"),
    ],
)
def test_that_what_display_shows_is_computed_as_before(code: str, plain: str) -> None:
    text = joined(notebook(code))
    assert text == f"# %% cell 1\n{plain}\n"
    told = [(number, what) for number, what in left_out(text) if what.endswith("display")]
    assert len(told) == (plain != code)
    ast.parse(text)


@pytest.mark.parametrize(
    "own", ["from IPython.display import display", "def display(a): pass", "display = print", "from x import (display)"]
)
def test_that_a_display_of_the_notebook_s_own_stays(own: str) -> None:
    assert joined(notebook(own, "display(1)")) == f"# %% cell 1\n{own}\n# %% cell 2\ndisplay(1)\n"
