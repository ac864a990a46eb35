"""The bar at the top: Compare and Stop, the interpreter, and how long to measure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from parloop_gui.model.plan import EFFORTS, Effort, Interpreter
from parloop_gui.ui.export_menu import ExportButton
from parloop_gui.ui.style import set_role


class TopBar(QFrame):
    """48 high. Compare is off while a comparison runs, Stop while none does."""

    compare_pressed = Signal()
    stop_pressed = Signal()
    changed = Signal()
    theme_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self.setFixedHeight(48)
        self.compare, self.stop = QPushButton("▶  Compare", self), QPushButton("■  Stop", self)
        self.interpreter = QComboBox(self)
        self.efforts = Segments([(effort.slug, effort.title, _words(effort)) for effort in EFFORTS.values()], self)
        self._themes = QActionGroup(self)
        self.export = ExportButton(self)
        self.more = self._more_button()
        self.loop, self.details = QPushButton("Loop", self), QPushButton("Details", self)
        self._build()
        self.compare.clicked.connect(self.compare_pressed)
        self.stop.clicked.connect(self.stop_pressed)
        self.interpreter.currentIndexChanged.connect(self.changed)
        self.efforts.changed.connect(self.changed)
        QShortcut(QKeySequence("Ctrl+R"), self, self.compare.click)
        QShortcut(QKeySequence("Esc"), self, self.stop.click)
        self.set_running(False, "")

    def set_running(self, running: bool, problem: str) -> None:
        """Switch the buttons; `problem` says why Compare is off though nothing runs."""
        had_focus = self.compare.hasFocus() or self.stop.hasFocus()
        self.compare.setEnabled(not running and not problem)
        self.compare.setToolTip(problem or "Compare the checked strategies (Ctrl+R)")
        self.stop.setEnabled(running)
        if had_focus:
            (self.stop if running else self.compare).setFocus()
        self.efforts.setEnabled(not running)
        self.interpreter.setEnabled(not running and self.interpreter.count() > 0)

    def set_interpreters(self, interpreters: Sequence[Interpreter], chosen: str) -> None:
        """Offer these; the one whose id is `chosen` is shown, else the one shown before, else the first."""
        wanted = chosen or self.chosen_id()
        self.interpreter.blockSignals(True)
        self.interpreter.clear()
        for interpreter in interpreters:
            self.interpreter.addItem(interpreter_title(interpreter), interpreter)
            if interpreter.id == wanted:
                self.interpreter.setCurrentIndex(self.interpreter.count() - 1)
        if self.interpreter.currentIndex() < 0 and interpreters:
            self.interpreter.setCurrentIndex(0)
        self.interpreter.blockSignals(False)
        self.changed.emit()

    def chosen(self) -> Interpreter | None:
        """The interpreter to measure under, None before any was found."""
        found = self.interpreter.currentData()
        return found if isinstance(found, Interpreter) else None

    def chosen_id(self) -> str:
        """Its id, "" before any was found."""
        chosen = self.chosen()
        return chosen.id if chosen is not None else ""

    def show_theme(self, setting: str) -> None:
        """Tick "system", "light" or "dark" in the menu."""
        for action in self._themes.actions():
            action.setChecked(action.data() == setting)

    def fold_export(self, folded: bool) -> None:
        """Offer Export in the ⋯ menu, where the bar has no room for its button."""
        self.export.setVisible(not folded)
        self.export.choices.menuAction().setVisible(folded)

    def _more_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText("⋯")
        button.setObjectName("more")
        button.setAccessibleName("More")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for setting, title in (("system", "As the system"), ("light", "Light"), ("dark", "Dark")):
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setData(setting)
            self._themes.addAction(action)
        menu.addSeparator()
        menu.addMenu(self.export.choices).setVisible(False)
        self._themes.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))
        button.setMenu(menu)
        return button

    def _build(self) -> None:
        set_role(self.compare, "primary")
        set_role(self.interpreter, "bar")
        for button in (self.loop, self.details):
            button.setCheckable(True)
        self.compare.setMinimumWidth(100)
        self.stop.setMinimumWidth(72)
        clickable: tuple[QAbstractButton, ...] = (
            self.compare,
            self.stop,
            self.more,
            self.loop,
            self.details,
            self.export,
        )
        for each in clickable:
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.setToolTip("Stop the comparison (Esc); finished rounds are kept")
        self.interpreter.setFixedWidth(214)
        self.interpreter.setAccessibleName("Interpreter")
        self.interpreter.setPlaceholderText("Looking for Pythons…")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(self.compare)
        layout.addWidget(self.stop)
        layout.addWidget(self.loop)
        layout.addStretch()
        layout.addWidget(self.interpreter)
        layout.addWidget(self.efforts)
        layout.addWidget(self.details)
        layout.addWidget(self.export)
        layout.addWidget(self.more)


class Segments(QFrame):
    """A row of buttons of which one is on: (slug, title, tooltip) each."""

    changed = Signal()

    def __init__(self, options: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setFixedHeight(30)
        self.setAccessibleName("How long to measure")
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for slug, title, words in options:
            button = QToolButton(self)
            button.setText(title)
            button.setToolTip(words)
            button.setCheckable(True)
            self._group.addButton(button)
            self.buttons[slug] = button
            layout.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    def chosen(self) -> str:
        """The slug of the button that is on."""
        return next((slug for slug, button in self.buttons.items() if button.isChecked()), next(iter(self.buttons)))

    def choose(self, slug: str) -> None:
        """Switch a button on; an unknown slug changes nothing."""
        if slug in self.buttons:
            self.buttons[slug].setChecked(True)
            self.setFocusProxy(self.buttons[slug])

    def _on_clicked(self) -> None:
        self.choose(self.chosen())
        self.changed.emit()


def interpreter_title(interpreter: Interpreter) -> str:
    """As "Python 3.13.0 · GIL on" or "Python 3.13.0t · free-threaded"."""
    gil = "GIL on" if interpreter.gil else "free-threaded"
    return f"Python {interpreter.version}{'t' * interpreter.free_threaded} · {gil}"


def _words(effort: Effort) -> str:
    return (
        f"{effort.least_rounds} to {effort.most_rounds} rounds, at most {effort.budget_s:g} s, "
        f"figures to ±{effort.precision:.0%}"
    )
