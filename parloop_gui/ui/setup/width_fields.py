"""The fields that bound how many tasks go on at once and how they are handed out: workers, start method, chunk size."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.engine.catalogue.catalogue import START_METHODS
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.workers_field import WorkersBox
from parloop_gui.ui.widgets.fields import Field, choice_box, int_box
from parloop_gui.ui.widgets.glossary import hover
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import plain_tip

_PYTHONS_OWN = "Python’s own"


class WidthFields(QWidget):
    """The same for every loop."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.workers = WorkersBox(self)
        self.start_method = choice_box([(_PYTHONS_OWN, None), *((method, method) for method in START_METHODS)])
        self.chunksize = int_box(0, least=0)
        self.chunksize.setSpecialValueText(_PYTHONS_OWN)
        self.start_method.setToolTip(plain_tip(hover("start-method")))
        self.chunksize.setToolTip(plain_tip(hover("chunk")))
        self._fields = (
            Field("Workers", self.workers, self.workers.problem, self),
            Field("Start method", self.start_method, parent=self),
            Field("Chunk size", self.chunksize, parent=self),
        )
        column(*self._fields, on=self)
        for field in self._fields:
            field.changed.connect(self.changed)

    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen of them."""
        self.workers.set_workers(choices.workers)
        self.start_method.setCurrentIndex(max(0, self.start_method.findData(choices.start_method)))
        self.chunksize.setValue(choices.chunksize or 0)

    def put_into(self, choices: Choices) -> Choices:
        """The choices with what the fields say; a wrong number of workers is none."""
        return replace(
            choices,
            workers=self.workers.workers() or "auto",
            start_method=self.start_method.currentData(),
            chunksize=self.chunksize.value() or None,
        )

    def problem(self) -> str:
        """The first sentence that says what is wrong, "" where nothing is."""
        return next((problem for field in self._fields if (problem := field.problem())), "")

    def editors(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from top to bottom."""
        return tuple(field.editor for field in self._fields)
