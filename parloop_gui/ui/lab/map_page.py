"""The page of the break-even map: the sentence, the map, what it stands on, and the buttons that make and save it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from parloop_gui.model.break_even.placing import SHARE_STEP
from parloop_gui.ui.charts.break_even.chart import MapData, draw_map
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.lab.cards.grounds import Grounds
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.qt_painter import QtPainter, own_rect
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, line
from parloop_gui.ui.widgets.plain_text import Label, plain_tip
from parloop_gui.ui.widgets.segments import Segments
from parloop_gui.ui.widgets.takeaway import Takeaway

# What the ends of the scale mean; what lies between is both.
_SHARES = {0: "Tasks that only wait", 100: "Tasks that only compute"}


class MapPage(QWidget):
    """`measure_wanted`, `stop_wanted` and `save_wanted` are the user's; `share_wanted` carries percent on CPU."""

    measure_wanted = Signal()
    share_wanted = Signal(int)
    stop_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Takeaway(self)
        self.measure, self.stop, self.save = QPushButton(self), QPushButton(self), QPushButton(self)
        self._chart = Card(self)
        self.map, self.also = MapPicture(self._chart), Grounds(self)
        shares = [(str(share), f"{share}%", _SHARES.get(share, "")) for share in range(0, 101, SHARE_STEP)]
        self.shares: Segments[str] = Segments("Share on CPU", shares, self)
        for button, title in ((self.measure, "▶  Measure the map"), (self.stop, "■  Stop"), (self.save, "Save…")):
            button.setText(title)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            set_role(button, "small")
        self.measure.clicked.connect(self.measure_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.shares.changed.connect(lambda: self.share_wanted.emit(int(self.shares.chosen())))
        self._lay_out()

    def show_map(self, sentence: str, second: str, also: tuple[str, ...], data: MapData | None) -> None:
        """Show this; None: there is no map yet."""
        self.words.say(sentence, second)
        self.also.show_sentences(also)
        self._chart.setVisible(data is not None)
        self.map.show_map(data, f"{sentence} {' '.join(also)}")

    def show_share(self, percent: int) -> None:
        """Whose map it is: of tasks that compute for so much of their time."""
        self.shares.choose(str(percent))

    def show_buttons(self, *, running: bool, problem: str, has_map: bool) -> None:
        """What can be done now."""
        self.measure.setVisible(not running)
        self.measure.setEnabled(not problem)
        self.measure.setToolTip(plain_tip(problem))
        self.measure.setText("▶  Measure it again" if has_map else "▶  Measure the map")
        self.stop.setVisible(running)
        self.save.setVisible(has_map and not running)
        self.shares.setEnabled(not running)

    def _lay_out(self) -> None:
        self.words.rows.addLayout(line(Label("Tasks on CPU for", self.words), self.shares, spacing=10))
        self.words.rows.addLayout(line(self.measure, self.stop, self.save, spacing=10))
        column(self.map, on=self._chart, margins=(12, 12, 12, 12))
        column(self.words, Grow(self._chart), self.also, STRETCH, on=self, spacing=12)


class MapPicture(QWidget):
    """The painted map."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._data: MapData | None = None
        self.setMinimumHeight(320)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Break-even map")

    def show_map(self, data: MapData | None, words: str) -> None:
        """Paint that map; `words` say it to screen readers. None: nothing is painted."""
        self._data = data
        self.setAccessibleDescription(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(500), scale.scaled(380))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._data is None:
            return
        painter = scale.painter_on(self)
        draw_map(QtPainter(painter), theming.theme, self._data, own_rect(scale.unscaled(QRectF(self.rect()))))
        painter.end()
