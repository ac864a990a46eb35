"""The card that holds the compare chart: a plain surface at first, a pyqtgraph view once that is loaded.

Both call the same paint routine. While a comparison runs the whole chart is painted at most twice a second, and
between runs only; the progress of the row under way moves more often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QToolTip, QVBoxLayout, QWidget

from parloop_gui.ui.charts.compare import geometry
from parloop_gui.ui.charts.compare.chart import draw_compare, row_at, row_box
from parloop_gui.ui.charts.compare.columns import screen_columns
from parloop_gui.ui.charts.compare.failed_links import FailedLinks
from parloop_gui.ui.charts.compare.layout import captions
from parloop_gui.ui.charts.compare.rows import ChartData, ChartView
from parloop_gui.ui.charts.compare.tips import tip_at
from parloop_gui.ui.charts.compare.view_menu import ViewMenu, arranged, differs_widely
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.shapes import Rect
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter, own_rect, qt_rect
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.plain_text import plain_tip

if TYPE_CHECKING:
    from parloop_gui.ui.charts.compare.item import ComparePlotView

# The whole is painted no more often while the comparison runs: painting takes from the cores that are measured.
WHOLE_EVERY_MS = 500
# Right of the word Strategy.
ASK_LEFT, VIEW_LEFT = 74.0, 98.0


class PlainSurface(QWidget):
    """The chart before pyqtgraph is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = ChartData()

    def show_chart(self, data: ChartData, only: Rect | None) -> None:
        """Paint this from now on; `only` that part has changed."""
        self._data = data
        self.update(scale.enlarged(qt_rect(only)).toAlignedRect() if only is not None else self.rect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        exposed = own_rect(scale.unscaled(QRectF(event.rect())))
        draw_compare(QtPainter(painter), theming.theme, self._data, self.width() / scale.factor(), exposed)
        painter.end()


class ChartCard(Card):
    """Shows ChartData. `picked` carries the contestant whose row was clicked or reached by the arrow keys.

    `details_wanted` and `again_wanted` carry that of a failed row; `guide_wanted` asks what all this is.
    """

    picked = Signal(object)
    details_wanted = Signal(object)
    again_wanted = Signal(object)
    guide_wanted = Signal()
    view_changed = Signal(object)
    """Carries the ChartView that the user switched to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scale.scales_itself(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Wall time and throughput")
        self._data = self._given = ChartData()
        self._view = ChartView()
        self._since_whole = QElapsedTimer()
        self.links: list[FailedLinks] = []
        self.ask = QToolButton(self)
        self.ask.setText("?")
        self.ask.setObjectName("ask")
        self.ask.setToolTip("What am I seeing? (Shift+F1)")
        self.ask.setAccessibleName("What am I seeing?")
        self.ask.clicked.connect(self.guide_wanted)
        self._make_view_button()
        self._again = False
        self._surface: PlainSurface | ComparePlotView = PlainSurface(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._take(self._surface, self._surface)
        theming.changed.connect(self._fit)

    def data(self) -> ChartData:
        """What it was given last, whether it is painted yet or not."""
        return self._data

    def surface(self) -> QWidget:
        """What takes the mouse: the plain surface, or the pyqtgraph view's viewport."""
        return self._listens

    def use_pyqtgraph(self) -> None:
        """Go over to the pyqtgraph view; pyqtgraph must have been imported."""
        from parloop_gui.ui.charts.compare.item import ComparePlotView

        old, view = self._surface, ComparePlotView(self)
        self._take(view, view.viewport())
        self._surface = view
        self._layout.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._show(None)
        self._place_links()

    def set_data(self, data: ChartData, at_once: bool = True, meanwhile: bool = False) -> None:
        """Show this; unless `at_once`, what changes the whole chart waits for its turn.

        Its turn never comes `meanwhile`, while a run is under way, which would be measured with it.
        """
        self._given = data
        data = arranged(data, self._view)
        self.view_menu.offer_log(differs_widely(data))
        if self._only_progress(data):
            changed = self._progress_rect(data)
            self._data = data
            if changed is not None:
                self._show(changed)
        elif at_once or self._is_due(data, meanwhile):
            self._data = data
            self._fit_height()
            self.setAccessibleDescription("; ".join(row.hint for row in (*data.rows, *data.failed) if row.hint))
            self._since_whole.start()
            self._show(None)
            self._place_links()

    def _is_due(self, data: ChartData, meanwhile: bool) -> bool:
        """Whether the whole chart has its turn; what has just failed does not wait for it.

        Nor does what is expected of rows that show nothing: it comes with the warm-up, which counts for no figure.
        """
        if self._data.dimmed or _failures(data) != _failures(self._data):
            return True
        if _tells_something(data) and not _tells_something(self._data):
            return True
        return not meanwhile and self._since_whole.hasExpired(WHOLE_EVERY_MS)

    def show_as(self, view: ChartView) -> None:
        """Look at it like this from now on."""
        self._view = view
        self.view_menu.show_view(view)
        self.set_data(self._given)
        self.updateGeometry()

    def _make_view_button(self) -> None:
        self.view_button, self.view_menu = QToolButton(self), ViewMenu(self)
        self.view_button.setText("View")
        self.view_button.setObjectName("view")
        self.view_button.setToolTip("What the chart shows, and how")
        self.view_button.setAccessibleName("What the chart shows")
        self.view_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.view_button.setMenu(self.view_menu)
        self.view_menu.changed.connect(self._on_view)

    def _on_view(self, view: ChartView) -> None:
        self.show_as(view)
        self.view_changed.emit(view)

    def offer_again(self, offered: bool) -> None:
        """Whether failed rows offer to be tried again."""
        if offered != self._again:
            self._again = offered
            self._place_links()

    def _place_links(self) -> None:
        """The question mark in the head, and Details and Try again at the right of each failed row."""
        self.ask.move(scale.scaled(ASK_LEFT), scale.scaled(12))
        self.ask.raise_()
        self.view_button.move(scale.scaled(VIEW_LEFT), scale.scaled(11))
        self.view_button.resize(self.view_button.sizeHint())
        self.view_button.raise_()
        failed = self._data.failed
        while len(self.links) < len(failed):
            links = FailedLinks(self)
            links.details_wanted.connect(self.details_wanted)
            links.again_wanted.connect(self.again_wanted)
            self.links.append(links)
        for number, links in enumerate(self.links):
            links.hide()
            if number < len(failed):
                box = row_box(self._data, len(self._data.rows) + number, (self.width() - 2) / scale.factor())
                links.show_row(failed[number], scale.enlarged(qt_rect(box)), self._again)

    def _fit(self) -> None:
        self._fit_height()
        self._show(None)

    def _fit_height(self) -> None:
        rows, failed = len(self._data.rows), len(self._data.failed)
        self.setFixedHeight(scale.scaled(geometry.chart_height(rows, failed, captions(self._data))) + 2)

    def _show(self, only: Rect | None) -> None:
        self._surface.show_chart(self._data, only)

    def _take(self, surface: QWidget, listens: QWidget) -> None:
        self._layout.addWidget(surface)
        surface.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._listens = listens
        listens.setMouseTracking(True)
        listens.installEventFilter(self)

    def _only_progress(self, data: ChartData) -> bool:
        return _still(data) == _still(self._data)

    def _progress_rect(self, data: ChartData) -> Rect | None:
        changed: Rect | None = None
        for index, (new, old) in enumerate(zip(data.rows, self._data.rows, strict=True)):
            if new.progress != old.progress:
                box = row_box(data, index, screen_columns(data).tag_left)
                changed = box if changed is None else changed.united(box)
        return changed

    def _pick(self, y: float) -> None:
        row = row_at(self._data, y / scale.factor())
        if row is not None and not self._data.dimmed:
            self.picked.emit(row.contestant)

    def _step(self, by: int) -> None:
        rows = [row.contestant for row in (*self._data.rows, *self._data.failed)]
        if not rows or self._data.dimmed:
            return
        selected = self._data.selected
        place = rows.index(selected) + by if selected in rows else 0
        self.picked.emit(rows[max(0, min(place, len(rows) - 1))])

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._pick(event.position().y())
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            at = QPointF(event.pos()) / scale.factor()
            words = tip_at(self._data, self._listens.width() / scale.factor(), at.x(), at.y())
            QToolTip.showText(event.globalPos(), plain_tip(words), self, QRect())
            return True
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        failed = [row.contestant for row in self._data.failed]
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._data.selected in failed:
            self.details_wanted.emit(self._data.selected)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show(None)
        self._place_links()

    @override
    def minimumSizeHint(self) -> QSize:
        charts = 2 if self._view.throughput else 1
        return QSize(scale.scaled(geometry.least_width(screen_columns(self._data), charts)), 0)


def _tells_something(data: ChartData) -> bool:
    """Whether any row has a figure, measured or expected."""
    return any(row.wall_s is not None or row.forecast_wall_s is not None for row in data.rows)


def _failures(data: ChartData) -> list[str]:
    return [row.failure for row in (*data.rows, *data.failed) if row.failure]


def _still(data: ChartData) -> ChartData:
    """The same without what moves between repaints of the whole."""
    return data._replace(rows=tuple(row._replace(progress=None) for row in data.rows))
