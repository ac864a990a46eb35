"""Every question of the lab asked of real loops, from the command line to a document that opens again.

One in the ordinary suite; all of them, of a built-in loop and of a user's, where every Python is looked at (`make
check-loops`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.document.read import read
from parloop_gui.model.questions.asking import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
MINE = "{folder}/mine.py:task"
CODE = "def task(number):\n    return sum(at * at for at in range(number + 2_000))\n\n\nNUMBERS = list(range(40))\n"
ALL = "PARLOOP_EVERY_PYTHON" in os.environ
# Of the one that runs every time; a round of seven Pythons takes longer.
SECONDS = "15s" if ALL else "4s"
WITH_ALL = pytest.mark.skipif(not ALL, reason="make check-loops asks it")

# Few and small places: that each is answered by what ran is what is looked at, not what it says of this machine.
ASKED = {
    "workers": ("primes", "--values", "1,2"),
    "items": ("primes", "--values", "1,40"),
    "cpu-share": ("mixed", "--values", "0,100", "--items", "12", "--param", "task_ms=2"),
    "chunk": ("primes", "--values", "1,30"),
    "start": ("primes", "--values", "fork,spawn"),
    "python": ("primes", "--items", "12"),
}
OF_MINE = {
    "workers": (MINE, "--values", "1,2", "--items", "NUMBERS"),
    "items": (MINE, "--values", "2,40", "--items", "NUMBERS"),
    "chunk": (MINE, "--values", "1,20", "--items", "NUMBERS"),
    "start": (MINE, "--values", "fork,spawn", "--items", "NUMBERS"),
    "python": (MINE, "--items", "NUMBERS"),
}
CASES = [
    pytest.param(slug, typed, marks=() if slug == "workers" and typed[0] == "primes" else WITH_ALL, id=f"{slug}-{of}")
    for of, cases in (("builtin", ASKED), ("mine", OF_MINE))
    for slug, typed in cases.items()
]

pytestmark = pytest.mark.slow


def test_that_every_question_is_asked_here() -> None:
    assert list(ASKED) == list(QUESTIONS)


@pytest.mark.parametrize(("slug", "typed"), CASES)
def test_that_a_question_is_answered_by_real_runs(slug: str, typed: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(CODE)
    path = tmp_path / "asked.parloop"
    asked = [each.format(folder=tmp_path) for each in typed]
    command = [sys.executable, "-m", "parloop_gui", "ask", slug, *asked, "--budget", SECONDS, "--no-history"]
    done = subprocess.run(
        [*command, "--seed", "1", "--export", str(path)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    comparison = read(path).comparison
    assert {run.ended.outcome for run in comparison.runs} <= {"finished", "overtaken", "stopped"}  # when time is up
    answer = answer_in(comparison)
    assert answer.kind != "nothing"
    assert " ".join(done.stdout.split()).startswith(" ".join(answer.sentence.split()))
