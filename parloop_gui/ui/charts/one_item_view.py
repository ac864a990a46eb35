"""A pyqtgraph view that one item fills. Importing this imports pyqtgraph, which is slow."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from parloop_gui.ui.drawing.overriding import override


class FillingItem(pyqtgraph.GraphicsObject):  # type: ignore[misc]
    """As large as its view, in the view's pixels: what is painted is enlarged to the text size."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QRectF(0, 0, 1, 1)

    def set_size(self, width: float, height: float) -> None:
        """Fill a view of that size."""
        self.prepareGeometryChange()
        self._box = QRectF(0, 0, width, height)

    @override
    def boundingRect(self) -> QRectF:
        return self._box


class OneItemView(pyqtgraph.GraphicsView):  # type: ignore[misc]
    """The card's own colour shows through; nothing scrolls."""

    def __init__(self, item: FillingItem, parent: QWidget | None = None) -> None:
        self._item: FillingItem | None = None
        super().__init__(parent, useOpenGL=False, background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(self.backgroundRole())
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._item = item
        self.addItem(item)

    @override
    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._item is not None:
            self._item.set_size(self.width(), self.height())
