"""One labelled field of the left panel: a name, an editor, and under it the sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from parloop_gui.ui.style.sheet import set_role, show_problem
from parloop_gui.ui.widgets.layouts import column, row
from parloop_gui.ui.widgets.plain_text import Label

# What Qt's own fields hold, of 32 bits.
MOST = 2_000_000_000
# An editor gives way to a long name beside it, and no further.
EDITOR_WIDTH, LEAST_WIDTH = 150, 104
# In a choice that takes typed text it stands where other choices have theirs.
TYPED_MARGINS = (-2, 0, 0, 0)


class Field(QWidget):
    """A row of the form. `check` gives a sentence for a value that won't do, "" for one that will.

    `open_while`: nothing was typed yet, so the sentence only says what is to be done and marks no mistake.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        editor: QWidget,
        check: Callable[[], str] = lambda: "",
        parent: QWidget | None = None,
        open_while: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._check, self._is_open = check, open_while
        self.label = label = Label(title, self)
        label.setBuddy(editor)
        set_role(label, "text")
        editor.setMinimumWidth(LEAST_WIDTH)
        editor.setMaximumWidth(EDITOR_WIDTH)
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not editor.accessibleName():
            editor.setAccessibleName(title)
        self._problem: Label | None = None
        self._layout = column(row(label, editor, spacing=8), on=self, margins=(6, 2, 6, 2), spacing=2)
        self._listen(editor)

    def problem(self) -> str:
        """What is wrong with the value now, "" where nothing is."""
        return self._check()

    def shown_problem(self) -> str:
        """The sentence that stands under the field."""
        return "" if self._problem is None or self._problem.isHidden() else self._problem.text()

    def refresh(self) -> None:
        """Show or hide the sentence."""
        problem = self.problem()
        if problem or self._problem is not None:
            is_open = self._is_open()
            set_role(self._sentence(), "caption" if is_open else "problem")
            show_problem(self.editor, self._sentence(), problem, is_mistake=not is_open)

    def marks_a_mistake(self) -> bool:
        """Whether the field is marked: something was typed that won't do."""
        return bool(self.editor.property("problem"))

    def _sentence(self) -> Label:
        """Where the sentence stands, made when there first is one."""
        if self._problem is None:
            self._problem = Label(self)
            self._problem.setWordWrap(True)
            self._layout.addWidget(self._problem)
        return self._problem

    def _listen(self, editor: QWidget) -> None:
        if isinstance(editor, QComboBox):
            editor.currentTextChanged.connect(self._on_changed)
        elif isinstance(editor, QSpinBox | QDoubleSpinBox):
            editor.valueChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.refresh()
        self.changed.emit()


def int_box(value: int, unit: str = "", least: int = -MOST) -> QSpinBox:
    """A whole number of any size: what fits is for the field to say in a sentence."""
    box = QSpinBox()
    box.setRange(least, MOST)
    _dress(box, unit)
    box.setValue(value)
    return box


def float_box(value: float, unit: str = "") -> QDoubleSpinBox:
    """A number with decimals."""
    box = QDoubleSpinBox()
    box.setRange(-1e12, 1e12)
    box.setDecimals(2)
    _dress(box, unit)
    box.setValue(value)
    return box


def choice_box(options: list[tuple[str, object]], chosen: object = None) -> QComboBox:
    """A choice of (text, value)."""
    box = QComboBox()
    for text, value in options:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _dress(box: QSpinBox | QDoubleSpinBox, unit: str) -> None:
    box.setGroupSeparatorShown(True)
    box.lineEdit().setTextMargins(5, 0, 0, 0)
    box.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
    if unit:
        box.setSuffix(f" {unit}")
