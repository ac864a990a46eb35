"""The window: makes its parts and connects them. Composition only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from parloop_gui.bridge.host.machine import at_a_glance
from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.user_code.user_loop import SOURCES, path_and_function
from parloop_gui.ui.details.details_presenter import DetailsPresenter
from parloop_gui.ui.details.panel import DetailsPanel
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.export.exporting import Exporting
from parloop_gui.ui.history.history_place import HistoryPlace
from parloop_gui.ui.interpreters.environment_of_file import EnvironmentOfFile
from parloop_gui.ui.interpreters.offered import OfferedPythons, also_looked_at
from parloop_gui.ui.interpreters.pythons import Pythons
from parloop_gui.ui.lab.lessons import LESSON
from parloop_gui.ui.lab.presenter import Lab
from parloop_gui.ui.own_loop.drop_hint import DropHint
from parloop_gui.ui.result.compare_view import CompareView
from parloop_gui.ui.result.current_comparison import CurrentComparison
from parloop_gui.ui.result.invitation import LAST_RESULTS
from parloop_gui.ui.settings.appearance import Appearance, prepare_application
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.kept_choices import KeptChoices
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.setup.plans import choices_of
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.theme import resources
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.timeline.presenter import Timelines
from parloop_gui.ui.widgets.tabs import COMPARE
from parloop_gui.ui.window.asking import Asking
from parloop_gui.ui.window.background import Background
from parloop_gui.ui.window.before_after import BeforeAndAfter
from parloop_gui.ui.window.chosen_plan import ChosenPlan
from parloop_gui.ui.window.comparing import Comparing
from parloop_gui.ui.window.documents import ENDINGS, Documents, dropped_file
from parloop_gui.ui.window.frame import Frame
from parloop_gui.ui.window.keeping import KeepingWhatIf
from parloop_gui.ui.window.menu_actions import MenuActions
from parloop_gui.ui.window.presenter import Presenter
from parloop_gui.ui.window.remembered import RememberedChoices, keep_geometry, restore_geometry
from parloop_gui.ui.window.session import Bridge, ComparisonSession
from parloop_gui.ui.window.status_bar import StatusBar
from parloop_gui.ui.window.top_bar import TopBar
from parloop_gui.ui.window.undo import ChoiceHistory

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.history.history import History
    from parloop_gui.ui.own_loop.missing_notice import Missing

# Pixels at 100%: below it the side panels would leave the charts no room.
_SMALLEST = (900, 620)


class MainWindow(QMainWindow):
    """Shows itself first; pyqtgraph and the machine's Pythons load behind it. `closing` says that it goes."""

    closing = Signal()

    def __init__(
        self,
        *,
        make_bridge: Callable[[QObject], Bridge] | None = None,
        pythons: Pythons | None = None,
    ) -> None:
        prepare_application()
        super().__init__()
        self.appearance = Appearance(self)
        self._kept = KeptChoices()
        self._kept_comparisons: History | None = None
        self._make_panels()
        self._make_presenters(make_bridge or self._real_bridge)
        theming.dress()
        self._make_what_loads_behind(pythons)
        self._make_what_is_kept()
        self._begin()
        self._connect_comparing()
        self._connect_rest()

    def kept_comparisons(self) -> History:
        """The user's history; what reads and writes it is loaded when it is first asked for."""
        if self._kept_comparisons is None:
            from parloop_gui.bridge.host.history import own_history

            self._kept_comparisons = own_history()
        return self._kept_comparisons

    def _took_last(self, path: Path, titles: Collection[str]) -> Mapping[str, float]:
        from parloop_gui.model.history.last_time import last_times

        return last_times(self.kept_comparisons(), path, titles)

    def open(self, path: Path) -> None:
        """Open a document, or say in one sentence why not; of `file.py:function`, go over to that function."""
        source, function = path_and_function(str(path))
        if source.lower().endswith(SOURCES):
            self.loops.use_file(Path(source), function)
        else:
            self.documents.open(path)

    def _make_panels(self) -> None:
        self.setWindowTitle("Parloop")
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        scale.scales_itself(self)
        self.top, self.status = TopBar(self), StatusBar(self)
        self.loops = LoopPanel(catalogue.loops(), catalogue.strategies())
        self.view, self.details = CompareView(), DetailsPanel()
        self.frame = Frame(self.top, self.loops, self.view, self.details, self.status, self)
        self.setCentralWidget(self.frame)
        self.drop_hint = DropHint(self)

    def _make_presenters(self, make_bridge: Callable[[QObject], Bridge]) -> None:
        top, machine = self.top, at_a_glance()
        self.session = ComparisonSession(make_bridge, self)
        self.current = CurrentComparison(self)
        self.chosen = ChosenPlan(top.pythons, top.efforts, top.options, self.loops)
        details = DetailsPresenter(self.current, self.details, machine, top.pythons, self.loops)
        self.presenter = Presenter(
            self.chosen, self.session, self.current, machine, top, self.loops, self.view, details, self.status
        )
        self.comparing = Comparing(self.chosen, self.loops, self.session, self)
        self.timelines = Timelines(self.current, self.view, self.frame.centre, self.frame.right, top.tabs)
        self.lab = Lab(self.frame.centre, self.frame.right, top.tabs)
        self.asking = Asking(self.lab, self.chosen, self.loops, self.session, self.presenter, top, self.status)
        self.comparing.plan = self.asking.plan
        self.session.is_occupied = lambda: self.lab.break_even.running

    def _make_what_loads_behind(self, pythons: Pythons | None) -> None:
        self.pythons = pythons or Pythons(also=also_looked_at(self._kept.first))
        self.background = Background(self.pythons, self)
        self.offered = OfferedPythons(
            lambda: self.pythons, self._kept.first.pythons, self.top.pythons, lambda: self.session.running, self
        )
        self.environment = EnvironmentOfFile(lambda: self.pythons, self.loops, self.top.pythons, self)

    def _make_what_is_kept(self) -> None:
        self.loops.took_last = self._took_last
        self.exporting = Exporting(self.top.export, self._shown, self)
        self.documents = Documents(self.session, self.kept_comparisons, self.exporting.save_document, self)
        self.remembered = RememberedChoices(
            self._kept,
            self.chosen,
            self.loops,
            self.top,
            self.presenter.refresh,
            lambda: self.offered.settled,
            self,
        )
        self.history = ChoiceHistory(self.chosen.choices, self.remembered.show, self)
        self.history_place = HistoryPlace(
            self.kept_comparisons, self.history.stack, self.frame, self.frame.covered_by_history()
        )
        self.keeping = KeepingWhatIf(self.lab, self.current, self.kept_comparisons, self.status, self)
        self.menu_actions = MenuActions(
            self.top.menu, self.appearance, self.chosen, self.session, self.presenter.refresh, self
        )

    def _begin(self) -> None:
        """Take up the choices, theme and geometry of last time."""
        self.remembered.begin()
        self.environment.begin()
        self._fit()
        restore_geometry(self)
        for before, after in pairwise((self.frame, *self.top.tab_stops())):
            QWidget.setTabOrder(before, after)
        self.frame.setFocus()
        self.history.begin()

    def _connect_comparing(self) -> None:
        pressed = (self.top.compare_pressed, self.view.compare_pressed, self.lab.ask_pressed)
        for wanted in (*pressed, self.offered.compare_wanted):
            wanted.connect(self.comparing.compare)
        self.presenter.again_wanted.connect(self.comparing.compare)
        self.top.stop_pressed.connect(self.session.stop)
        self.top.pythons.filled.connect(self.comparing.note_pythons)
        self.comparing.waiting.connect(self.status.show_message)
        self.comparing.guard = self.documents.secure
        self.background.found.connect(self.offered.take_found)
        self.background.failed.connect(self.status.show_message)
        self.offered.refused.connect(self.status.show_message)
        self.lab.python_wanted.connect(self.offered.ask)
        self.environment.found.connect(lambda python: self.offered.offer(python, alone=True))
        self.environment.missing.connect(self._on_missing)
        self.loops.python_wanted.connect(lambda python: self.top.pythons.choose([python]))

    def _connect_rest(self) -> None:
        self.background.started.connect(self._show_icon)
        self.background.loaded.connect(self._on_loaded)
        self.background.prepared.connect(self._on_prepared)
        self.presenter.changed.connect(self.remembered.keep)
        self.presenter.changed.connect(self.history.note)
        for shown in (self.current.rows_changed, self.lab.showed, self.top.tabs.changed):
            shown.connect(lambda: self.exporting.follow(self._shown()))
        self.exporting.timeline = self.timelines.figure
        self.exporting.message.connect(self._on_message)
        self.exporting.saved.connect(self.documents.note_saved)
        self.documents.opened.connect(self._on_opened)
        self.current.rows_changed.connect(lambda shown: self.asking.offer_question(self.view, shown))
        self.view.question_wanted.connect(self.asking.go_to)
        self.details.link_pressed.connect(lambda: self.asking.go_to(LESSON))
        self.asking.choices_wanted.connect(self._on_choices_wanted)
        self.asking.compare_wanted.connect(self.comparing.compare)
        self.history_place.opened.connect(self.documents.show)
        self.history_place.left.connect(self._show_last_results)
        self.view.invitation.result_picked.connect(self.history_place.open_number)
        self.session.ended.connect(self.history_place.note_ended)
        theming.changed.connect(self._fit)
        self.before_after = BeforeAndAfter(
            self.session,
            self.view,
            self.history_place,
            self.kept_comparisons,
            lambda: self.top.menu.history.setChecked(True),
        )
        self.documents.opened.connect(self.before_after.withdraw)
        self.menu_actions.parts_wanted.connect(self._show_parts)
        self.menu_actions.connect_documents(self.documents)
        self.menu_actions.connect_history(self.history_place, self.history.stack)

    def _real_bridge(self, parent: QObject) -> Bridge:
        from parloop_gui.bridge.scheduler.comparison_thread import ComparisonThread

        return ComparisonThread(parent, record=self.kept_comparisons().recorder)

    def _load_behind(self) -> None:
        if self.isVisible():  # else it was closed in the very moment it was painted
            self.background.start()

    def _show_icon(self) -> None:
        """Behind the first paint: Qt loads its SVG reader for it."""
        self.setWindowIcon(QtGui.QIcon(str(resources() / "icons" / "parloop.svg")))

    def _on_loaded(self) -> None:
        self.view.use_pyqtgraph()
        self.timelines.use_pyqtgraph()
        self.lab.use_pyqtgraph()
        QTimer.singleShot(0, self.background, self.background.go_on)

    def _on_prepared(self) -> None:
        if self.isVisible():  # a window that is gone would use the offer up: it is made once
            self.history_place.offer()
            self._show_last_results()

    def _show_last_results(self) -> None:
        """On the start card: which they are may have changed in the history."""
        self.view.invitation.show_last_results(self.history_place.last_results(LAST_RESULTS))

    def _on_choices_wanted(self, choices: Choices) -> None:
        """Put them into the panels; those before can be had back."""
        self.remembered.show(choices)
        self.history.note()

    def _on_opened(self, comparison: Comparison) -> None:
        """Show a document, and in the panel what it takes to make it again; the choices before can be had back."""
        self.history_place.show(False)
        self._on_choices_wanted(choices_of(comparison.plan, self.chosen.choices()))
        if comparison.plan.asked is not None:
            self.asking.show_document(comparison)
            return
        if self.lab.is_shown:
            self.top.tabs.go_to(COMPARE)
        self.presenter.show_document(comparison)

    def _shown(self) -> Comparison | None:
        """What exports are of: that of the tab that is on."""
        return self.lab.comparison if self.lab.is_shown else self.current.comparison

    def _show_parts(self) -> None:
        self.top.tabs.go_to(COMPARE)
        self.view.open_guide()

    def _on_missing(self, missing: Missing) -> None:
        self.loops.show_missing(missing)
        self.presenter.refresh()

    def _on_message(self, sentence: str, folder: Path | None) -> None:
        if self.session.running:  # the next tick says what goes on
            return
        self.status.show_message(sentence)
        if folder is not None:
            address = QtCore.QUrl.fromLocalFile(str(folder))
            self.status.offer("Show", lambda: QtGui.QDesktopServices.openUrl(address))

    def _fit(self) -> None:
        """Fit everything to the theme and the text size in force."""
        scale.fit(self)
        self._fold()

    def _fold(self) -> None:
        width = self.width() / scale.factor()
        self.frame.fold(width)
        self.history_place.place(self.frame.between_bars(), width)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.background.isRunning() and not self.background.isFinished():
            QTimer.singleShot(0, self.background, self._load_behind)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.drop_hint.show_file(path, is_code=path.suffix.lower() not in ENDINGS)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.open(path))  # whoever dragged it is not kept waiting

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        keep_geometry(self)
        problem = self.documents.problem()
        if problem:
            event.ignore()
            self.documents.ask_to_discard(problem, self.close)
            return
        self.history_place.note_closing(self.session.comparison if self.session.running else None)
        self.closing.emit()
        self.hide()  # at once; what runs may take a moment to end
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.background.cancel()
        self.session.close()
        self.lab.break_even.close()
        self.background.wait()
        self.offered.close()
        self.environment.close()
        if self._kept_comparisons is not None:
            self._kept_comparisons.close()
        super().closeEvent(event)
