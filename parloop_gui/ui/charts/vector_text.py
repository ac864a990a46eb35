"""Text in vector formats: as shapes in SVG, and in PDF so that it can be searched and copied."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath

_ALTERNATES = ("tnum", "calt")


def draw_outlines(painter: QPainter, start: QPointF, text: str, with_font: QFont, colour: str) -> None:
    """The text as shapes: a reader of SVG need not have the font, nor know of tabular figures."""
    path = QPainterPath()
    path.addText(start, with_font, text)
    painter.fillPath(path, QColor(colour))


def draw_copyable(painter: QPainter, start: QPointF, text: str, with_font: QFont, colour: str) -> None:
    """The text without glyphs that stand in for others, each word in the middle of the place it would have with them.

    Qt's PDFs don't tell which characters such glyphs show: tabular figures could neither be found nor copied.
    """
    ordinary = QFont(with_font)
    for feature in _ALTERNATES:
        ordinary.setFeature(QFont.Tag(feature), 0)
    planned, real = QFontMetricsF(with_font), QFontMetricsF(ordinary)
    painter.setFont(ordinary)
    painter.setPen(QColor(colour))
    for word in re.finditer(r"\S+", text):
        left, right = (planned.horizontalAdvance(text[:end]) for end in word.span())
        spare = right - left - real.horizontalAdvance(word[0])
        painter.drawText(QPointF(start.x() + left + spare / 2, start.y()), word[0])
