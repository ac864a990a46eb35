"""The five tasks take so many clicks and keys at most, and the page of them says what they take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import ComparisonEnded, ComparisonStarted
from parloop_gui.ui.interpreters.pythons import Pythons
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.source import ROOT
from tests.ui.pages import WindowPage
from tests.ui.tasks.five_tasks import FILE, TASKS, Count, counts, table

PAGE = ROOT / "docs" / "five_tasks.md"


class MadeUp:
    """A window over a made-up bridge: results are there at once."""

    def __init__(self, page: WindowPage, folder: Path) -> None:
        self.page, self.window, self._folder = page, page.window, folder
        self.file = folder / "collatz.py"
        self.file.write_text(FILE)

    def wait_for_result(self) -> None:
        """Have the bridge tell of a whole comparison, which the history keeps as the real one does."""
        plan = self.page.bridge.plans[-1]
        number = len(self.page.bridge.plans)
        started, *events = CPU.events(15)
        assert isinstance(started, ComparisonStarted)
        plan = replace(CPU.plan(), loop=plan.loop)
        begun = [replace(started, plan=plan, created=f"2026-01-02T03:0{number}:05+01:00"), *events]
        self.page.emit_events(begun, over=False)
        whole = self.page.bridge.comparison
        assert whole is not None
        self.window.kept_comparisons().keep(whole)
        self.page.bridge.ended.emit("")
        self._show_spans(whole, number)

    def _show_spans(self, whole: Comparison, number: int) -> None:
        folder = self._folder / f"spans-{number}"
        folder.mkdir()
        recorded = with_spans(replace(whole, ended=None), CPU, folder)
        self.window.presenter.show_comparison(fold(recorded, ComparisonEnded("done", "", 14.2)))

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for the window."""
        self.page.bot.waitUntil(condition, timeout=10_000)


@pytest.fixture
def counted(page: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Count]:
    """What each task took."""
    quiet = Pythons(own_of=lambda path: None, first_missing=lambda path, pythons: "")
    monkeypatch.setattr(page.window, "pythons", quiet)
    return list(counts(MadeUp(page, tmp_path)))


def test_that_each_task_takes_no_more_than_it_may_and_the_page_says_what(counted: list[Count]) -> None:
    assert len(counted) == len(TASKS) == 5
    too_many = {each.task.letter: each.together for each in counted if each.together > each.task.most}
    assert not too_many, table(counted)
    told = dict(
        re.findall(r"^\| ([a-e]) \| [^|]+ \| (\d+ \| \d+ \| \d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    took = {each.task.letter: f"{each.clicks} | {each.keys} | {each.task.most}" for each in counted}
    assert told == took
