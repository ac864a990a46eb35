"""Two comparisons side by side: what each was, what changed for every strategy, and what was unlike between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.history.change_rows import CHANGE_ROLE, ROW_HEIGHT, ChangeDelegate, accessible_text, places, span
from parloop_gui.ui.style.painting import LEFT, RIGHT, draw_text
from parloop_gui.ui.style.scale import painter_on, scaled, scales_itself, unscaled
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, line
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.history.difference import SideBySide
    from parloop_gui.model.history.entry import Entry

_HOW = (
    "Change: how many times as fast the later one is, by the medians of their rounds. The line beside it is its 95% "
    "interval, wide enough for all rows together: one that crosses the dashed line may be no change at all. The two "
    "were measured at different times: where the plain loop changed too, so did the machine."
)


class SideBySideView(QWidget):
    """`left`: the user wants the table back."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.back = QPushButton("Back to the history", self)
        self.heads = (Label(self), Label(self))
        self.unlike, self.how = Label(self), Label(_HOW, self)
        self.list, self._names = _ChangeList(self), _Names(self)
        set_role(self.back, "small")
        self.back.clicked.connect(self.left)
        for label, role in ((self.unlike, "note"), (self.how, "caption"), *((head, "text") for head in self.heads)):
            label.setWordWrap(True)
            set_role(label, role)
        self._lay_out()

    def show_pair(self, before: Entry, after: Entry, pair: SideBySide) -> None:
        """Show the earlier and the later one."""
        for head, name, entry in zip(self.heads, ("Earlier", "Later"), (before, after), strict=True):
            words = (f"{name}: {entry.title}", f"{entry.day} {entry.hour}".strip(), entry.headline)
            head.setText(" · ".join(filter(None, words)))
        unlike = "; ".join(f"{name.lower()} {one} and {other}" for name, one, other in pair.unlike)
        self.unlike.setText(f"Not alike: {unlike}." if unlike else "")
        self.unlike.setVisible(bool(unlike))
        self.list.show_changes(pair)

    def _lay_out(self) -> None:
        card = Card(self)
        parts = *self.heads, self.unlike, self._names, self.list, self.how, STRETCH
        column(*parts, on=card, margins=(16, 14, 16, 14), spacing=6)
        column(line(self.back, spacing=12), Grow(card), on=self, spacing=12)


class _ChangeList(QListView):
    """As high as its rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows, self._delegate = QStandardItemModel(self), ChangeDelegate(self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Changes")
        scales_itself(self)
        theming.changed.connect(self._fit_height)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_changes(self, pair: SideBySide) -> None:
        """A row for each change, all on one axis."""
        self._delegate.span = span(pair.changes)
        self._rows.clear()
        for change in pair.changes:
            item = QStandardItem(change.name)
            item.setData(change, CHANGE_ROLE)
            item.setData(accessible_text(change), Qt.ItemDataRole.AccessibleTextRole)
            item.setToolTip(plain_tip(accessible_text(change)))
            self._rows.appendRow(item)
        self._fit_height()

    def _fit_height(self) -> None:
        self.setFixedHeight(max(1, self._rows.rowCount()) * scaled(ROW_HEIGHT))
        self.scheduleDelayedItemsLayout()


class _Names(QWidget):
    """The names of the columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        scales_itself(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        where, small, colour = places(unscaled(QRectF(self.rect()))), font(11), theming.theme.t3
        for box, name, align in (
            (where.name.adjusted(16, 0, 0, 0), "Strategy", LEFT),
            (where.before, "Earlier", RIGHT),
            (where.after, "Later", RIGHT),
            (where.words, "Change", LEFT),
            (where.axis, "slower", LEFT),
            (where.axis, "faster", RIGHT),
        ):
            draw_text(painter, box, name if box.width() > 60 else "", small, colour, align)
        painter.end()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, scaled(24))
