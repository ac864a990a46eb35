"""The answer's card: the sentence, how far it is, and what can be done next."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.layouts import line
from parloop_gui.ui.widgets.plain_text import Label, plain_tip
from parloop_gui.ui.widgets.takeaway import Takeaway


class AnswerText(NamedTuple):
    """What the card says. `is_known` is False while the sentence may change, or is of another choice.

    `ask` is what the button that asks is called ("": nothing is asked now), `go_on` what going on takes.
    """

    sentence: str
    second: str = ""
    pill: str = ""
    subject: str = ""
    is_known: bool = True
    ask: str = ""
    can_ask: bool = True
    go_on: str = ""


class AnswerCard(Takeaway):
    """`ask_pressed` and `go_on_wanted` are the user's."""

    ask_pressed = Signal()
    go_on_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pill, self.subject = Label(self), Label(self)
        self.ask, self.go_on = QPushButton(self), QPushButton(self)
        self.go_on.setText("Go on")
        set_role(self.ask, "primary")
        set_role(self.go_on, "small")
        set_role(self.pill, "pill-quiet")
        set_role(self.subject, "caption")
        self.pill.setFixedHeight(20)
        self.pill.setContentsMargins(9, 0, 9, 0)
        for button in (self.ask, self.go_on):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ask.clicked.connect(self.ask_pressed)
        self.go_on.clicked.connect(self.go_on_wanted)
        self.rows.addLayout(line(self.ask, self.pill, self.go_on, self.subject, spacing=10))

    def show_answer(self, text: AnswerText) -> None:
        """Show the answer, and on the button what asking it would do."""
        set_role(self.sentence, "takeaway" if text.is_known else "takeaway-so-far")
        self.say(text.sentence, text.second)
        for label, words in ((self.pill, text.pill), (self.subject, text.subject)):
            label.setText(words)
            label.setVisible(bool(words))
        self.ask.setText(f"▶  {text.ask}")
        self.ask.setAccessibleName(text.ask)
        self.ask.setVisible(bool(text.ask))
        self.ask.setEnabled(text.can_ask)
        self.go_on.setVisible(bool(text.go_on))
        self.go_on.setToolTip(plain_tip(f"{text.go_on} (Ctrl+Shift+R)"))
        self.setAccessibleName(" ".join(filter(None, (text.sentence, text.second))))
