"""A label that gives way: one line that ends in an ellipsis where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.widgets.plain_text import Label, plain_tip


class Elided(Label):
    """What there is no room for is whole in the tooltip; `why` stands there too, and alone where nothing is cut.

    `by_parts`: parts between middle dots are left out from the end before anything is cut.
    """

    def __init__(self, text: str, parent: QWidget | None = None, why: str = "", *, by_parts: bool = False) -> None:
        super().__init__(text, parent)
        self._why, self._by_parts = why, by_parts

    def explain(self, why: str) -> None:
        """Say this on hover from now on."""
        self._why = why
        self.update()

    def shown_text(self) -> str:
        """What there is room for now."""
        metrics, parts = self.fontMetrics(), self.text().split(" · ") if self._by_parts else [self.text()]
        while len(parts) > 1 and metrics.horizontalAdvance(" · ".join(parts)) > self.width():
            del parts[-1]
        return metrics.elidedText(" · ".join(parts), Qt.TextElideMode.ElideRight, self.width())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.shown_text()
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
        whole = self.text() if shown != self.text() else ""
        self.setToolTip(plain_tip("\n".join(filter(None, (whole, self._why)))))
