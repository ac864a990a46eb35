"""The window: puts its parts together, dresses them in a theme, remembers choices and geometry. Composition only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from parloop_gui.bridge.comparison_worker import ComparisonThread
from parloop_gui.engine import catalogue
from parloop_gui.model.document_read import Document
from parloop_gui.model.plan import Interpreter
from parloop_gui.ui.background import Background, Pythons
from parloop_gui.ui.choices import from_text, to_text
from parloop_gui.ui.compare_view import CompareView
from parloop_gui.ui.details_panel import DetailsPanel
from parloop_gui.ui.exporting import Exporting
from parloop_gui.ui.layouts import scrolling
from parloop_gui.ui.loop_panel import LoopPanel
from parloop_gui.ui.overriding import override
from parloop_gui.ui.session import Bridge, ComparisonSession
from parloop_gui.ui.status_bar import StatusBar
from parloop_gui.ui.style import dress_application
from parloop_gui.ui.theme import Theme, resources, theme_for
from parloop_gui.ui.top_bar import TopBar
from parloop_gui.ui.workbench import Workbench

LEFT_WIDTH, RIGHT_WIDTH = 296, 288
EXPORT_FROM = 1100
DETAILS_FROM, LOOPS_FROM = 1280, 1080
"""From these widths on the right and the left panel have their places; below, a button shows them."""


class MainWindow(QMainWindow):
    """Shows itself first; pyqtgraph and the machine's Pythons load behind it. A document opens as it was kept."""

    def __init__(
        self,
        document: Document | None = None,
        *,
        make_bridge: Callable[[QObject], Bridge] = ComparisonThread,
        pythons: Pythons | None = None,
    ) -> None:
        super().__init__()
        self._settings = QSettings("parloop", "parloop")
        self._kept = from_text(self._settings.value("choices", ""))
        self._theme_setting = str(self._settings.value("theme", "system"))
        dress_application(theme_for(self._theme_setting))  # first: widgets take their fonts when they are made
        self._build(make_bridge)
        self.background = Background(pythons or Pythons(), self)
        self._connect()
        self.restore()
        if document is not None:
            self.workbench.show_comparison(document.comparison)

    def restore(self) -> None:
        """Take up the choices, theme and geometry of last time."""
        self.loops.restore(self._kept)
        self.top.efforts.choose(self._kept.effort)
        self._set_theme(theme_for(self._theme_setting))
        self.top.show_theme(self._theme_setting)
        geometry = self._settings.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)
        self.workbench.refresh()
        self._whole.setFocus()

    def use_theme(self, setting: str) -> None:
        """Dress in "system", "light" or "dark", now and from now on."""
        self._theme_setting = setting
        dress_application(theme_for(setting))
        self._set_theme(theme_for(setting))
        self.top.show_theme(setting)

    def _build(self, make_bridge: Callable[[QObject], Bridge]) -> None:
        self.setWindowTitle("Parloop")
        self.setWindowIcon(QIcon(str(resources() / "icons" / "parloop.svg")))
        self.setMinimumSize(900, 620)
        self.top, self.status = TopBar(self), StatusBar(self)
        self.loops = LoopPanel(catalogue.loops(), catalogue.strategies())
        self.view, self.details = CompareView(), DetailsPanel()
        self.workbench = Workbench(
            self.top,
            self.loops,
            self.view,
            self.details,
            self.status,
            lambda parent: ComparisonSession(make_bridge, parent),
            self,
        )
        self.exporting = Exporting(self.top.export, lambda: self.workbench.comparison, self)
        self._whole = self._laid_out()
        self.setCentralWidget(self._whole)

    def _laid_out(self) -> QWidget:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._left = _side("left", self.loops, LEFT_WIDTH)
        middle.addWidget(self._left)
        middle.addWidget(scrolling(self.view), 1)
        self._right = _side("right", self.details, RIGHT_WIDTH)
        middle.addWidget(self._right)
        whole = QWidget(self)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status)
        return whole

    def _connect(self) -> None:
        self.background.found.connect(self._on_found)
        self.background.loaded.connect(self.view.chart.use_pyqtgraph)
        self.background.failed.connect(self.status.say)
        self.workbench.changed.connect(self._keep_choices)
        self.workbench.showing.connect(self.exporting.follow)
        self.exporting.said.connect(self._on_said)
        for button in (self.top.loop, self.top.details):
            button.toggled.connect(self._fit_sides)
        self.top.theme_chosen.connect(self._on_theme_chosen)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    def _on_found(self, interpreters: tuple[Interpreter, ...], last: bool) -> None:
        wanted = self._kept.python if last else ""
        self.workbench.take_interpreters(interpreters, wanted)

    def _on_said(self, sentence: str) -> None:
        if not self.workbench.session.running:  # else the next tick says what goes on
            self.status.say(sentence)

    def _on_theme_chosen(self, setting: str) -> None:
        self.use_theme(setting)
        self._settings.setValue("theme", setting)

    def _on_system_scheme(self, scheme: Qt.ColorScheme) -> None:
        if self._theme_setting == "system":
            self.use_theme("system")

    def _set_theme(self, theme: Theme) -> None:
        for part in (self.loops, self.view, self.details, self.status):
            part.set_theme(theme)

    def _keep_choices(self) -> None:
        self._settings.setValue("choices", to_text(self.workbench.choices()))

    def _fit_sides(self) -> None:
        self.top.fold_export(self.width() < EXPORT_FROM)
        sides = ((self._left, self.top.loop, LOOPS_FROM), (self._right, self.top.details, DETAILS_FROM))
        for side, button, roomy_from in sides:
            roomy = self.width() >= roomy_from
            button.setVisible(not roomy)
            side.setVisible(roomy or button.isChecked())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sides()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.background.isRunning() and not self.background.isFinished():
            QTimer.singleShot(0, self.background, self.background.start)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("geometry", self.saveGeometry())
        self.hide()  # at once; what runs may take a moment to end
        self.background.cancel()
        self.workbench.session.close()
        self.background.wait()
        super().closeEvent(event)


def _side(name: str, inner: QWidget, width: int) -> QFrame:
    side = QFrame()
    side.setObjectName(name)
    side.setFixedWidth(width)
    layout = QVBoxLayout(side)
    layout.setContentsMargins(0, 0, 1, 0)
    area = scrolling(inner)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    layout.addWidget(area)
    return side
