"""The card of the same work under two Pythons; where there is no second one, what it takes to see it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from parloop_gui.ui.charts.curves.pair import PairData, draw_pair, height_of
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter, own_rect
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.elided import Elided
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import Grow, button, column, row
from parloop_gui.ui.widgets.plain_text import Label


class PairCard(Card):
    """`add_wanted`: the user wants to name another Python."""

    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = Label("Same work, two Pythons", self), Elided("", self, by_parts=True)
        self.words = Label(self)
        self.bars, self.add = PairBars(self), button("Add interpreter…", self)
        set_role(self.title, "title")
        set_role(self.caption, "caption")
        set_role(self.words, "text")
        set_role(self.add, "small")
        self.words.setWordWrap(True)
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.clicked.connect(self.add_wanted)
        head = row(self.title, Grow(self.caption), spacing=10)
        asks = row(Grow(self.words), self.add, spacing=10)
        column(head, self.bars, asks, on=self, margins=(17, 12, 17, 12), spacing=8)
        self.show_pair(None)

    def show_pair(self, data: PairData | None, caption: str = "", words: str = "", can_add: bool = False) -> None:
        """Show this; None: no use for a second Python. Without sides `words` say why there are none."""
        self.setVisible(data is not None)
        self.caption.setText(caption)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.add.setVisible(can_add)
        self.bars.show_data(data or PairData())


class PairBars(QWidget):
    """The painted bars."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._data = PairData()
        scale.scales_itself(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The same work under two Pythons")
        theming.changed.connect(self._fit)

    @property
    def data(self) -> PairData:
        """The bars of both sides that are painted."""
        return self._data

    def show_data(self, data: PairData) -> None:
        """Show this; hidden where there is nothing in it."""
        self._data = data
        self.setVisible(bool(data.sides))
        self.setAccessibleDescription(data.description)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(scale.scaled(round(height_of(self._data))))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(420), self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        box = own_rect(scale.unscaled(QRectF(self.rect())))
        draw_pair(QtPainter(painter), theming.theme, self._data, box)
        painter.end()
