"""`.pdf`: one page as large as the picture, shapes and text, for papers."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPdfWriter

from parloop_gui import __version__
from parloop_gui.ui.charts.figure.picture import Picture
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.qt_painter import QtPainter
from parloop_gui.ui.style.vector_text import VectorPainter

# As the screen's, so that pixels are the painter's unit; at print resolutions thin lines come out wrong.
_DPI = 96


def render(figure: Picture, theme: Theme) -> bytes:
    """The picture as a page of its own size."""
    width, height = figure.size(theme)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    points = QSizeF(width, height) * 72 / _DPI
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(figure.title)
    writer.setCreator(f"Parloop {__version__}")
    with VectorPainter(writer, outlines=False) as painter:
        figure.draw(QtPainter(painter), theme)
    return bytes(buffer.data().data())
