"""A notebook that compares what its cells make, executed in a kernel of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

nbclient = pytest.importorskip("nbclient", reason="Jupyter is not installed here: make test-extras brings it")
nbformat = pytest.importorskip("nbformat", reason="Jupyter is not installed here: make test-extras brings it")

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
MAKES = """
import neighbour
def task(item):
    return neighbour.doubled(item)
NAMES = [object(), object(), object()]
"""
FEW = "--strategies serial --rounds 1 --seed 7"


def executed(folder: Path, monkeypatch: pytest.MonkeyPatch, *cells: str) -> list[dict[str, Any]]:
    """What the last cell put out, all of them run in that folder."""
    (folder / "neighbour.py").write_text("seen = []\ndef doubled(item):\n    seen.append(item)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("HOME", str(folder))
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    client = nbclient.NotebookClient(
        made, timeout=100, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    outputs: list[dict[str, Any]] = made.cells[-1].outputs
    return outputs


def said(outputs: list[dict[str, Any]]) -> str:
    return "".join(str(each.get("text", "")) + str(each.get("evalue", "")) for each in outputs)


def test_that_three_ways_give_the_same_loop_and_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = "ways = [parloop_gui.compare(task, NAMES, strategies='serial', rounds=1, seed=7)]"
    outputs = executed(
        tmp_path,
        monkeypatch,
        MAKES,
        "%load_ext parloop_gui",
        "raise ValueError('a cell that failed')",
        f"import parloop_gui\n{compare}",
        f"magic = %parloop task --items NAMES {FEW}\nways.append(magic)",
        f"%%parloop {FEW}\nfor name in NAMES:\n    task(name)",
        "ways.append(_)\nplans = [each.document['plan'] for each in ways]\n"
        "codes = [each['loop'].pop('code') for each in plans]\n"  # each has the cells that were run by then
        "print([each['loop']['kind'] for each in plans], plans[0] == plans[1], len({each['seed'] for each in plans}))\n"
        "print([len(each.rows) for each in ways], {each.comparison.runs[0].ended.outcome for each in ways})\n"
        "print(ways[0]._repr_html_()[:7], neighbour.seen)",
    )
    assert said(outputs).split("\n")[:3] == [
        "['user', 'user', 'program'] True 1",
        "[1, 1, 1] {'finished'}",
        "<iframe []",
    ]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%parloop nobody --items 3", "nobody"),
        ("%parloop imported --items 3", "only what they make can be taken along"),
        ("%parloop task", "Say what your function is called with"),
        ("%parloop task --items 3 --json", "%parloop takes no --json"),
        ("%%parloop\nprint(3)", "This cell has no loop"),
        ("%%parloop\ntotal = 0\nfor n in range(9):\n    total = task(total)", "can't be taken apart"),
        (f"%parloop writes --items 3 {FEW}", "add --repeat-effects"),
        ("parloop_gui.compare(lambda item: item, 3)", "A lambda has no name"),
    ],
)
def test_that_what_can_not_be_taken_along_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, words: str
) -> None:
    own = "globals()['imported'] = print\ndef writes(item):\n    open(f'left-{item}', 'w').close()"
    outputs = executed(tmp_path, monkeypatch, MAKES, f"import parloop_gui\n%load_ext parloop_gui\n{own}", cell)
    assert words in said(outputs)
    assert not list(tmp_path.glob("left*"))
    assert os.environ["HOME"] == str(tmp_path)
