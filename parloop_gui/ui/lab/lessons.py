"""The lesson in the lab: which of its questions is being measured, and what came out of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.ui.lab.lab_view import LabView
    from parloop_gui.ui.lab.lesson_page import LessonPage

# What it goes by in the list of questions.
LESSON = "lesson"


class Lessons(QObject):
    """Keeps the answers of this window's lessons; its page is built with the lab's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.answers: dict[str, str] = {}
        self._running = self._shown = ""
        self.page: LessonPage | None = None

    def build(self, view: LabView, wanted: SignalInstance, chart_wanted: SignalInstance) -> None:
        """Make the page."""
        from parloop_gui.ui.lab.lesson_page import LessonPage

        self.page = LessonPage(view)
        self.page.hide()
        self.page.wanted.connect(wanted)
        self.page.shown_wanted.connect(chart_wanted)

    def show(self, view: LabView, is_on: bool, problem: str) -> None:
        """Show the page in the place of a question, or not; `problem` says why nothing can be run."""
        view.show_instead(self.page if is_on else None)
        if is_on and self.page is not None:
            self.page.show_lessons(self.answers, self._running, problem, self._shown)

    def begin(self, slug: str) -> None:
        """This lesson is measured now; "": something else is."""
        self._running = self._shown = slug

    def end(self, comparison: Comparison | None) -> None:
        """It has ended, with this comparison if there is one."""
        from parloop_gui.model.lessons.lessons import LESSONS, answered

        slug, self._running = self._running, ""
        if slug and comparison is not None:
            self.answers[slug] = answered(LESSONS[slug], comparison)
