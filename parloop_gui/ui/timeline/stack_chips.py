"""Which strategies are stacked on the timeline: a chip for each, and a menu to add others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QToolButton, QWidget

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.painting import draw_dot, draw_text, text_width
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.timeline.texts import run_title
from parloop_gui.ui.widgets.hairlines import colour_of, draw_frame
from parloop_gui.ui.widgets.layouts import STRETCH, row
from parloop_gui.ui.widgets.plain_text import plain_tip


class StackChips(QWidget):
    """`changed` carries the contestants that are to be stacked, in the order of the comparison."""

    changed = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stacked: tuple[Contestant, ...] = ()
        self._possible: tuple[Contestant, ...] = ()
        self.chips: list[Chip] = []
        self.add, self.menu = QToolButton(self), QMenu(self)
        self.add.setText("+ Add")
        self.add.setObjectName("add")
        self.add.setAccessibleName("Add a strategy to the timeline")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setMenu(self.menu)
        self._layout = row(self.add, STRETCH, on=self, spacing=6)

    def show_chips(self, comparison: Comparison, stacked: Sequence[Contestant], possible: Sequence[Contestant]) -> None:
        """Chips for those stacked, and a menu of those that could be."""
        self._stacked, self._possible = tuple(stacked), tuple(possible)
        while len(self.chips) < len(stacked):
            self.chips.append(self._chip())
        for number, chip in enumerate(self.chips):
            chip.setVisible(number < len(stacked))
            if number < len(stacked):
                chip.show_strategy(
                    run_title(comparison, stacked[number]),
                    catalogue.find(stacked[number].strategy).family,
                    len(stacked) > 1,
                )
        self._fill_menu(comparison)

    def _chip(self) -> Chip:
        chip = Chip(self)
        number = len(self.chips)
        chip.clicked.connect(lambda: self._toggle(self._stacked[number], False))
        self._layout.insertWidget(number, chip)
        scale.fit(self)
        return chip

    def _fill_menu(self, comparison: Comparison) -> None:
        self.menu.clear()
        for contestant in self._possible:
            action = self.menu.addAction(run_title(comparison, contestant))
            action.setCheckable(True)
            action.setChecked(contestant in self._stacked)
            action.setEnabled(self._stacked != (contestant,))
            action.toggled.connect(lambda on, contestant=contestant: self._toggle(contestant, on))
        self.add.setEnabled(len(self._possible) > 1)

    def _toggle(self, contestant: Contestant, on: bool) -> None:
        chosen = {*self._stacked, contestant} if on else {*self._stacked} - {contestant}
        wanted = [each for each in self._possible if each in chosen]
        if wanted:
            self.changed.emit(wanted)


class Chip(QAbstractButton):
    """A dot and a name in a pill; a click takes the strategy off the timeline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self.setObjectName("chip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._family = ""

    def show_strategy(self, title: str, family: str, removable: bool) -> None:
        """Show this strategy."""
        self.setText(title)
        self._family = family
        self.setEnabled(removable)
        self.setToolTip(plain_tip(f"Take {title} off the timeline" if removable else ""))
        self.setAccessibleName(f"{title}: take off the timeline" if removable else title)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(text_width(self.text(), font(12)) + 34), scale.scaled(22))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(scale.scaled(48), scale.scaled(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = 2.0 if self.hasFocus() else 1.0
        colour = self.palette().highlight().color() if self.hasFocus() else colour_of(self)
        draw_frame(painter, QRectF(self.rect()), self.height() / 2, colour, wide)
        painter.scale(scale.factor(), scale.factor())
        height, width = self.height() / scale.factor(), self.width() / scale.factor()
        draw_dot(painter, QPointF(13, height / 2), 8, theming.theme.family(self._family).mark)
        box = QRectF(22, 0, width - 30, height)
        draw_text(painter, box, self.text(), font(12), theming.theme.t1, Qt.AlignmentFlag.AlignVCenter)
        painter.end()
