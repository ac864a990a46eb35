"""The lesson in the lab: which of its questions is being measured, and what came out of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.ui.lab.guides import LESSON as LESSON_DETAILS
from parloop_gui.ui.lab.guides import OF_LESSON
from parloop_gui.ui.widgets.facts import Details

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.ui.lab.lesson_page import LessonPage

# What it goes by in the list of questions.
LESSON = "lesson"


class Lessons(QObject):
    """Keeps the answers of this window's lessons. `wanted` carries the slug of one that is to be run.

    `chart_wanted`: what was measured for it is to be shown.
    """

    wanted = Signal(str)
    chart_wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.answers: dict[str, str] = {}
        self._running = self._shown = ""
        self.widget: LessonPage | None = None

    def page(self) -> QWidget:
        """Its page, made when it is first wanted."""
        if self.widget is None:
            from parloop_gui.ui.lab.lesson_page import LessonPage

            self.widget = LessonPage()
            self.widget.wanted.connect(self.wanted)
            self.widget.shown_wanted.connect(self.chart_wanted)
        return self.widget

    how = OF_LESSON

    def details(self) -> Details:
        """What the right panel says of it."""
        return LESSON_DETAILS

    def problem(self) -> str:
        """Why the first button is off."""
        return "Each question of the lesson has a button of its own."

    def refresh(self, problem: str) -> None:
        """Show what is known; `problem` says why nothing can be run."""
        if self.widget is not None:
            self.widget.show_lessons(self.answers, self._running, problem, self._shown)

    def begin(self, slug: str) -> None:
        """This lesson is measured now; "": something else is."""
        self._running = self._shown = slug

    def end(self, comparison: Comparison | None) -> None:
        """It has ended, with this comparison if there is one."""
        from parloop_gui.model.lessons.lessons import LESSONS, answered

        slug, self._running = self._running, ""
        if slug and comparison is not None:
            self.answers[slug] = answered(LESSONS[slug], comparison)
