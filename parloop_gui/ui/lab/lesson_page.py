"""The lesson: six questions, each with a button that runs what shows it, and what came out on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from parloop_gui.model.lessons.lessons import LESSONS, Lesson
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import rule
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

LEAD = "Each question runs a built-in loop for some seconds and is answered by what this machine did."


class LessonPage(Card):
    """`wanted` carries the slug of the lesson whose button was pressed; `shown_wanted`: its chart is to be shown."""

    wanted = Signal(str)
    shown_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = {slug: LessonRow(lesson, self) for slug, lesson in LESSONS.items()}
        title, lead = Label("The six questions of every course", self), Label(LEAD, self)
        set_role(title, "takeaway")
        set_role(lead, "text")
        lead.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(17, 13, 17, 13)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(lead)
        for slug, row in self.rows.items():
            layout.addWidget(rule(self))
            layout.addWidget(row)
            row.run.clicked.connect(lambda _=False, slug=slug: self.wanted.emit(slug))
            row.show_chart.clicked.connect(self.shown_wanted)
        layout.addStretch()

    def show_lessons(self, answers: dict[str, str], running: str, problem: str, shown: str) -> None:
        """Show these answers; `running` is the one that is measured, `shown` the one that Compare shows."""
        for slug, row in self.rows.items():
            is_running = slug == running
            row.show_answer("Measuring…" if is_running else answers.get(slug, ""), is_known=not is_running)
            row.run.setEnabled(not problem)
            row.run.setToolTip(plain_tip(problem))
            row.show_chart.setVisible(slug == shown and not is_running)


class LessonRow(QWidget):
    """A question, its button, what that runs, and the answer."""

    def __init__(self, lesson: Lesson, parent: QWidget) -> None:
        super().__init__(parent)
        self.asks, self.runs, self.answer = Label(lesson.asks, self), Label(lesson.runs, self), Label(self)
        self.run, self.show_chart = QPushButton(self), QPushButton(self)
        self.run.setText("▶  Run")
        self.run.setAccessibleName(f"Run: {lesson.asks}")
        self.show_chart.setText("Show the chart")
        self.show_chart.setAccessibleName(f"Show the chart: {lesson.asks}")
        set_role(self.run, "small")
        set_role(self.show_chart, "link")
        set_role(self.asks, "title")
        set_role(self.runs, "caption")
        self.answer.setWordWrap(True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for button in (self.run, self.show_chart):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_chart.hide()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.asks)
        head.addStretch(1)
        head.addWidget(self.show_chart)
        head.addWidget(self.run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self.runs)
        layout.addWidget(self.answer)
        self.show_answer("", is_known=True)

    def show_answer(self, text: str, *, is_known: bool) -> None:
        """Say this under the question."""
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, "value" if is_known else "quiet")
