"""How to read a timeline: a swatch and a few words for everything that is drawn in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.ui.charts.timeline.legend import colours
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.painting import draw_text, pen
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theme import font
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.layouts import column, inset, rule
from parloop_gui.ui.widgets.plain_text import Label

# A line of words, and the sample that it explains.
_LINE, _SWATCH = 24.0, 34.0
_Draw = Callable[[QPainter, Theme, QRectF], None]


class ReadingGuide(QWidget):
    """What solid, pale, striped and dashed mean, and which runs are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = Label("How to read it", self)
        self.swatches, self.note = _Swatches(self), Label(self)
        set_role(title, "title")
        set_role(self.note, "caption")
        self.note.setWordWrap(True)
        inner = inset(title, self.swatches, self.note)
        column(rule(self), 6, inner, on=self, margins=(0, 6, 0, 0), spacing=6)

    def show_guide(self, sampled: bool, note: str) -> None:
        """`sampled` where turns can be seen; `note` says which runs are shown."""
        self.swatches.sampled = sampled
        self.swatches.setAccessibleName("; ".join(words for words, _ in _lines(sampled)))
        self.swatches.updateGeometry()
        self.swatches.update()
        self.note.setText(note)
        self.note.setVisible(bool(note))


class _Swatches(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self.sampled = False

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(200), scale.scaled(_LINE * len(_lines(self.sampled))))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / scale.factor()
        for number, (words, draw) in enumerate(_lines(self.sampled)):
            top = number * _LINE
            draw(painter, theming.theme, QRectF(0, top + 4, _SWATCH, 14))
            draw_text(painter, QRectF(_SWATCH + 10, top, width - _SWATCH - 10, 22), words, font(12), theming.theme.t2)
        painter.end()


def _lines(sampled: bool) -> list[tuple[str, _Draw]]:
    seen: list[tuple[str, _Draw]] = [("running in turns", _turns)] if sampled else []
    known: list[tuple[str, _Draw]] = [] if sampled else [("share of it on a core", _share)]
    plainly: list[tuple[str, _Draw]] = [("on a core, running", _solid), ("waiting: GIL, core or I/O", _pale)]
    return [*plainly, *seen, *known, ("worker starting", _dashed)]


def _block(painter: QPainter, colour: str, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box, 3, 3)


def _solid(painter: QPainter, theme: Theme, box: QRectF) -> None:
    _block(painter, colours(theme, "").mark, box)


def _pale(painter: QPainter, theme: Theme, box: QRectF) -> None:
    _block(painter, colours(theme, "").pale, box)


def _turns(painter: QPainter, theme: Theme, box: QRectF) -> None:
    _pale(painter, theme, box)
    for left in (0.0, 18.0):
        _solid(painter, theme, QRectF(box.left() + left, box.top(), 8, box.height()))


def _share(painter: QPainter, theme: Theme, box: QRectF) -> None:
    _pale(painter, theme, box)
    _solid(painter, theme, QRectF(box.left(), box.top(), box.width() * 0.4, box.height()))


def _dashed(painter: QPainter, theme: Theme, box: QRectF) -> None:
    dashes = pen(theme.t3)
    dashes.setDashPattern([2, 2])
    painter.setPen(dashes)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
