"""The interpreters to measure under: a button that says which, and a menu in which several can be checked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QStyleOptionButton, QWidget

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.wording.groups import interpreter_title, told_apart
from parloop_gui.model.wording.units import listed
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.scale import scaled
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.plain_text import plain_tip

LOOKING = "Looking for Pythons…"
# Pixels of the button, at 100%, that the text can't have: padding and the arrow.
_BEFORE_TEXT, _AFTER_TEXT = 13, 29


class InterpreterMenu(QMenu):
    """Stays open while boxes are checked. At least one is: the last one can't be taken out.

    `changed` comes with a choice that the user made, `filled` with another list.
    """

    changed = Signal()
    filled = Signal()
    add_wanted = Signal()
    both_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Python", parent)
        self._interpreters: tuple[Interpreter, ...] | None = None
        self._boxes: list[QAction] = []
        self._end_of_boxes = self.addSeparator()
        self.both = self.addAction("With and without the GIL")
        self.both.setToolTip("Compare the chosen Python with one of the other kind")
        self.add = self.addAction("Add interpreter…")
        self.add.setToolTip("Choose a Python’s executable")
        self.both.triggered.connect(self.both_wanted)
        self.add.triggered.connect(self.add_wanted)
        self.setToolTipsVisible(True)

    def set_interpreters(self, interpreters: Sequence[Interpreter], wanted: Sequence[str]) -> None:
        """Offer these; those of the ids `wanted` are checked, else those checked before, else the first."""
        before = {each.path for each in self.chosen()}
        self._interpreters = tuple(interpreters)
        for box in self._boxes:
            self.removeAction(box)
            box.deleteLater()
        titles = told_apart([interpreter_title(each) for each in interpreters], interpreters)
        self._boxes = [self._box(each, title) for each, title in zip(interpreters, titles, strict=True)]
        self._check([each for each in interpreters if each.id in wanted or (not wanted and each.path in before)])
        self.filled.emit()

    def choose(self, interpreters: Sequence[Interpreter]) -> None:
        """Check these and no others, as the user would."""
        self._check(interpreters)
        self.changed.emit()

    @property
    def looking(self) -> bool:
        """Whether none were offered yet: it is not known what there are."""
        return self._interpreters is None

    def interpreters(self) -> tuple[Interpreter, ...]:
        """All that are offered."""
        return self._interpreters or ()

    def chosen(self) -> tuple[Interpreter, ...]:
        """Those that are checked, in the order of the list."""
        pairs = zip(self.interpreters(), self._boxes, strict=True)
        return tuple(interpreter for interpreter, box in pairs if box.isChecked())

    def boxes(self) -> list[QAction]:
        """The entries that can be checked."""
        return self._boxes

    def _box(self, interpreter: Interpreter, title: str) -> QAction:
        box = QAction(title, self)
        box.setCheckable(True)
        box.setToolTip(plain_tip(interpreter.path))
        box.triggered.connect(lambda _=False: self._on_checked(box))
        self.insertAction(self._end_of_boxes, box)
        return box

    def _check(self, interpreters: Sequence[Interpreter]) -> None:
        paths = {each.path for each in interpreters}
        for interpreter, box in zip(self.interpreters(), self._boxes, strict=True):
            box.setChecked(interpreter.path in paths)
        if self._boxes and not self.chosen():
            self._boxes[0].setChecked(True)

    def _on_checked(self, box: QAction) -> None:
        if not self.chosen():
            box.setChecked(True)
        else:
            self.changed.emit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action in self._boxes and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action in self._boxes:
            action.trigger()
        else:
            super().keyPressEvent(event)


class InterpreterButton(QPushButton):
    """Says what is checked, as far as it fits, and opens the menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(LOOKING)  # not at once: see layouts.button
        set_role(self, "menu")
        self.setObjectName("interpreter")
        self.setAccessibleName("Interpreter")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choices = InterpreterMenu(self)
        self.setMenu(self.choices)
        self.choices.changed.connect(self.show_chosen)
        self.choices.filled.connect(self.show_chosen)

    def set_enabled(self, enabled: bool) -> None:
        """Switch the button and the menu, wherever that is."""
        self.setEnabled(enabled)
        self.choices.setEnabled(enabled)
        self.choices.menuAction().setEnabled(enabled)

    def show_chosen(self) -> None:
        """Say what is checked now."""
        ways, metrics = chosen_words(self.choices.chosen()), self.fontMetrics()
        room = self.width() - scaled(_BEFORE_TEXT) - scaled(_AFTER_TEXT)
        words = next((each for each in ways if metrics.horizontalAdvance(each) <= room), ways[-1])
        self.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(
            plain_tip("\n".join(["The Pythons to measure under", *map(interpreter_title, self.choices.chosen())]))
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_chosen()

    @override
    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = ""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # A style sheet that shapes the arrow takes the padding from text at the left, so that is drawn here.
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().buttonText().color())
        place = self.rect().adjusted(scaled(_BEFORE_TEXT), 0, -scaled(_AFTER_TEXT), 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())


def chosen_words(chosen: Sequence[Interpreter]) -> tuple[str, ...]:
    """As "Python 3.13.0 · GIL on", or "Python 3.11 and 3.13t"; briefer ways for less room behind it."""
    if not chosen:
        return (LOOKING,)
    if len(chosen) == 1:
        return (interpreter_title(chosen[0]),)
    names = listed([each.id for each in chosen])
    return f"Python {names}", names, f"{len(chosen)} Pythons"
