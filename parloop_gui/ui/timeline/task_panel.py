"""The right panel beside the timeline: the selected task, times per task, why it came out so, and how to read it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.charts.small.spread_rows import TaskSpread
from parloop_gui.ui.charts.small.task_spreads import draw_task_spreads
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.scale import painter_on, unscaled
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.timeline.reading_guide import ReadingGuide
from parloop_gui.ui.widgets.facts import Details, Section
from parloop_gui.ui.widgets.facts_list import FactsList
from parloop_gui.ui.widgets.family_dot import FamilyDot
from parloop_gui.ui.widgets.layouts import PANEL_MARGIN, STRETCH, Grow, column, inset, plot_layout, row
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.section_view import SectionView

NOTHING = Details("No task selected", "Click a task, or press ↓ on the timeline.")
# Pixels at 100%.
_PLOT_HEIGHT = 96


class TaskPanel(QWidget):
    """Shows what it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = FamilyDot(self)
        self.title, self.subtitle, self.facts = Label(self), Label(self), FactsList(self)
        self.times, self.why, self.guide = _Times(self), SectionView(self), ReadingGuide(self)
        set_role(self.title, "title")
        set_role(self.subtitle, "caption")
        self.subtitle.setWordWrap(True)
        self._lay_out()
        self.show_task(NOTHING)

    def show_task(self, details: Details) -> None:
        """Show a task in figures."""
        self.title.setText(details.title)
        self.subtitle.setText(details.subtitle)
        self._dot.show_family(details.family)
        self.facts.show_facts(details.facts)

    def show_runs(
        self, spreads: Sequence[TaskSpread], high_s: float, why: tuple[tuple[str, str], ...], sampled: bool, note: str
    ) -> None:
        """Show what is true of all that is drawn; `note` says which runs they are."""
        self.times.show_spreads(spreads, high_s)
        self.why.show_section(Section("Why", notes=why, first_notes=4))
        self.guide.show_guide(sampled, note)

    def _lay_out(self) -> None:
        first = inset(row(self._dot, Grow(self.title), spacing=7), self.subtitle, self.facts)
        parts = first, self.times, self.why, self.guide, STRETCH
        column(*parts, on=self, margins=(PANEL_MARGIN, 14, PANEL_MARGIN, 12), spacing=6)


class _Times(QWidget):
    """The times per task of all strategies shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plot = _Plot(self)
        plot_layout(self, "Time per task", Label("median", self), self.plot, margin=0)

    def show_spreads(self, spreads: Sequence[TaskSpread], high_s: float) -> None:
        """A row of bars for each strategy, on one axis up to `high_s` seconds; hidden where there are none."""
        self.setVisible(bool(spreads))
        self.plot.spreads, self.plot.high_s = tuple(spreads), high_s
        self.plot.update()


class _Plot(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.spreads: tuple[TaskSpread, ...] = ()
        self.high_s = 1.0
        self.setFixedHeight(_PLOT_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        draw_task_spreads(painter, theming.theme, self.spreads, self.high_s, unscaled(QRectF(self.rect())))
        painter.end()
