"""States of the lab for the pictures: each question answered, one that runs, one not asked yet, and the lesson."""

from __future__ import annotations

from parloop_gui.ui.setup.plans import choices_of
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.questions import LAB_STATES, scene
from tests.helpers.comparisons.scenes import CPU, PYTHON
from tests.ui.lab.made_maps import made_map

_LAB, _EMPTY, _RUNNING, _LESSON, _WHAT_IF = "lab-", "lab-empty", "lab-running", "lab-lesson", "lab-what-if"
_MAP = "lab-map"

LABS = [*(f"{_LAB}{slug}" for slug in LAB_STATES), _EMPTY, _RUNNING, _LESSON, _WHAT_IF, _MAP]


def show_lab(window: MainWindow, state: str) -> None:
    """Bring a loaded window's lab into one of those states."""
    if state not in LABS:
        return
    if state in (_EMPTY, _LESSON):
        window.top.tabs.go_to("lab")
        window.lab.choose("lesson" if state == _LESSON else "workers")
        return
    if state == _WHAT_IF:
        window.presenter.show_document(CPU.comparison(12))
        window.top.tabs.go_to("lab")
        window.lab.choose("what-if")
        page = window.lab.what_if.widget
        if page is not None:
            page.sliders["cores"].bar.setValue(3)
        return
    if state == _MAP:
        window.presenter.show_document(CPU.comparison(12))
        window.top.tabs.go_to("lab")
        window.lab.choose("map")
        window.lab.break_even.show_map(made_map(PYTHON))
        return
    slug = "cpu-share" if state == _RUNNING else state.removeprefix(_LAB)
    comparison = scene(slug, 2, None) if state == _RUNNING else scene(slug)
    window.remembered.show(choices_of(comparison.plan, window.chosen.choices()))
    window.asking.show_document(comparison)
    if window.lab.view is not None and window.lab.view.curves.plot is not None and state != _RUNNING:
        window.lab.view.curves.plot.step(1)
