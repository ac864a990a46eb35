"""The bar at the top: Compare and Stop, the interpreter, how long to measure, Export and the ⋯ menu."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QToolButton, QWidget

from parloop_gui.model.plan.plan import EFFORTS, Interpreter
from parloop_gui.ui.export.export_menu import ExportButton
from parloop_gui.ui.interpreters.menu import InterpreterButton
from parloop_gui.ui.settings.efforts import effort_options
from parloop_gui.ui.style.scale import scaled, scales_itself
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Bar
from parloop_gui.ui.widgets.layouts import button
from parloop_gui.ui.widgets.plain_text import plain_tip
from parloop_gui.ui.widgets.segments import Segments
from parloop_gui.ui.widgets.tabs import Tabs
from parloop_gui.ui.window.measuring_options import MeasuringOptions
from parloop_gui.ui.window.more_menu import MoreMenu

# From these widths on (in pixels at 100%) there is room for them; below, History, Export, effort and Python move into
# ⋯, and of Compare and Stop only the one that is on stays.
EXPORT_FROM, EFFORTS_FROM, TABS_FROM, BOTH_BUTTONS_FROM, PYTHON_FROM = 1330, 1095, 825, 640, 520
PYTHON_WIDTH, LEAST_PYTHON_WIDTH = 214, 120
# From this width on the tabs begin where the centre does.
_ALIGNED_FROM, _BEGIN_WIDTH = 1280, 276


COMPARES = "Compare the checked strategies (Ctrl+R)"


class TopBar(Bar):
    """48 high. Compare is off while a comparison runs, Stop while none does."""

    compare_pressed = Signal()
    stop_pressed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.setObjectName("top")
        self.setFixedHeight(48)
        self._begin = QWidget(self)
        self.compare, self.stop = button("▶  Compare", self), button("■  Stop", self)
        self.tabs = Tabs(self)
        self.interpreter = InterpreterButton(self)
        self.pythons = self.interpreter.choices
        self.efforts = Segments("How long to measure", effort_options(), self)
        self.options = MeasuringOptions(self)
        self.loop, self.details = button("Loop", self), button("Details", self)
        self.export = ExportButton(self)
        self.history = button("History", self)
        self.more = QToolButton(self)
        self.menu = MoreMenu(parent, self.more)
        self._effort_menu = QMenu("How long to measure", self)
        self._width = math.inf
        self._does = COMPARES
        self.close_panel: Callable[[], bool] = lambda: False
        """Folds a panel that was opened; whether there was one."""
        self._build()
        self._connect()
        self.set_running(False, "")

    def set_running(self, running: bool, problem: str) -> None:
        """Switch the buttons; `problem` says why Compare is off though nothing runs."""
        had_focus = self.compare.hasFocus() or self.stop.hasFocus()
        self.compare.setEnabled(not running and not problem)
        self.compare.setToolTip(plain_tip(problem or self._does))
        self.stop.setEnabled(running)
        self.fold(self._width)
        if had_focus:
            (self.stop if running else self.compare).setFocus()
        self.efforts.setEnabled(not running)
        self.options.setEnabled(not running)
        self.options.options.menuAction().setEnabled(not running)
        self.interpreter.set_enabled(not running and bool(self.chosen()))

    def name_first(self, title: str = "Compare", does: str = COMPARES) -> None:
        """What the first button is called and does, on the tab that is on."""
        self._does = does
        self.compare.setText(f"▶  {title}")
        self.compare.setAccessibleName(title)

    def chosen(self) -> tuple[Interpreter, ...]:
        """The interpreters to measure under, none before any was found."""
        return self.pythons.chosen()

    def chosen_ids(self) -> list[str]:
        """Their ids."""
        return [each.id for each in self.chosen()]

    def fold(self, width: float) -> None:
        """Fit into so many pixels at 100%: what there is no room for moves into the ⋯ menu."""
        self._width = width
        self.export.setVisible(width >= EXPORT_FROM)
        self.history.setVisible(width >= EXPORT_FROM)
        self.menu.take_in(self.menu.history, width < EXPORT_FROM)
        self.menu.take_in(self.export.entry(), width < EXPORT_FROM)
        self.efforts.setVisible(width >= EFFORTS_FROM)
        self.options.setVisible(width >= EFFORTS_FROM)
        self.menu.take_in(self._effort_menu.menuAction(), width < EFFORTS_FROM)
        self.menu.take_in(self.options.options.menuAction(), width < EFFORTS_FROM)
        self.interpreter.setVisible(width >= PYTHON_FROM)
        self.menu.take_in(self.pythons.menuAction(), width < PYTHON_FROM)
        self.tabs.setVisible(width >= TABS_FROM)
        self.menu.take_in(self.tabs.entry(), width < TABS_FROM)
        both = width >= BOTH_BUTTONS_FROM
        self.compare.setVisible(both or not self.stop.isEnabled())
        self.stop.setVisible(both or self.stop.isEnabled())
        self._begin.setMinimumWidth(scaled(_BEGIN_WIDTH) if width >= _ALIGNED_FROM else 0)

    def tab_stops(self) -> list[QWidget]:
        """What takes the keyboard, from left to right."""
        first = (self.compare, self.stop, self.loop, *self.tabs.tabs.values())
        buttons = (self.details, self.history, self.export, self.more)
        return [*first, self.interpreter, self.efforts.stop(), self.options, *buttons]

    def _build(self) -> None:
        set_role(self.compare, "primary")
        self.more.setText("⋯")
        self.more.setObjectName("more")
        self.more.setAccessibleName("More")
        self.more.setToolTip("Open, settings, text size and more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self.menu)
        for switch in (self.loop, self.details, self.history):
            switch.setCheckable(True)
        self.history.setObjectName("history")
        self.history.setToolTip("Every comparison so far (Ctrl+H)")
        self.loop.setToolTip("Show or hide loops and strategies")
        self.details.setToolTip("Show or hide what is known of the selected strategy")
        self.compare.setMinimumWidth(100)
        self.stop.setMinimumWidth(72)
        buttons: tuple[QAbstractButton, ...] = (self.compare, self.stop, self.loop, self.details, self.export)
        for each in (*buttons, self.history, self.more):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.compare.setAccessibleName("Compare")
        self.stop.setAccessibleName("Stop")
        self.stop.setToolTip("Stop the comparison (Esc); finished rounds are kept")
        self.interpreter.setMinimumWidth(LEAST_PYTHON_WIDTH)
        self.interpreter.setMaximumWidth(PYTHON_WIDTH)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(12)
        scales_itself(self._begin)
        begin = QHBoxLayout(self._begin)
        begin.setContentsMargins(0, 0, 0, 0)
        begin.setSpacing(12)
        for each in (self.compare, self.stop, self.loop):
            begin.addWidget(each)
        begin.addStretch(1)
        layout.addWidget(self._begin)
        layout.addWidget(self.tabs)
        layout.addStretch(1)
        layout.addWidget(self.interpreter, 1000)
        effort = QHBoxLayout()
        effort.setSpacing(2)
        effort.addWidget(self.efforts)
        effort.addWidget(self.options)
        layout.addLayout(effort)
        for last in (self.details, self.history, self.export, self.more):
            layout.addWidget(last)

    def _connect(self) -> None:
        self.compare.clicked.connect(self.compare_pressed)
        self.history.clicked.connect(self.menu.history.trigger)
        self.menu.history.toggled.connect(self.history.setChecked)
        self.stop.clicked.connect(self.stop_pressed)
        self.pythons.changed.connect(self.changed)
        self.pythons.filled.connect(self.changed)
        self.efforts.changed.connect(self.changed)
        self.options.changed.connect(self.changed)
        self._effort_menu.aboutToShow.connect(self._fill_effort_menu)
        QShortcut(QKeySequence("Ctrl+R"), self, self._on_compare_key)
        QShortcut(QKeySequence("Esc"), self, self._on_escape)
        QShortcut(QKeySequence("Ctrl+Shift+E"), self, self._on_export_key)

    def _on_compare_key(self) -> None:
        if self.compare.isEnabled():
            self.compare_pressed.emit()

    def _on_escape(self) -> None:
        """A panel that was opened is folded before anything is stopped."""
        if not self.close_panel() and self.stop.isEnabled():
            self.stop_pressed.emit()

    def _on_export_key(self) -> None:
        if self.export.isEnabled() and self.export.isVisible():
            self.export.showMenu()
        elif self.export.isEnabled():
            self.more.showMenu()

    def _fill_effort_menu(self) -> None:
        self._fill(self._effort_menu, [effort.title for effort in EFFORTS.values()], self.efforts.title())
        for action, slug in zip(self._effort_menu.actions(), EFFORTS, strict=True):
            action.triggered.connect(self.efforts.buttons[slug].click)
            action.setEnabled(self.efforts.isEnabled())

    def _fill(self, menu: QMenu, titles: Sequence[str], chosen: str) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for title in titles:
            action = group.addAction(menu.addAction(title))
            action.setCheckable(True)
            action.setChecked(title == chosen)
