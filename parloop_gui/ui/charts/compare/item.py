"""The compare chart as a pyqtgraph item in a pyqtgraph view. Importing this imports pyqtgraph, which is slow."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from parloop_gui.ui.charts.compare.chart import draw_compare
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.charts.one_item_view import FillingItem, OneItemView
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter, own_rect, qt_rect
from parloop_gui.ui.style.theming import theming


class CompareItem(FillingItem):
    """Both charts and their shared rows, in pixels of the view; what is painted is enlarged to the text size."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._data = ChartData()

    def show_chart(self, data: ChartData, only: Rect | None) -> None:
        """Paint this from now on; `only` that part has changed."""
        self._data = data
        self.update(scale.enlarged(qt_rect(only)) if only is not None else self._box)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed = scale.unscaled(QRectF(option.exposedRect))
        painter.scale(scale.factor(), scale.factor())
        width = self._box.width() / scale.factor()
        draw_compare(QtPainter(painter), theming.theme, self._data, width, own_rect(exposed))


class ComparePlotView(OneItemView):
    """The view around the item."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._chart = CompareItem()
        super().__init__(self._chart, parent)

    def show_chart(self, data: ChartData, only: Rect | None) -> None:
        """Paint this from now on; `only` that part has changed."""
        self._chart.show_chart(data, only)
