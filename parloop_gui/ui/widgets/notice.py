"""One sentence with one thing to do about it, at the bottom of the window: it asks nothing and is in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import Grow, row
from parloop_gui.ui.widgets.plain_text import Label

# Its distance from its parent's lower edge, where the status bar is, and from its sides.
_ABOVE, _SIDES = 40, 24


class Notice(Card):
    """Stays until it is answered, closed or replaced."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.sentence, self.action, self.close_button = Label(self), QPushButton(self), QPushButton("Close", self)
        self._act: Callable[[], object] | None = None
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        for button in (self.action, self.close_button):
            set_role(button, "small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        parts = Grow(self.sentence), self.action, self.close_button
        self._line = row(*parts, on=self, margins=(16, 8, 8, 8), spacing=8)
        self.action.clicked.connect(self._on_action)
        self.close_button.clicked.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, sentence: str, title: str = "", act: Callable[[], object] | None = None) -> None:
        """Say this; `title` names what `act` does, "" where there is nothing to do."""
        self._act = act
        self.sentence.setText(sentence)
        self.action.setText(title)
        self.action.setVisible(bool(title))
        self.setAccessibleName(sentence)
        scale.fit(self)
        self.show()
        self.raise_()
        self._place()

    def _on_action(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def _place(self) -> None:
        room = self._over.rect().adjusted(scale.scaled(_SIDES), 0, -scale.scaled(_SIDES), 0)
        buttons = self.action.sizeHint().width() * self.action.isVisibleTo(self) + self.close_button.sizeHint().width()
        wanted = self.sentence.fontMetrics().horizontalAdvance(self.sentence.text()) + buttons + scale.scaled(56)
        width = min(room.width(), wanted)
        height = max(self._line.heightForWidth(width), self.minimumSizeHint().height())
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.height() - scale.scaled(_ABOVE) - height, width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
