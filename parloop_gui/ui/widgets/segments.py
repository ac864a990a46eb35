"""A row of buttons of which one is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.widgets.layouts import row
from parloop_gui.ui.widgets.plain_text import plain_tip

Slug = TypeVar("Slug", bound=str)


class Segments(QFrame, Generic[Slug]):
    """Buttons of (slug, title, tooltip) each. One stop for Tab: the arrow keys go from one to the next."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[Slug, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setFixedHeight(30)
        self.setAccessibleName(name)
        self.buttons: dict[Slug, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._stop: QToolButton | None = None
        for slug, title, words in options:
            button = self._button(title, f"{name}: {title}", words)
            self.buttons[slug] = button
        row(*self.buttons.values(), on=self, margins=(1, 1, 1, 1))
        self._group.buttonClicked.connect(self._on_clicked)
        self.choose(next(iter(self.buttons)))

    def chosen(self) -> Slug:
        """The slug of the button that is on."""
        return next(slug for slug, button in self.buttons.items() if button.isChecked())

    def title(self) -> str:
        """The title of the button that is on."""
        return self.buttons[self.chosen()].text()

    def choose(self, slug: Slug) -> None:
        """Switch a button on; an unknown slug changes nothing."""
        if slug not in self.buttons:
            return
        before, now = self.stop(), self.buttons[slug]
        now.setChecked(True)
        now.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stop = now
        if before is not now:
            QWidget.setTabOrder(before, now)
            before.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def stop(self) -> QWidget:
        """The button that Tab stops at."""
        return self._stop or next(iter(self.buttons.values()))

    def _button(self, title: str, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(words))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.installEventFilter(self)
        self._group.addButton(button)
        return button

    def _on_clicked(self) -> None:
        self.choose(self.chosen())
        self.changed.emit()

    def _step(self, by: int) -> None:
        slugs = list(self.buttons)
        place = slugs.index(self.chosen()) + by
        if 0 <= place < len(slugs):
            self.choose(slugs[place])
            self.buttons[slugs[place]].setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
