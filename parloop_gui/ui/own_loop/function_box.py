"""The box that lists a file's functions and for loops, each with its signature and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from parloop_gui.model.wording.units import duration
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.style.painting import LEFT, draw_text, text_width
from parloop_gui.ui.style.scale import factor, scaled, unscaled
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.user_code.outline import Outline

ABOUT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
# The list is as wide as its signatures are, which is what one chooses by; what is said of them may be cut.
LEAST_LIST, WIDEST_LIST = 520, 900
_ABOUT_WIDTH = 200


class FunctionBox(QComboBox):
    """`picked` carries a function's name, or the line (int) of a for loop.

    `took_last` gives what each took when it was compared last, in seconds by name or line: asked when the list opens.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.took_last: Callable[[], Mapping[str, float]] = dict
        self._abouts: list[str] = []
        self.setAccessibleName("Function")
        self.view().setItemDelegate(_WithAbout(self))
        self.activated.connect(lambda index: self.picked.emit(self.itemData(index)))

    def show_own(self, own: OwnLoop, outline: Outline | None) -> None:
        """Offer what the file holds; the one that is chosen is shown."""
        chosen = own.line or own.function
        with QSignalBlocker(self):
            self.clear()
            self._abouts.clear()
            refused = [loop for loop in outline.loops if loop.problem] if outline else []
            for loop in (*outline.likely, *refused) if outline else ():
                where = f"line {loop.line}{f', in {loop.within}' if loop.within else ''}"
                why = loop.problem or "It is compared where it stands."
                about = f"{where} · {loop.problem}" if loop.problem else where
                self._offer(loop.text, loop.line, about, f"{where[:1].upper()}{where[1:]}. {why}")
            for each in outline.tasks if outline else ():
                self._offer(each.signature, each.name, each.about, f"{each.signature}, line {each.line}\n{each.about}")
            if self.findData(chosen) < 0 and chosen:
                self.insertItem(0, own.name if own.code or own.line else own.function, chosen)
                self._abouts.insert(0, "")
            self.setCurrentIndex(self.findData(chosen))
        self.view().setMinimumWidth(scaled(self._list_width()))
        self.setToolTip(str(self.currentData(Qt.ItemDataRole.ToolTipRole) or "What each task calls"))

    def _list_width(self) -> float:
        widest = max((text_width(self.itemText(at), font(12, 500)) for at in range(self.count())), default=0.0)
        return min(max(widest + _ABOUT_WIDTH, LEAST_LIST), WIDEST_LIST)

    def _offer(self, text: str, chosen: str | int, about: str, tip: str) -> None:
        self.addItem(text, chosen)
        self._abouts.append(about)
        self.setItemData(self.count() - 1, about, ABOUT_ROLE)
        self.setItemData(self.count() - 1, plain_tip(tip.strip()), Qt.ItemDataRole.ToolTipRole)

    @override
    def showPopup(self) -> None:
        took_s = self.took_last()
        for index, about in enumerate(self._abouts):
            last_s = took_s.get(str(self.itemData(index)))
            took = f"{duration(last_s, 2)} last time" if last_s is not None else ""
            self.setItemData(index, " · ".join(filter(None, (about, took))), ABOUT_ROLE)
        super().showPopup()


class _WithAbout(QStyledItemDelegate):
    """Paints what is said of a function behind its signature."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(scaled(LEAST_LIST), scaled(26))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        about = index.data(ABOUT_ROLE)
        if not about:
            return
        painter.save()
        painter.scale(factor(), factor())
        after = text_width(index.data(), font(12, 500)) + 24
        box = unscaled(QRectF(option.rect)).adjusted(after, 0, -8, 0)
        draw_text(painter, box, about, font(11), theming.theme.t3, LEFT)
        painter.restore()
