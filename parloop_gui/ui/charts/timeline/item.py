"""The timeline as a pyqtgraph item in a pyqtgraph view. Importing this imports pyqtgraph, which is slow."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from parloop_gui.ui.charts.one_item_view import FillingItem, OneItemView
from parloop_gui.ui.charts.timeline.chart import draw_timeline
from parloop_gui.ui.charts.timeline.geometry import Layout
from parloop_gui.ui.charts.timeline.rows import TimelineData
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.theming import theming


class TimelineItem(FillingItem):
    """All lanes as one item, in pixels of the view; what is painted is enlarged to the text size."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[TimelineData, Layout] | None = None

    def show_timeline(self, data: TimelineData, layout: Layout) -> None:
        """Paint these groups, with everything where the layout has it."""
        self._shown = data, layout
        self.update()

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._shown is not None:
            painter.scale(scale.factor(), scale.factor())
            draw_timeline(QtPainter(painter), theming.theme, *self._shown)


class TimelineGraphics(OneItemView):
    """The view around the item."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.item = TimelineItem()
        super().__init__(self.item, parent)
