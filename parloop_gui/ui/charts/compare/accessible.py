"""The painted chart for screen readers: a list with an item per row, as if every row were a widget.

Qt asks the factory for an interface once something reads the screen; until then none of this costs anything. Qt does
not keep Python's objects alive, so they are kept here for as long as their card lives.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAbstractButton

from parloop_gui.ui.charts.compare.card import ChartCard
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.charts.compare.rows import ChartRow
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import qt_rect

# What Qt takes for "there is none", whatever its stubs say.
NONE, NO_OBJECT = cast(QAccessibleInterface, None), cast(QObject, None)

_kept: dict[ChartCard, ChartRows] = {}
_installed = False


def serve_screen_readers() -> None:
    """From now on the rows of every chart card can be read; once is enough."""
    global _installed
    if not _installed:
        _installed = True
        QAccessible.installFactory(_interface_of)


def announce_selected(card: ChartCard) -> None:
    """Say which row the keyboard is on, to whoever reads the screen."""
    if not QAccessible.isActive():
        return
    numbers = [number for number, row in enumerate(_rows(card)) if row.contestant == card.data().selected]
    if numbers:
        event = QAccessibleEvent(card, QAccessible.Event.Focus)
        event.setChild(numbers[0])
        QAccessible.updateAccessibility(event)


class ChartRows(QAccessibleInterface):
    """The card: a list."""

    def __init__(self, card: ChartCard) -> None:
        super().__init__()
        self.card = card
        self._items: list[RowItem] = []

    @override
    def isValid(self) -> bool:
        return self.card in _kept

    @override
    def object(self) -> QObject:
        return self.card

    @override
    def window(self) -> QWindow:
        return self.card.window().windowHandle()

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    @override
    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self.card.hasFocus()
        return state

    @override
    def text(self, t: QAccessible.Text) -> str:
        return self.card.accessibleName() if t == QAccessible.Text.Name else ""

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nothing can be set."""

    @override
    def rect(self) -> QRect:
        return QRect(self.card.mapToGlobal(QPoint(0, 0)), self.card.size())

    @override
    def parent(self) -> QAccessibleInterface:
        above = self.card.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else NONE

    @override
    def childCount(self) -> int:
        return len(_rows(self.card)) + len(self._buttons())

    @override
    def child(self, index: int) -> QAccessibleInterface:
        rows = len(_rows(self.card))
        while len(self._items) < rows:
            self._items.append(RowItem(self, len(self._items)))
        if 0 <= index < rows:
            return self._items[index]
        buttons = self._buttons()
        return (
            QAccessible.queryAccessibleInterface(buttons[index - rows]) if rows <= index < self.childCount() else NONE
        )

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        children = [self.child(number) for number in reversed(range(self.childCount()))]
        return next((each for each in children if each.rect().contains(x, y)), NONE)

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, RowItem):
            return child.number
        buttons = self._buttons()
        return len(_rows(self.card)) + buttons.index(child.object()) if child.object() in buttons else -1

    @override
    def focusChild(self) -> QAccessibleInterface:
        selected = self.card.data().selected
        numbers = [number for number, row in enumerate(_rows(self.card)) if row.contestant == selected]
        return self.child(numbers[0]) if numbers and self.card.hasFocus() else NONE

    def _buttons(self) -> list[QObject]:
        """The real widgets on the card come after the rows."""
        return [each for each in self.card.findChildren(QAbstractButton) if each.isVisible()]


class RowItem(QAccessibleInterface):
    """One row of the chart, by its number."""

    def __init__(self, chart: ChartRows, number: int) -> None:
        super().__init__()
        self._chart, self.number = chart, number

    def row(self) -> ChartRow | None:
        """What it shows now."""
        rows = _rows(self._chart.card) if self._chart.isValid() else []
        return rows[self.number] if self.number < len(rows) else None

    @override
    def isValid(self) -> bool:
        return self.row() is not None

    @override
    def object(self) -> QObject:
        return NO_OBJECT

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    @override
    def state(self) -> QAccessible.State:
        row, state = self.row(), QAccessible.State()
        state.selectable = state.focusable = True
        state.selected = row is not None and row.contestant == self._chart.card.data().selected
        state.focused = state.selected and self._chart.card.hasFocus()
        return state

    @override
    def text(self, t: QAccessible.Text) -> str:
        row = self.row()
        return accessible_text(row) if row is not None and t == QAccessible.Text.Name else ""

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nothing can be set."""

    @override
    def rect(self) -> QRect:
        card = self._chart.card
        box = scale.enlarged(qt_rect(row_box(card.data(), self.number, card.width() / scale.factor()))).toRect()
        return box.translated(card.mapToGlobal(QPoint(0, 0)))

    @override
    def parent(self) -> QAccessibleInterface:
        return self._chart

    @override
    def childCount(self) -> int:
        return 0

    @override
    def child(self, index: int) -> QAccessibleInterface:
        return NONE

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return NONE

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1


def accessible_text(row: ChartRow) -> str:
    """A row in words: its name, that it is best, its tag, and all that hovering shows."""
    pill = row.pill[0] if row.pill is not None else ""
    place = "best" if row.best else "as good as the best" if row.level else ""
    speedup = f"speed-up {row.speedup}" if row.speedup else ""
    return ", ".join(filter(None, (row.hint or row.name, place, pill, speedup)))


def _rows(card: ChartCard) -> list[ChartRow]:
    data = card.data()
    return [*data.rows, *data.failed]


def _interface_of(name: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, ChartCard):
        return None
    if thing not in _kept:
        _kept[thing] = ChartRows(thing)
        thing.destroyed.connect(lambda: _kept.pop(thing, None))
    return _kept[thing]
