"""The picture formats by file ending, ready for the registry of formats."""

from __future__ import annotations

from collections.abc import Callable

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.export.formats import Render
from parloop_gui.ui.charts.figure.picture import Picture
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.drawing.text import measured_with
from parloop_gui.ui.export import pdf, png, svg
from parloop_gui.ui.export.figures import MakeFigure, drawn, whole_view
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.style.qt_painter import qt_width

_DRAWN: dict[str, Callable[[Picture, Theme], bytes]] = {".png": png.render, ".svg": svg.render, ".pdf": pdf.render}


def picture_formats(theme: Theme = LIGHT, make_figure: MakeFigure = whole_view) -> dict[str, Render]:
    """How each kind of picture is made of a comparison. There must be a QGuiApplication when they are called."""
    return {ending: _renderer(render, theme, make_figure) for ending, render in _DRAWN.items()}


def as_file(picture: Picture, ending: str) -> bytes:
    """A picture of any kind in that format, PNG where none is named; in the colours that exports have."""
    with measured_with(qt_width):
        return _DRAWN.get(ending, png.render)(picture, DARK if preferences.export_dark else LIGHT)


def _renderer(render: Callable[[Picture, Theme], bytes], theme: Theme, make_figure: MakeFigure) -> Render:
    def picture(comparison: Comparison) -> bytes:
        with measured_with(qt_width):
            return render(drawn(make_figure, comparison), theme)

    return picture
