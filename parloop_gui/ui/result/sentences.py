"""A few sentences in two lines: as many as fit, each whole; the others stand in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.wrapping import wrapped
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

LINES = 2


class Sentences(Label):
    """The first come first: whoever writes them puts what must not be missed there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences: tuple[str, ...] = ()
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setMaximumHeight(16 * LINES)

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        """Say these."""
        self._sentences = sentences
        self.setToolTip(plain_tip(" ".join(sentences)))
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        for shown in range(len(self._sentences), 0, -1):
            text = " ".join(self._sentences[:shown]) + (" …" if shown < len(self._sentences) else "")
            lines = wrapped(text, QFontMetricsF(self.font()).horizontalAdvance, self.width(), LINES)
            if " ".join(lines) == text or shown == 1:
                self.setText("\n".join(lines))
                return
        self.setText("")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
