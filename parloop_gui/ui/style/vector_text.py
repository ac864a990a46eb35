"""Text in vector formats: as shapes in SVG, and in PDF so that it can be searched and copied."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintDevice, QPainter, QPainterPath


class VectorPainter(QPainter):
    """Paints shapes into a file, where there are no device pixels; `outlines`: texts become shapes too."""

    def __init__(self, device: QPaintDevice, *, outlines: bool) -> None:
        super().__init__(device)
        self.outlines = outlines


def draw_outlines(
    painter: QPainter, box: QRectF, text: str, with_font: QFont, colour: str, align: Qt.AlignmentFlag
) -> None:
    """One line as shapes: a reader of SVG need not have the font, nor know of tabular figures."""
    metrics = QFontMetricsF(with_font)
    left, spare = box.left(), box.width() - metrics.horizontalAdvance(text)
    if align & Qt.AlignmentFlag.AlignRight:
        left += spare
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left += spare / 2
    path = QPainterPath()
    path.addText(QPointF(left, box.center().y() + (metrics.ascent() - metrics.descent()) / 2), with_font, text)
    painter.fillPath(path, QColor(colour))


def copyable(with_font: QFont) -> QFont:
    """The font without glyphs that stand in for others, such as tabular figures.

    Qt's PDFs don't tell which characters such glyphs show: they could neither be found nor copied.
    """
    made = QFont(with_font)
    for feature in ("tnum", "calt"):
        made.setFeature(QFont.Tag(feature), 0)
    return made
