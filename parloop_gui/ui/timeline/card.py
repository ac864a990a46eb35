"""The card on Compare that shows when the selected strategy's workers did what."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.timeline.shown import ShownRun
from parloop_gui.ui.charts.timeline.geometry import card_layout
from parloop_gui.ui.charts.timeline.legend_widget import Legend
from parloop_gui.ui.charts.timeline.rows import Spot
from parloop_gui.ui.charts.timeline.surface import TimelineSurface
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.timeline.texts import first_part, legend_words, run_title, task_tip, timeline_data
from parloop_gui.ui.widgets.family_dot import FamilyDot
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import Grow, column, row
from parloop_gui.ui.widgets.plain_text import Label

# Low enough for all cards of a result to be in view in the first window on a screen of 1440×900.
LEAST_HEIGHT, MOST_HEIGHT = 168, 420


class TimelineCard(Card):
    """Shows one run. `tab_wanted` asks for the Timeline tab."""

    tab_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(MOST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline of the selected strategy")
        self._run: ShownRun | None = None
        self.subtitle, self._dot, self.legend = Label(self), FamilyDot(self), Legend(self)
        self.open, self.words = QPushButton("Open in Timeline", self), Label(self)
        self.surface = TimelineSurface("Timeline", lambda lanes, w, h: card_layout(sum(lanes), w, h), self._tip, self)
        for label in (self.subtitle, self.words):
            set_role(label, "text")
        set_role(self.open, "link")
        self._lay_out()
        self.open.clicked.connect(self.tab_wanted)
        self.surface.picked.connect(self.surface.select)
        self.surface.taken.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))

    def show_run(self, comparison: Comparison, run: ShownRun) -> None:
        """Show this; the same run keeps its part in view."""
        if run is self._run:
            return
        self._run = run
        family = catalogue.find(run.contestant.strategy).family
        self.subtitle.setText(f"{run_title(comparison, run.contestant)}, {run.words}")
        self._dot.show_family(family)
        self.legend.show_legend(family, legend_words([run]))
        data = timeline_data(comparison, [run], {}, heads=False)
        self.surface.set_data(replace(data, part=first_part(run)))
        self._show_parts()

    def show_words(self, sentence: str) -> None:
        """There is no run to show: say why in the place of its lanes, so that no card moves when there is one."""
        self._run = None
        self._dot.show_family("")
        self.subtitle.setText("")
        self.words.setText(sentence)
        self._show_parts()

    def _show_parts(self) -> None:
        has_run = self._run is not None
        self.words.setHidden(has_run)
        for part in (self.legend, self.open, self.surface):
            part.setVisible(has_run)

    def _tip(self, spot: Spot) -> str:
        return task_tip(self._run, spot) if self._run is not None else ""

    def _lay_out(self) -> None:
        title = Label("Timeline", self, role="title")
        subject = title, 6, self._dot, self.subtitle
        head = row(*subject, Grow(), self.legend, Grow(), self.open, margins=(16, 0, 16, 0), spacing=7)
        self.words.setContentsMargins(16, 0, 16, 0)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column(head, Grow(self.words), Grow(self.surface), on=self, margins=(1, 11, 1, 3), spacing=8)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._run is None or not self.surface.take_key(event):
            super().keyPressEvent(event)
