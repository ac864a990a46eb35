"""The Timeline tab's centre: what came out in a sentence, and strategies stacked over one axis of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.timeline.behaviour import Plains, behaviours_of
from parloop_gui.model.timeline.sentences import second_line
from parloop_gui.model.timeline.shown import ShownRun
from parloop_gui.ui.charts.timeline.geometry import tab_layout
from parloop_gui.ui.charts.timeline.legend_widget import Legend
from parloop_gui.ui.charts.timeline.rows import Spot
from parloop_gui.ui.charts.timeline.surface import ZOOM_STEP, TimelineSurface
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.timeline.stack_chips import StackChips
from parloop_gui.ui.timeline.texts import legend_words, takeaway, task_tip, timeline_data
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import Grow, column, row
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.takeaway import Takeaway
from parloop_gui.ui.widgets.zoom_buttons import ZoomButtons

# Chips no wider than this (in pixels at 100%) stand beside the title, others in a line of their own.
_BESIDE = 400


class TimelineView(QWidget):
    """Shows runs of one comparison. `picked` carries (run, Spot), or (None, None); `stacked` what is to be shown."""

    picked = Signal(object, object)
    stacked = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self.words = Takeaway(self, spacing=4)
        self.runs: tuple[ShownRun, ...] = ()
        self.board = Board(self, self._tip)
        column(self.words, Grow(self.board), on=self, margins=(12, 12, 12, 12), spacing=12)
        self.board.surface.picked.connect(self._on_picked)
        self.board.chips.changed.connect(self.stacked)

    def show_runs(
        self,
        comparison: Comparison,
        runs: Sequence[ShownRun],
        plains: Plains,
        possible: Sequence[Contestant],
    ) -> None:
        """Show these runs; `possible` are those that could be added."""
        self.runs = tuple(runs)
        behaviours = behaviours_of(comparison, runs, plains)
        self.words.say(takeaway(behaviours, runs), second_line(behaviours))
        self.board.legend.show_legend("", legend_words(runs))
        self.board.show_chips(comparison, [run.contestant for run in runs], possible)
        self.board.surface.set_data(timeline_data(comparison, runs, plains))

    def select(self, contestant: Contestant, spot: Spot) -> None:
        """Select a task of that contestant's run, by its lane and place; nothing where the run isn't shown."""
        for number, run in enumerate(self.runs):
            if run.contestant == contestant and spot.lane < len(run.lanes):
                self._on_picked(Spot(number, spot.lane, spot.place))

    def _tip(self, spot: Spot) -> str:
        return task_tip(self.runs[spot.group], spot) if spot.group < len(self.runs) else ""

    def _on_picked(self, spot: Spot | None) -> None:
        self.board.surface.select(spot)
        self.picked.emit(self.runs[spot.group] if spot is not None else None, spot)


class Board(Card):
    """The card of the lanes: chips for what is stacked, the legend, zoom buttons, and the lanes themselves."""

    def __init__(self, parent: QWidget, tip: Callable[[Spot], str]) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline")
        self.chips, self.legend, self.zoom = StackChips(self), Legend(self), ZoomButtons(self)
        self.surface = TimelineSurface("Lanes of all workers", tab_layout, tip, self)
        title = Label("Same axis", self, role="title")
        head = title, self.chips, Grow(), self.legend, 12, self.zoom
        self._head = row(*head, margins=(16, 0, 16, 0), spacing=12)
        self._rows = column(self._head, Grow(self.surface), on=self, margins=(1, 10, 1, 1), spacing=6)
        self.zoom.fit.clicked.connect(self.surface.fit)
        self.zoom.closer.clicked.connect(lambda: self.surface.zoom(ZOOM_STEP**2))
        self.zoom.farther.clicked.connect(lambda: self.surface.zoom(ZOOM_STEP**-2))
        self.surface.moved.connect(self._show_zoom)
        self.surface.taken.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))

    def show_chips(self, comparison: Comparison, stacked: Sequence[Contestant], possible: Sequence[Contestant]) -> None:
        """A chip for each that is stacked; many get a line of their own."""
        self.chips.show_chips(comparison, stacked, possible)
        beside = self.chips.sizeHint().width() <= scale.scaled(_BESIDE)
        if beside == (self._head.indexOf(self.chips) < 0):
            self._head.removeWidget(self.chips)
            self._rows.removeWidget(self.chips)
            if beside:
                self._head.insertWidget(1, self.chips)
            else:
                self._rows.insertWidget(1, self.chips)
        self.chips.setContentsMargins(0 if beside else scale.scaled(16), 0, 0, 0)
        self._show_zoom()

    def _show_zoom(self) -> None:
        part = self.surface.data.part
        self.zoom.fit.setEnabled(not part.is_whole)
        self.zoom.farther.setEnabled(not part.is_whole)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.surface.take_key(event):
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(600), self.minimumSizeHint().height())
