"""What a window takes up from last time, and leaves for the next: everything that was chosen, and where it stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.kept_choices import KeptChoices
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.window.chosen_plan import ChosenPlan
from parloop_gui.ui.window.top_bar import TopBar

_AT_FIRST = QSize(1440, 900)
# Pixels that a desktop's title bar takes, which no window knows before it is shown.
_TITLE_BAR = 40


class RememberedChoices(QObject):
    """Puts choices into the panels, and keeps those that are there."""

    def __init__(
        self,
        kept: KeptChoices,
        chosen: ChosenPlan,
        loops: LoopPanel,
        top: TopBar,
        refresh: Callable[[], object],
        pythons_are_chosen: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._kept, self._chosen, self._loops, self._top, self._refresh = kept, chosen, loops, top, refresh
        self._pythons_are_chosen = pythons_are_chosen

    def begin(self) -> None:
        """Take up those of last time."""
        first, last = self._kept.first, self._kept.at_first.effort
        self._put(first)
        self._kept.begin(replace(self._choices(), effort=last))
        if last != first.effort:
            self.keep()  # "as last time" means what the last window began with, too

    def show(self, choices: Choices) -> None:
        """Put these choices into the panel and the bar, and keep them."""
        self._put(choices)
        self.keep()

    def keep(self) -> None:
        """Keep what is chosen now."""
        self._kept.keep(self._choices())

    def _choices(self) -> Choices:
        """What is chosen now; while Pythons are still being found, those of last time are as good as chosen."""
        choices = self._chosen.choices()
        return choices if self._pythons_are_chosen() else replace(choices, pythons=self._kept.first.pythons)

    def _put(self, choices: Choices) -> None:
        self._loops.restore(choices)
        self._top.efforts.choose(choices.effort)
        self._top.options.show_choices(choices.budget_s, choices.even)
        self._refresh()


def restore_geometry(window: QWidget) -> None:
    """Stand where a window stood last."""
    geometry = preferences.geometry
    if geometry is None or not window.restoreGeometry(geometry):
        window.resize(first_size(window.screen().availableGeometry().size()))


def first_size(room: QSize) -> QSize:
    """The size of the first window on a screen with so much room: its title bar and its status bar are on it."""
    return _AT_FIRST.boundedTo(QSize(room.width(), room.height() - _TITLE_BAR))


def keep_geometry(window: QWidget) -> None:
    """Remember where it stands."""
    preferences.geometry = window.saveGeometry()
