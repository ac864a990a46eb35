"""The page of what if: sliders for what is supposed to be otherwise, a sentence, and a bar for each strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QSlider, QWidget

from parloop_gui.ui.charts.curves.data import Axis, CurveData
from parloop_gui.ui.charts.curves.plot import CurvePlot
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.lab.cards.grounds import Grounds
from parloop_gui.ui.lab.cards.kept_list import KeptList
from parloop_gui.ui.lab.what_if_texts import Steps
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, line
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.takeaway import Takeaway

READ = "Bars are what is expected, whiskers hold in 80% of cases, hollow points were measured."


class WhatIfPage(QWidget):
    """`changed`: a slider stands elsewhere, or the GIL was switched; once where all go back.

    `keep_wanted` is the user's.
    """

    changed = Signal()
    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Takeaway(self)
        self.sliders: dict[str, Slider] = {}
        self.no_gil, self.back, self.keep = QCheckBox("Without the GIL", self), QPushButton(self), QPushButton(self)
        self.back.setText("As measured")
        self.keep.setText("Keep this")
        self.keep.setToolTip("With the comparison: in the history, its document and its report")
        set_role(self.back, "link")
        set_role(self.keep, "small")
        self.keep.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chart, self.also, self.kept = _Chart(self), Grounds(self), KeptList(self)
        self._inputs = Card(self)
        self._grid = QGridLayout(self._inputs)
        self._lay_out()
        self.no_gil.toggled.connect(self.changed)
        self.back.clicked.connect(self._on_back)
        self.keep.clicked.connect(self.keep_wanted)

    def show_steps(self, steps: Mapping[str, Steps]) -> None:
        """Show these sliders, each at what was measured."""
        for slug, each in steps.items():
            if slug not in self.sliders:
                self._add(slug)
            self.sliders[slug].show_steps(each)
        self._inputs.setVisible(bool(steps))
        with QSignalBlocker(self.no_gil):
            self.no_gil.setChecked(False)

    def places(self) -> dict[str, int]:
        """Which of its steps each slider stands at."""
        return {slug: slider.bar.value() for slug, slider in self.sliders.items()}

    def stand_at(self, places: Mapping[str, int], *, no_gil: bool) -> None:
        """Put the sliders there, as one change."""
        for slug, place in places.items():
            self.sliders[slug].stand_at(place)
        with QSignalBlocker(self.no_gil):
            self.no_gil.setChecked(no_gil)
        self.changed.emit()

    def show_answer(
        self, sentence: str, second: str, also: tuple[str, ...], data: CurveData | None, *, can_keep: bool
    ) -> None:
        """Say this; None: there is nothing to draw. `can_keep`: it says more than what was measured."""
        self.words.say(sentence, second)
        self.keep.setVisible(data is not None)
        self.keep.setEnabled(can_keep)
        self.also.show_sentences(also)
        self.chart.setVisible(data is not None)
        if data is not None:
            self.chart.show_bars(data)

    def _add(self, slug: str) -> None:
        slider, row = Slider(self._inputs), len(self.sliders)
        self.sliders[slug] = slider
        self._grid.addWidget(slider.title, row, 0)
        self._grid.addWidget(slider.bar, row, 1)
        self._grid.addWidget(slider.value, row, 2)
        slider.bar.valueChanged.connect(self.changed)
        self._grid.addWidget(self.no_gil, row + 1, 1)
        self._grid.addWidget(self.back, row + 1, 2)

    def _on_back(self) -> None:
        self.stand_at({slug: slider.at_first for slug, slider in self.sliders.items()}, no_gil=False)

    def _lay_out(self) -> None:
        self.words.rows.addLayout(line(self.keep, spacing=10))
        self._grid.setContentsMargins(17, 12, 17, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        parts = self.words, self._inputs, Grow(self.chart), self.also, self.kept, STRETCH
        column(*parts, on=self, spacing=12)


class Slider:
    """A title, a slider over steps, and what it stands at."""

    def __init__(self, parent: QWidget) -> None:
        self.title, self.value = Label(parent), Label(parent)
        self.bar = QSlider(Qt.Orientation.Horizontal, parent)
        self._steps: Steps | None = None
        set_role(self.title, "text")
        set_role(self.value, "value")
        self.value.setMinimumWidth(120)
        self.bar.setPageStep(3)
        self.bar.valueChanged.connect(self._show)

    def show_steps(self, steps: Steps) -> None:
        """Stand at what was measured."""
        self._steps = steps
        self.title.setText(steps.title)
        self.bar.setAccessibleName(steps.title)
        with QSignalBlocker(self.bar):
            self.bar.setRange(0, len(steps.values) - 1)
            self.bar.setValue(steps.at_first)
        self._show()

    @property
    def at_first(self) -> int:
        """Where what was measured is."""
        return self._steps.at_first if self._steps is not None else 0

    def stand_at(self, place: int) -> None:
        """At that step, saying nothing of it."""
        with QSignalBlocker(self.bar):
            self.bar.setValue(place)
        self._show()

    def _show(self) -> None:
        steps = self._steps
        if steps is not None:
            at = self.bar.value()
            as_is = ", measured" if at == steps.at_first else ""
            self.value.setText(f"{steps.words(steps.values[at])}{as_is}")


class _Chart(Card):
    """The bars; one is read as the points of curves are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What is expected of each strategy")
        self.plot, self.reading = CurvePlot(self), Label(READ, self)
        self.data = CurveData(Axis("", "named"))
        self.plot.setMinimumHeight(scale.scaled(220))
        self.reading.setWordWrap(True)
        set_role(self.reading, "caption")
        self.plot.read.connect(self._on_read)
        column(Grow(self.plot), self.reading, on=self, margins=(17, 12, 17, 12), spacing=6)

    def show_bars(self, data: CurveData) -> None:
        """Show a bar for each strategy; the one that is read stays so where it is still there."""
        selected = self.data.selected if self.data.selected in data.points else None
        self.data = replace(data, selected=selected)
        self.plot.set_data(self.data)
        self.reading.setText(self.data.point(selected).hint if selected is not None else READ)
        self.setAccessibleDescription("; ".join(line.points[0].hint for line in data.lines if line.points))

    def _on_read(self, numbers: tuple[int, int] | None) -> None:
        self.data = replace(self.data, selected=numbers)
        self.show_bars(self.data)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.plot.take_key(event):
            super().keyPressEvent(event)
