"""The window: puts its parts together, and remembers choices and geometry. Composition only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QObject, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QVBoxLayout, QWidget

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.user_code.user_loop import path_and_function
from parloop_gui.ui.details.panel import DetailsPanel
from parloop_gui.ui.export.exporting import Exporting
from parloop_gui.ui.history.history_place import HistoryPlace
from parloop_gui.ui.interpreters.environment_of_file import OwnPython
from parloop_gui.ui.interpreters.offered import OfferedPythons, also_looked_at
from parloop_gui.ui.result.compare_view import CompareView
from parloop_gui.ui.settings.appearance import Appearance
from parloop_gui.ui.setup.choices import Choices, choices_of
from parloop_gui.ui.setup.kept_choices import KeptChoices
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.overriding import override
from parloop_gui.ui.style.theme import resources
from parloop_gui.ui.timeline.presenter import Timelines
from parloop_gui.ui.widgets.layouts import scrolling
from parloop_gui.ui.widgets.tabs import Pages
from parloop_gui.ui.window.background import Background, Pythons
from parloop_gui.ui.window.documents import SOURCE, Documents, dropped_file
from parloop_gui.ui.window.presenter import Presenter
from parloop_gui.ui.window.session import Bridge, ComparisonSession
from parloop_gui.ui.window.sides import Sides
from parloop_gui.ui.window.status_bar import StatusBar
from parloop_gui.ui.window.top_bar import TopBar
from parloop_gui.ui.window.undo import ChoiceHistory
from parloop_gui.ui.window.window_dialogs import WindowDialogs

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.history import History

SMALLEST, AT_FIRST = (900, 620), (1440, 900)


class MainWindow(QMainWindow):
    """Shows itself first; pyqtgraph and the machine's Pythons load behind it. `closing` says that it goes."""

    closing = Signal()

    def __init__(
        self,
        *,
        make_bridge: Callable[[QObject], Bridge] | None = None,
        pythons: Pythons | None = None,
    ) -> None:
        super().__init__()
        self._settings = QSettings("parloop", "parloop")
        self._choices = KeptChoices()
        self._kept = self._kept_choices()
        self.appearance = Appearance(self)  # first: widgets take their fonts when they are made
        self._kept_comparisons: History | None = None
        self._build(make_bridge or self._real_bridge)
        self.appearance.dress()
        self.pythons = pythons or Pythons(also=also_looked_at(self._kept))
        self.background = Background(self.pythons, self)
        self.exporting = Exporting(self.top.export, lambda: self.presenter.comparison, self)
        self.documents = Documents(self.presenter.session, self.kept_comparisons, self._save, self)
        self.presenter.guard = self.documents.secure
        self.offered = OfferedPythons(lambda: self.pythons, self._kept.pythons, self.top, self.presenter, self)
        self.own_python = OwnPython(lambda: self.pythons, self.loops, self.top, self.presenter, self)
        self.history = ChoiceHistory(self.presenter.choices, self.show_choices, self)
        covered = (*self.sides.parts(), self.top.loop, self.top.details)
        self.history_place = HistoryPlace(self.kept_comparisons, self.history.stack, self._whole, covered)
        self.dialogs = WindowDialogs(self.top, self.appearance, self.presenter, self)
        self.restore()
        self.history.begin()
        self._connect()
        self._connect_menu()

    def restore(self) -> None:
        """Take up the choices, theme and geometry of last time."""
        self._put(self._kept)
        last = self._choices.at_first.effort
        self._choices.begin(replace(self.presenter.choices(), effort=last))
        if last != self._kept.effort:
            self._keep_choices()  # "as last time" means what the last window began with, too
        self._fit()
        geometry = self._settings.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*AT_FIRST)
        for before, after in pairwise((self._whole, *self.top.tab_stops())):
            QWidget.setTabOrder(before, after)
        self._whole.setFocus()

    def show_choices(self, choices: Choices) -> None:
        """Put these choices into the panel and the bar, and keep them."""
        self._put(choices)
        self._keep_choices()

    def kept_comparisons(self) -> History:
        """The user's history; what reads and writes it is loaded when it is first asked for."""
        if self._kept_comparisons is None:
            from parloop_gui.bridge.host.history import own_history

            self._kept_comparisons = own_history()
        return self._kept_comparisons

    def open(self, path: Path) -> None:
        """Open a document, or say in one sentence why not; of `file.py:function`, go over to that function."""
        source, function = path_and_function(str(path))
        if source.lower().endswith(SOURCE):
            self.loops.use_file(Path(source), function)
        else:
            self.documents.open(path)

    def _build(self, make_bridge: Callable[[QObject], Bridge]) -> None:
        self.setWindowTitle("Parloop")
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        scale.scales_itself(self)
        self.top, self.status = TopBar(self), StatusBar(self)
        self.loops = LoopPanel(catalogue.loops(), catalogue.strategies())
        self.view, self.details = CompareView(), DetailsPanel()
        self.presenter = Presenter(
            self.top,
            self.loops,
            self.view,
            self.details,
            self.status,
            lambda parent: ComparisonSession(make_bridge, parent),
            self,
        )
        self._whole = self._laid_out()
        self.setCentralWidget(self._whole)

    def _real_bridge(self, parent: QObject) -> Bridge:
        from parloop_gui.bridge.scheduler.comparison_thread import ComparisonThread

        return ComparisonThread(parent, record=self.kept_comparisons().recorder)

    def _laid_out(self) -> QWidget:
        whole = QWidget(self)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        right, centre = Pages(self.details), Pages(scrolling(self.view))
        self.sides = Sides(self.loops, self.top.loop, right, self.top.details, whole)
        self.sides.set_centre(centre)
        self.timelines = Timelines(self.presenter, self.view, centre, right, self.top.tabs)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addLayout(self.sides.layout, 1)
        layout.addWidget(self.status)
        return whole

    def _connect(self) -> None:
        self.background.started.connect(self._show_icon)
        self.background.found.connect(self.offered.take_found)
        self.background.loaded.connect(self._on_loaded)
        self.background.prepared.connect(self._on_prepared)
        self.background.failed.connect(self.status.say)
        self.presenter.changed.connect(self._keep_choices)
        self.presenter.changed.connect(self.history.note)
        self.presenter.showing.connect(self.exporting.follow)
        self.exporting.timeline = self.timelines.figure
        self.exporting.said.connect(self._on_said)
        self.exporting.saved.connect(self.documents.note_saved)
        self.documents.opened.connect(self._on_opened)
        self.history_place.opened.connect(self.documents.show)
        self.presenter.session.ended.connect(self.history_place.note_ended)
        self.appearance.changed.connect(self._fit)
        self.offered.refused.connect(self.status.say)

    def _connect_menu(self) -> None:
        menu, stack = self.top.menu, self.history.stack
        menu.open.triggered.connect(self.documents.ask)
        menu.undo.triggered.connect(stack.undo)
        menu.redo.triggered.connect(stack.redo)
        menu.quit.triggered.connect(self.close)
        menu.follow(stack)
        menu.history.toggled.connect(self.history_place.show)
        self.history_place.left.connect(lambda: menu.history.setChecked(False))
        for action, by in ((menu.larger, 1), (menu.smaller, -1), (menu.normal, 0)):
            action.triggered.connect(lambda _=False, by=by: self.appearance.use_text_size(scale.step(by)))

    def _save(self) -> None:
        self.top.export.choices.kinds["document"].trigger()

    def _begin(self) -> None:
        if self.isVisible():  # else it was closed in the very moment it was painted
            self.background.start()

    def _show_icon(self) -> None:
        """Behind the first paint: Qt loads its SVG reader for it."""
        self.setWindowIcon(QtGui.QIcon(str(resources() / "icons" / "parloop.svg")))

    def _on_loaded(self) -> None:
        from parloop_gui.ui.charts.compare.accessible import tell_screen_readers, tell_selected

        self.view.chart.use_pyqtgraph()
        self.timelines.use_pyqtgraph()
        tell_screen_readers()
        self.view.picked.connect(lambda: tell_selected(self.view.chart))
        QTimer.singleShot(0, self.background, self.background.go_on)

    def _on_prepared(self) -> None:
        if self.isVisible():  # a window that is gone would use the offer up: it is made once
            self.history_place.offer()

    def _on_opened(self, comparison: Comparison) -> None:
        """Show a document, and in the panel what it takes to make it again; the choices before can be had back."""
        self.history_place.show(False)
        self.show_choices(choices_of(comparison.plan, self.presenter.choices()))
        self.history.note()
        self.presenter.show_document(comparison)

    def _on_said(self, sentence: str) -> None:
        if not self.presenter.session.running:  # else the next tick says what goes on
            self.status.say(sentence)

    def _kept_choices(self) -> Choices:
        kept = self._choices.at_first
        effort = str(self._settings.value("default-effort", "last"))
        return kept if effort == "last" else replace(kept, effort=effort)

    def _put(self, choices: Choices) -> None:
        self.loops.restore(choices)
        self.top.efforts.choose(choices.effort)
        self.presenter.refresh()

    def _keep_choices(self) -> None:
        self._choices.keep(self.presenter.choices())

    def _fit(self) -> None:
        """Fit everything to the theme and the text size in force."""
        theme = self.appearance.theme
        scale.fit(self)
        for part in (self.loops, self.view, self.details, self.status, self.timelines, self.history_place):
            part.set_theme(theme)
        self._fold()

    def _fold(self) -> None:
        width = self.width() / scale.factor()
        self.top.fold(width)
        self.sides.fold(width, self._centre_area())
        self.history_place.place(self._centre_area(), width)

    def _centre_area(self) -> QRect:
        whole = self._whole.rect()
        return whole.adjusted(0, self.top.height(), 0, -self.status.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.background.isRunning() and not self.background.isFinished():
            QTimer.singleShot(0, self.background, self._begin)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.open(path))  # whoever dragged it is not kept waiting

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("geometry", self.saveGeometry())
        problem = self.documents.problem()
        if problem:
            event.ignore()
            self.documents.ask_to_discard(problem, self.close)
            return
        self.closing.emit()
        self.hide()  # at once; what runs may take a moment to end
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.background.cancel()
        self.presenter.session.close()
        self.background.wait()
        self.offered.close()
        self.own_python.close()
        if self._kept_comparisons is not None:
            self._kept_comparisons.close()
        super().closeEvent(event)
