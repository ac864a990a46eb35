"""The window as a user meets it: what can be pressed, typed and read. Tests speak to this, not to widgets."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.ui.charts.compare.chart import row_box
from parloop_gui.ui.charts.compare.failed_links import FailedLinks
from parloop_gui.ui.charts.compare.rows import ChartData
from parloop_gui.ui.widgets.row_list import RowList
from parloop_gui.ui.window.main_window import MainWindow
from tests.ui.fake_bridge import FakeBridge

LEFT_BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class WindowPage:
    """One open window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.bot = window, qtbot

    @property
    def bridge(self) -> FakeBridge:
        """The made-up bridge under the window."""
        found = self.window.session.findChild(FakeBridge)
        assert isinstance(found, FakeBridge)
        return found

    def show(self) -> None:
        """Show it and wait until everything behind it has loaded."""
        with self.bot.waitSignal(self.window.background.finished, timeout=20_000):
            self.window.resize(1440, 900)
            self.window.show()
        self.bot.waitUntil(lambda: bool(self.window.top.chosen() or self.problem))

    # pressing

    def press_compare(self) -> None:
        """Click Compare."""
        self.click(self.window.top.compare)

    def press_stop(self) -> None:
        """Click Stop."""
        self.click(self.window.top.stop)

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        QTest.mouseClick(widget, LEFT_BUTTON)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        QTest.keyClick(self.window, key, modifier)

    def choose_loop(self, slug: str) -> None:
        """Click a loop; those that are not listed at first are asked for before."""
        loops = self.window.loops.loops
        if loops.row_rect(slug).isEmpty():
            self.click(loops.more)
        self._click_row(loops, slug)

    def click_strategy(self, slug: str) -> None:
        """Click a strategy's row, which changes its box."""
        self._click_row(self.window.loops.strategies.list, slug)

    def click_chart_row(self, number: int) -> None:
        """Click a row of the chart, counted from 0."""
        box = row_box(self.chart, number, 400)
        surface = self.window.view.chart.surface()
        QTest.mouseClick(surface, LEFT_BUTTON, NO_KEY, QPoint(60, round(box.middle)))

    def type_items(self, text: str) -> None:
        """Type a number of items and leave the field."""
        box = self.window.loops.items
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)
        box.interpretText()

    def slide_share(self, percent: int) -> None:
        """Move the slider of the mixed loop with the keyboard."""
        slider = self.window.loops.loops.share
        assert slider is not None
        slider.setFocus()
        by = percent - slider.value()
        for _ in range(abs(by)):
            QTest.keyClick(slider, Qt.Key.Key_Right if by > 0 else Qt.Key.Key_Left)

    def type_seconds(self, text: str) -> None:
        """Open the menu beside the effort with the keyboard and type a time."""
        options = self.window.top.options
        box = options.seconds()
        box.selectAll()
        QTest.keyClicks(box, text)
        box.interpretText()

    def measure_evenly(self, even: bool = True) -> None:
        """Check or clear the entry of that menu."""
        action = self.window.top.options.even
        if action.isChecked() is not even:
            action.trigger()

    def choose_call(self, call: str) -> None:
        """Choose a call of the selected strategy, with the keyboard."""
        menu = self.window.details.card.calls
        menu.setFocus()
        by = menu.findData(call) - menu.currentIndex()
        for _ in range(abs(by)):
            QTest.keyClick(menu, Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up)

    def fact(self, name: str) -> str:
        """A fact of the right panel: its value and remark."""
        return self.window.details.facts.value(name)

    def notes(self, section: int = 0) -> list[str]:
        """The paragraphs of a section of the right panel."""
        return self.window.details.sections[section].notes()

    # what the bridge emits

    def emit_events(self, comparison_events: object, *, over: bool) -> None:
        """Let the bridge emit these events."""
        assert hasattr(comparison_events, "__iter__")
        self.bridge.emit_events(comparison_events, over=over)
        if not over:
            with self.bot.waitSignal(self.window.session.changed, timeout=5000):
                pass  # with the last of them

    # reading

    @property
    def can_compare(self) -> bool:
        """Whether Compare is on."""
        return self.window.top.compare.isEnabled()

    @property
    def can_stop(self) -> bool:
        """Whether Stop is on."""
        return self.window.top.stop.isEnabled()

    @property
    def headline(self) -> str:
        """The verdict's first line, "" while the invitation stands there."""
        card = self.window.view.verdict
        return card.headline.text() if card.isVisible() else ""

    @property
    def pill(self) -> str:
        """The pill beside it."""
        return self.window.view.verdict.pill.text()

    @property
    def invites(self) -> bool:
        """Whether the invitation is shown."""
        return self.window.view.invitation.isVisible()

    @property
    def status(self) -> str:
        """The left end of the status bar."""
        return self.window.status.left.text()

    @property
    def problem(self) -> str:
        """What is wrong with the choices."""
        return self.window.loops.problem()

    @property
    def chart(self) -> ChartData:
        """What the chart shows."""
        return self.window.view.chart.data()

    @property
    def comparison(self) -> Comparison | None:
        """The comparison that is shown."""
        return self.window.current.comparison

    @property
    def details_title(self) -> str:
        """Whose details stand at the right."""
        return self.window.details.title.text()

    @property
    def share(self) -> int:
        """Where the slider of the mixed loop stands."""
        slider = self.window.loops.loops.share
        assert slider is not None
        return slider.value()

    @property
    def code(self) -> str:
        """The code shown."""
        return self.window.details.card.view.toPlainText()

    def failed_links(self, number: int) -> FailedLinks:
        """Details and Try again of a failed row, counted from 0."""
        return self.window.view.chart.links[number]

    def question(self) -> QMessageBox:
        """The question that is open."""
        found = self.window.comparing.question
        assert found is not None
        return found

    def answer(self, text: str) -> None:
        """Click the button of the open question whose text begins so."""
        buttons: list[QAbstractButton] = self.question().buttons()
        self.click(next(button for button in buttons if button.text().startswith(text)))

    def _click_row(self, rows: RowList, slug: str) -> None:
        place = rows.row_rect(slug).center().toPoint()
        QTest.mouseClick(rows.viewport(), LEFT_BUTTON, NO_KEY, place)
