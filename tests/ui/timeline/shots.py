"""States of the timeline for the pictures: scenes whose tasks were recorded, on Compare's card and on the tab."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.ui.charts.timeline.rows import Spot
from parloop_gui.ui.window.main_window import MainWindow
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import (
    CLOSE,
    CPU,
    IO,
    LEVEL,
    NO_HELP,
    THREE_PYTHONS,
    TWENTY_FOUR,
    TWO_PYTHONS,
    Scene,
)

_TAB = "timeline-"


# Of whom the other states are; those that are not named are of CPU, and of IO where they wait.
_SCENES = {
    "level": LEVEL,
    "close": CLOSE,
    "nothing-helps": NO_HELP,
    "two-pythons": TWO_PYTHONS,
    "three-pythons": THREE_PYTHONS,
    "24-rows": TWENTY_FOUR,
}


def recorded(state: str, comparison: Comparison) -> Comparison:
    """The comparison of a state with what each task of its runs did when, as it is where it was measured."""
    scene = _SCENES.get(state, IO if comparison.plan.loop.name == IO.loop else CPU)
    needs_them = comparison.rounds_finished and not any(run.spans_file for run in comparison.runs)
    return _recorded(scene, comparison) if needs_them else comparison


def _recorded(scene: Scene, comparison: Comparison | None = None) -> Comparison:
    return with_spans(comparison or scene.comparison(12), scene, Path(tempfile.mkdtemp(dir=".")).absolute())


TIMELINES: dict[str, Callable[[], Comparison]] = {
    f"{_TAB}cpu": partial(_recorded, CPU),
    f"{_TAB}io": partial(_recorded, IO),
    f"{_TAB}level": partial(_recorded, LEVEL),
    f"{_TAB}two-pythons": partial(_recorded, TWO_PYTHONS),
    "card-timeline": partial(_recorded, CPU),
}


def go_to_timeline(window: MainWindow, state: str) -> None:
    """On the tab, a task of its second run is selected; other states stay on Compare."""
    if not state.startswith(_TAB):
        return
    window.top.tabs.go_to("timeline")
    view = window.timelines.view
    if view is not None:
        run = view.runs[1]
        view.select(run.contestant, Spot(1, 0, min(4, len(run.lanes[0].task) - 1)))
