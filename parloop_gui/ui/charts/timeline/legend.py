"""What solid and pale mean: two swatches with their words, in a family's colours or, for several, in greys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.style import scale
from parloop_gui.ui.style.overriding import override
from parloop_gui.ui.style.painting import draw_text, text_width
from parloop_gui.ui.style.theme import Family, Theme, font
from parloop_gui.ui.style.theming import theming

ON_CPU, SHARE, WAITING = "on CPU", "share on CPU", "waiting"
_SWATCH, _GAP = 14.0, 14.0


def colours(theme: Theme, family: str) -> Family:
    """A family's, or greys for a timeline of several ("")."""
    return theme.family(family) if family else Family(theme.t2, theme.border2, theme.t2)


def legend_width(words: str) -> float:
    """How wide the legend is."""
    return 2 * (_SWATCH + 6) + text_width(words, font(11)) + text_width(WAITING, font(11)) + _GAP + 4


def draw_legend(painter: QPainter, theme: Theme, family: str, words: str, left: float, middle: float) -> None:
    """Paint it from a left edge on, around a middle height."""
    shown = colours(theme, family)
    for colour, text in ((shown.mark, words), (shown.pale, WAITING)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, middle - 5, _SWATCH, 10), 2, 2)
        wide = text_width(text, font(11)) + 2
        draw_text(painter, QRectF(left + _SWATCH + 6, middle - 9, wide, 18), text, font(11), theme.t2)
        left += _SWATCH + 6 + wide + _GAP


class Legend(QWidget):
    """`family` "" where several are shown; `words` for what is solid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self._family, self.words = "", ON_CPU

    def show_legend(self, family: str, words: str) -> None:
        """Say this."""
        self._family, self.words = family, words
        self.setAccessibleName(f"Solid: {words}. Pale: {WAITING}.")
        self.setToolTip(
            "Solid: a core was running the task. Pale: it waited, for the GIL, a core or something else."
            if words == ON_CPU
            else "How much of each task a core was running it is known, not when: it is drawn from the left."
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(legend_width(self.words)), scale.scaled(18))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_legend(painter, theming.theme, self._family, self.words, 0, self.height() / scale.factor() / 2)
        painter.end()
