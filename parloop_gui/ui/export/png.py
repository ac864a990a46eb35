"""`.png`: pixels, two for each of the screen's, for slides and issues; the clipboard's image too."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from parloop_gui.model.export.errors import ExportError
from parloop_gui.ui.charts.figure.picture import Picture
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.style.qt_painter import QtPainter

SCALE = 2
_DOTS_PER_METRE = round(SCALE * 96 / 0.0254)


def render(figure: Picture, theme: Theme) -> bytes:
    """The picture as PNG, with its title and description in it; raises ExportError."""
    image = draw_image(figure, theme)
    image.setText("Title", figure.title)
    image.setText("Description", figure.description)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # PySide's stubs want bytes, PySide a str
        raise ExportError("The picture can't be made.")
    return bytes(buffer.data().data())


def draw_image(figure: Picture, theme: Theme) -> QImage:
    """The picture at twice the screen's pixels; raises ExportError where there is no room for it."""
    width, height = figure.size(theme)
    image = QImage(width * SCALE, height * SCALE, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ExportError(f"A picture of {width} × {height} pixels is too large to be drawn.")
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(theme.surface))
    with QPainter(image) as painter:
        figure.draw(QtPainter(painter), theme)
    image.setDotsPerMeterX(_DOTS_PER_METRE)  # not before: fonts would take it for a reason to space letters wider
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    return image
