"""A script that compares its own function, in processes of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.api.compare import compare
from parloop_gui.api.refusal import CannotCompareError

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, os, sys
import parloop_gui

def task(item):
    {body}
    return item

def ask():
    return parloop_gui.compare(task, range(6), strategies="serial", rounds=1, workers=2, seed=7)

{guard}
    result = ask()
    result.export(sys.argv[1])
    page = result._repr_html_()
    print(json.dumps([result.headline, result.strategy, len(result.rows), result.document["plan"]["seed"], page[:7]]))
"""
GUARD = 'if __name__ == "__main__":'


def ran(tmp_path: Path, guard: str = GUARD, body: str = "pass") -> subprocess.CompletedProcess[str]:
    script = tmp_path / "prices.py"
    script.write_text(SCRIPT.format(guard=guard, body=body), encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "out.parloop")]
    return subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_that_a_comparison_is_returned_shown_and_written(tmp_path: Path) -> None:
    run = ran(tmp_path)
    assert run.returncode == 0, run.stderr
    headline, strategy, rows, seed, page = json.loads(run.stdout.splitlines()[-1])
    assert headline
    assert strategy in ("serial", None)
    assert (rows, seed, page) == (1, 7, "<iframe")
    assert json.loads((tmp_path / "out.parloop").read_text())["plan"]["loop"]["function"] == "task"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("guard", "body", "words"),
    [
        (
            "if True:",
            "pass",
            "would come to line 13 again: put what calls compare() there under",
        ),
        (GUARD, "open('left', 'w').close()", "repeat_effects=True if it may"),
    ],
)
def test_that_what_would_be_done_again_is_refused(tmp_path: Path, guard: str, body: str, words: str) -> None:
    run = ran(tmp_path, guard, body)
    assert run.returncode == 1
    assert words in run.stderr.splitlines()[-1]
    assert not (ROOT / "left").exists()


def task(item: object) -> object:
    return item


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"workers": 0}, "workers is at least 1 worker, not 0."),
        ({"workers": "many"}, "workers is auto, python or a number, not 'many'."),
        ({"workers": True}, "workers is auto, python or a number, not True."),
        ({"workers": 5_000}, "workers is at most 2,000, not 5,000."),
        ({"rounds": 0}, "rounds is at least 1, not 0."),
        ({"rounds": 2.5}, "rounds is a whole number, not 2.5."),
        ({"budget_s": 0}, "budget_s is between 0.1 and 86,400 seconds, not 0."),
        ({"budget_s": float("nan")}, "budget_s is between 0.1 and 86,400 seconds, not nan."),
        ({"budget_s": "5s"}, "budget_s is a number of seconds, not '5s'."),
        ({"budget_s": 5, "rounds": 3}, "leave out one of rounds and budget_s."),
        ({"seed": -1}, "seed is at least 0, not -1."),
        ({"seed": 2**32}, "seed is at most 4294967295, not 4294967296."),
        ({"effort": "all"}, "effort is one of quick, standard, thorough, not 'all'."),
        ({"strategies": "none"}, "none"),
    ],
)
def test_that_what_no_command_line_takes_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotCompareError) as refused:
        compare(task, 3, **given)
    assert words in str(refused.value)
