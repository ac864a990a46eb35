"""The card under the chart that shows how busy the cores are: live, and once a comparison is over all of it.

It costs what it measures: a look is taken twice a second, only while the card is seen, and only the plot is painted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from parloop_gui.bridge.host.core_loads import core_loads
from parloop_gui.model.wording.units import percent
from parloop_gui.ui.charts.small.cores_strip import CoresData, draw_cores
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.result.core_history import LIVE_STEPS, LOOK_EVERY_S, Look, live, whole
from parloop_gui.ui.style.scale import painter_on, unscaled
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, row
from parloop_gui.ui.widgets.plain_text import Label

# Pixels at 100%: the title and a strip.
HEIGHT = 72
_WHY = (
    "How busy each core was, other programs included. The ribbon below has the colour of the family that was running: "
    "grey the plain loop, orange threads, blue processes."
)


class CoresCard(Card):
    """Live until `end`; `begin` starts to keep what a comparison does to the cores."""

    def __init__(self, parent: QWidget | None = None, look: Callable[[], tuple[float, ...]] = core_loads) -> None:
        super().__init__(parent)
        self._look = look
        self._looks: list[Look] = []
        self._running = False
        self._over = False
        self._fresh = True
        self._family = ""
        self.caption, self.plot = Label(self), CoresPlot(self)
        self._timer = QTimer(self)
        self._timer.setInterval(round(LOOK_EVERY_S * 1000))
        self._timer.timeout.connect(self._on_timer)
        self._lay_out()
        self._show_caption("live, last 10 s")

    @property
    def data(self) -> CoresData:
        """The steps that are painted now, and the values beside them."""
        return self.plot.data

    @property
    def running(self) -> bool:
        """Whether a comparison is being watched."""
        return self._running

    @property
    def looking(self) -> bool:
        """Whether looks are being taken."""
        return self._timer.isActive()

    def begin(self) -> None:
        """A comparison begins: keep everything from here on."""
        self._looks = []
        self._running, self._over, self._family = True, False, ""
        self._show_caption("live, last 10 s")
        self._watch()

    def run_by(self, family: str) -> None:
        """This family's strategy is running now."""
        self._family = family

    def end(self) -> None:
        """The comparison is over: show all of it, if any of it was seen."""
        if not self._running:
            return
        self._running, self._family = False, ""
        self._over = bool(self._looks)
        if self._over:
            self._timer.stop()
            self._show_caption("whole run")
            self._show(whole(self._looks))

    def be_live(self) -> None:
        """Show what the cores do now."""
        self._running, self._over, self._family = False, False, ""
        self._show_caption("live, last 10 s")
        self._watch()

    def take(self, loads: tuple[float, ...]) -> None:
        """One more look."""
        if self._looks and len(self._looks[-1].loads) != len(loads):
            self._looks = []  # a core came or went
        self._looks.append(Look(loads, self._family))
        if not self._running:
            del self._looks[:-LIVE_STEPS]
        self._show(live(self._looks))

    def _on_timer(self) -> None:
        loads, fresh = self._look(), self._fresh
        self._fresh = False
        if not fresh:
            self.take(loads)

    def _watch(self) -> None:
        if self.isVisible() and not self._over and not self._timer.isActive():
            self._fresh = True  # what was before doesn't count
            self._timer.start()

    def _show_caption(self, caption: str) -> None:
        self.caption.setText(caption)

    def _show(self, data: CoresData) -> None:
        self.plot.data = data
        self.plot.update()
        loads = ", ".join(f"core {core} {percent(value)}" for core, value in enumerate(data.values))
        self.plot.setAccessibleName(f"Cores, {self.caption.text()}: {loads}")

    def _lay_out(self) -> None:
        title = Label("Cores", self)
        set_role(title, "title")
        set_role(self.caption, "caption")
        words = column(title, self.caption, STRETCH, spacing=4)
        row(words, Grow(self.plot), on=self, margins=(16, 14, 16, 14))
        self.caption.setFixedWidth(92)
        self.plot.setToolTip(_WHY)
        self.setFixedHeight(HEIGHT)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class CoresPlot(QWidget):
    """The painted part."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.data = CoresData()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        draw_cores(painter, theming.theme, self.data, unscaled(QRectF(self.rect())))
        painter.end()
