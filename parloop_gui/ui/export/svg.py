"""`.svg`: shapes for the web and for editing; texts are shapes too, so that it looks the same without the font."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtSvg import QSvgGenerator

from parloop_gui.ui.charts.figure.picture import Picture
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.vector_text import VectorPainter

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(figure: Picture, theme: Theme) -> bytes:
    """The picture as SVG 1.1, with its title and description as elements."""
    width, height = figure.size(theme)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRect(0, 0, width, height))
    generator.setTitle(_NOT_IN_XML.sub("", figure.title))
    generator.setDescription(_NOT_IN_XML.sub("", figure.description))
    with VectorPainter(generator, outlines=True) as painter:
        figure.draw(QtPainter(painter), theme)
    return _in_pixels(bytes(buffer.data().data()), width, height)


def _in_pixels(svg: bytes, width: int, height: int) -> bytes:
    """Qt writes the size in millimetres, rounded: readers would make the picture a fraction of a pixel larger."""
    return re.sub(rb'width="[\d.]+mm" height="[\d.]+mm"', f'width="{width}" height="{height}"'.encode(), svg, count=1)
