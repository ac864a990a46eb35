"""Advice that changes code holds when it is followed: the text changed as it says is taken, and still does its work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from parloop_gui.model.source.parsed import SourceError, parse
from parloop_gui.model.splitting.split import split
from parloop_gui.model.user_code.outline import outline_of_text, work_sentence

PATH = Path("mine.py")
WORK = "def work(n):\n    return n * limit\n\n\n"
GUARD = 'if __name__ == "__main__":\n'


def imported(text: str) -> dict[str, Any]:
    """What importing that text gives."""
    names: dict[str, Any] = {"__name__": "mine", "load": lambda: 3, "report": len}
    exec(compile(text, "mine.py", "exec"), names)  # noqa: S102 - it stands below
    return names


@pytest.mark.parametrize(
    "below",
    [
        "limit = 3\nfor n in range(3):\n    report([work(n)])\n",
        "limit = load()\nfor n in range(3):\n    report([work(n)])\n",
        "raw = load()\nlimit = raw\n",
        "limit = 2\n\n\ndef prepare():\n    global limit\n    limit = 3\n\n\nprepare()\n",
        "limit = 3\nfound = [work(n) for n in range(9)]\nreport(found)\n",
    ],
)
def test_that_what_is_to_go_under_the_guard_may(below: str) -> None:
    text = WORK + below
    before = imported(text)["work"](5)
    outline = outline_of_text(text, PATH)
    if "put it under" not in work_sentence(outline):
        return
    lines = text.splitlines()
    first = min(each.line for each in outline.work)
    under = [f"    {line}" if line else "" for line in lines[first - 1 :]]
    followed = "\n".join([*lines[: first - 1], GUARD.rstrip(), *under]) + "\n"
    assert work_sentence(outline_of_text(followed, PATH)) == ""
    assert imported(followed)["work"](5) == before


def test_that_the_advice_is_given_somewhere_and_withheld_where_it_would_not_hold() -> None:
    sentences = [
        work_sentence(outline_of_text(WORK + below, PATH))
        for below in ("limit = 3\nreport([work(1)])\n", "limit = load()\nreport([work(1)])\n")
    ]
    assert ["put it under" in each for each in sentences] == [True, False]


SUBMITTED = """from concurrent.futures import ThreadPoolExecutor


def fetch(name):
    return name.upper()


futures = []
with ThreadPoolExecutor(8) as pool:
    for name in ["a", "b"]:
        futures.append(pool.submit(fetch, name))
    for future in futures:
        print(future.result())
"""


def test_that_the_loop_that_starts_what_another_waits_for_can_be_compared() -> None:
    parsed = parse(SUBMITTED, PATH)
    with pytest.raises(SourceError) as refusal:
        split(parsed, 12)
    told = re.search(r"compare the loop at line (\d+), which starts it", str(refusal.value))
    assert told is not None
    assert split(parsed, int(told[1])).is_parallel


def test_that_a_line_told_where_there_is_none_is_one_of_a_loop() -> None:
    parsed = parse(SUBMITTED, PATH)
    with pytest.raises(SourceError) as refusal:
        split(parsed, 4)
    lines = [int(each) for each in re.findall(r"\d+", str(refusal.value).partition("there are some")[2])]
    assert lines == [10, 12]
