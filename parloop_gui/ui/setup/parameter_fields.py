"""The fields of a loop's own parameters, made from what the catalogue says of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from parloop_gui.engine.catalogue.catalogue import Parameter
from parloop_gui.ui.widgets.fields import Field, choice_box, float_box, int_box
from parloop_gui.ui.widgets.layouts import column
from parloop_gui.ui.widgets.plain_text import plain_tip

Box = QComboBox | QSpinBox | QDoubleSpinBox


class ParameterFields(QWidget):
    """One field per parameter; they are made anew for each loop."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(on=self)
        self._fields: dict[str, Field] = {}

    def show_parameters(self, parameters: tuple[Parameter, ...], values: dict[str, Any]) -> None:
        """Fields for these parameters, with these values or the defaults."""
        for old in self._fields.values():
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._fields = {each.name: self._field(each, values.get(each.name, each.default)) for each in parameters}
        for field in self._fields.values():
            self._layout.addWidget(field)
            field.refresh()
            field.changed.connect(self.changed)

    def field(self, name: str) -> Field:
        """The field of a parameter; raises KeyError."""
        return self._fields[name]

    def editors(self) -> list[QWidget]:
        """What takes the keyboard, from top to bottom."""
        return [field.editor for field in self._fields.values()]

    def values(self) -> dict[str, Any]:
        """Every parameter's value, right or wrong."""
        return {name: _value(field.editor) for name, field in self._fields.items()}

    def problem(self) -> str:
        """The first field's sentence that says what is wrong, "" where nothing is."""
        return next((problem for field in self._fields.values() if (problem := field.problem())), "")

    def _field(self, parameter: Parameter, value: Any) -> Field:
        box = _box(parameter, value)
        box.setToolTip(plain_tip(parameter.help))
        return Field(parameter.title, box, _check(parameter, box), self)


def _box(parameter: Parameter, value: Any) -> Box:
    if parameter.type == "choice":
        return choice_box([(choice, choice) for choice in parameter.choices], value)
    if parameter.type == "int":
        return int_box(int(value), parameter.unit)
    return float_box(float(value), parameter.unit)


def _check(parameter: Parameter, box: Box) -> Callable[[], str]:
    def problem() -> str:
        value = _value(box)
        low, high = parameter.low, parameter.high
        if parameter.type == "choice" or ((low is None or value >= low) and (high is None or value <= high)):
            return ""
        unit = f" {parameter.unit}" if parameter.unit else ""
        return f"{parameter.title} is between {low:g} and {high:g}{unit}."

    return problem


def _value(box: QWidget) -> Any:
    if isinstance(box, QComboBox):
        return box.currentData()
    assert isinstance(box, QSpinBox | QDoubleSpinBox)
    return box.value()
