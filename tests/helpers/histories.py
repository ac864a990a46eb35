"""Histories for tests: of this process or another, and comparisons to put into them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.events.events import EndReason, RunFinished
from parloop_gui.model.history.history import History
from tests.helpers.scenes import CPU, Scene

ME = "me"


def a_history(folder: Path, owner: str = ME) -> History:
    """A history in that folder; of all processes only `ME` is alive."""
    return History(folder, owner, lambda name: name == ME)


def begun(second: int, rounds: int = 2, ended: EndReason | None = "done", scene: Scene = CPU) -> Comparison:
    """A comparison that began at that second."""
    return replace(scene.comparison(rounds, ended), created=f"2026-01-02T03:04:{second:02}+01:00")


def run_by_run(scene: Scene, rounds: int, ended: EndReason | None = "done") -> list[Comparison]:
    """A comparison as it was after each of its runs, and at its end."""
    states, now = [], None
    for event in scene.events(rounds, ended):
        now = fold(now, event)
        if isinstance(event, RunFinished):
            states.append(now)
    assert now is not None
    return [*states, now]
