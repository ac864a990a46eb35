"""The states of the history that pictures are taken of."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.events.events import EndReason
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.scenes import CLOSE, CPU, IO, LEVEL, NO_HELP, Scene, failed

_NOTES = {3: ("Before the rewrite", "on battery"), 7: ("", "with the new cache"), 11: ("After the rewrite", "")}


def fill(window: MainWindow, count: int = 60) -> None:
    """Put comparisons of many kinds into the window's history, a few of them named."""
    history, dice = window.kept_comparisons(), random.Random(3)
    kinds = [CPU, IO, LEVEL, NO_HELP, CLOSE, _slower(CPU)]
    ends: list[EndReason] = ["done", "done", "done", "done", "done", "done", "stopped"]
    for number in range(count):
        made = failed() if number % 17 == 5 else dice.choice(kinds).comparison(12, dice.choice(ends))
        history.keep(_at(made, number))
    for number, (name, note) in _NOTES.items():
        history.rename(count - number, name)
        history.annotate(count - number, note)


def _slower(scene: Scene) -> Scene:
    return replace(scene, paces={slug: replace(pace, wall_s=pace.wall_s * 1.12) for slug, pace in scene.paces.items()})


def _at(comparison: Comparison, number: int) -> Comparison:
    when = f"2026-{1 + number // 28:02}-{1 + number % 28:02}T{8 + number % 11:02}:{number * 7 % 60:02}:00+01:00"
    return replace(comparison, created=when, plan=replace(comparison.plan, seed=number))


def _open(window: MainWindow, *, count: int = 60) -> None:
    if not window.kept_comparisons().page(most=1) and count:
        fill(window, count)
    window.history_place.view.leave()
    window.top.menu.history.setChecked(True)
    QApplication.processEvents()


def _search(window: MainWindow) -> None:
    _open(window)
    window.history_place.view.search.setText("sleep threadpool")


def _deleted(window: MainWindow) -> None:
    _open(window)
    window.history_place.view.delete_selected()


def _pair(window: MainWindow) -> None:
    _open(window, count=0)
    history = window.kept_comparisons()
    factor = {slug: 1.31 if "thread" in slug else 1.0 for slug in CPU.paces}
    paces = {slug: replace(pace, wall_s=pace.wall_s * factor[slug]) for slug, pace in CPU.paces.items()}
    history.keep(_at(_slower(CPU).comparison(15), 58))
    history.keep(_at(replace(CPU, items=400, paces=paces).comparison(12), 59))
    view = window.history_place.view
    view.refresh()
    view.list.select([entry.id for entry in view.rows.entries()[:2]])
    view.show_side_by_side()


def _offer(window: MainWindow) -> None:
    window.history_place.notice.say("Primes of 2 Jan 2026, 03:04, was interrupted; its 4 rounds are kept.", "Open")


HISTORY: dict[str, Callable[[MainWindow], None]] = {
    "history-empty": lambda window: _open(window, count=0),
    "history": _open,
    "history-search": _search,
    "history-deleted": _deleted,
    "history-side-by-side": _pair,
    "history-offer": _offer,
}
