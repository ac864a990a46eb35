"""States of the lab for the pictures: each question answered, one that runs, one not asked yet, and the lesson."""

from __future__ import annotations

from parloop_gui.ui.setup.plans import choices_of
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.questions import LAB_STATES, scene

_LAB, _EMPTY, _RUNNING, _LESSON = "lab-", "lab-empty", "lab-running", "lab-lesson"

LABS = [*(f"{_LAB}{slug}" for slug in LAB_STATES), _EMPTY, _RUNNING, _LESSON]


def show_lab(window: MainWindow, state: str) -> None:
    """Bring a loaded window's lab into one of those states."""
    if state not in LABS:
        return
    if state in (_EMPTY, _LESSON):
        window.top.tabs.go_to("lab")
        window.lab.choose("lesson" if state == _LESSON else "workers")
        return
    slug = "cpu-share" if state == _RUNNING else state.removeprefix(_LAB)
    comparison = scene(slug, 2, None) if state == _RUNNING else scene(slug)
    window.remembered.show(choices_of(comparison.plan, window.chosen.choices()))
    window.asking.show_document(comparison)
    if window.lab.view is not None and window.lab.view.curves.plot is not None and state != _RUNNING:
        window.lab.view.curves.plot.step(1)
