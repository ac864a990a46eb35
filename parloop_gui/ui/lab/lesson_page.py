"""The lesson: six questions, each with a button that runs what shows it, and what came out on this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.model.lessons.lessons import LESSONS, Lesson
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, row, rule
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

LEAD = "Each question runs a built-in loop for some seconds and is answered by what this machine did."


class LessonPage(Card):
    """`wanted` carries the slug of the lesson whose button was pressed; `shown_wanted`: its chart is to be shown."""

    wanted = Signal(str)
    shown_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = {slug: LessonRow(lesson, self) for slug, lesson in LESSONS.items()}
        title, lead = Label("The six questions of every course", self, role="takeaway"), Label(LEAD, self, role="text")
        lead.setWordWrap(True)
        ruled = [part for each in self.rows.values() for part in (rule(self), each)]
        column(title, lead, *ruled, STRETCH, on=self, margins=(17, 13, 17, 13), spacing=8)
        for slug, each in self.rows.items():
            each.run.clicked.connect(lambda _=False, slug=slug: self.wanted.emit(slug))
            each.show_chart.clicked.connect(self.shown_wanted)

    def show_lessons(self, answers: dict[str, str], running: str, problem: str, shown: str) -> None:
        """Show these answers; `running` is the one that is measured, `shown` the one that Compare shows."""
        for slug, each in self.rows.items():
            is_running = slug == running
            each.show_answer("Measuring…" if is_running else answers.get(slug, ""), is_known=not is_running)
            each.run.setEnabled(not problem)
            each.run.setToolTip(plain_tip(problem))
            each.show_chart.setVisible(slug == shown and not is_running)


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
        head = row(self.asks, Grow(), self.show_chart, self.run, spacing=10)
        column(head, self.runs, self.answer, on=self, margins=(0, 2, 0, 2), spacing=3)
        self.show_answer("", is_known=True)

    def show_answer(self, text: str, *, is_known: bool) -> None:
        """Say this under the question."""
        self.answer.setText(text)
        self.answer.setVisible(bool(text))
        set_role(self.answer, "value" if is_known else "quiet")
