"""The lab as a user meets it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from parloop_gui.model.plan.plan import Plan
from parloop_gui.ui.charts.curves.data import CurveData
from parloop_gui.ui.charts.curves.plot import CurvePlot
from parloop_gui.ui.lab.lab_view import LabView
from parloop_gui.ui.lab.lesson_page import LessonPage, LessonRow
from tests.helpers.comparisons.questions import scene_events
from tests.ui.pages import WindowPage


class LabPage:
    """One open window with its lab's tab on."""

    def __init__(self, page: WindowPage) -> None:
        self.page, self.window = page, page.window
        page.click(page.window.top.tabs.tabs["lab"])

    @property
    def view(self) -> LabView:
        """The page."""
        found = self.window.lab.view
        assert found is not None
        return found

    @property
    def plot(self) -> CurvePlot:
        """The curves."""
        found = self.view.curves.plot
        assert found is not None
        return found

    def choose(self, slug: str) -> None:
        """Click a question."""
        self.page.click(self.view.questions.rows[slug])

    def words(self, slug: str) -> str:
        """What stands under a question in the list."""
        return self.view.questions.rows[slug].words

    def is_off(self, slug: str) -> bool:
        """Whether it can't be asked."""
        return self.view.questions.rows[slug].is_off

    def type_values(self, text: str) -> None:
        """Type the places on the axis."""
        edit = self.view.curves.values.edit
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        QTest.keyClicks(edit, text)

    def ask(self) -> Plan:
        """Press the bar's first button; the plan that it led to."""
        self.page.press_compare()
        return self.page.bridge.plans[-1]

    def answer(self, slug: str) -> None:
        """Ask a question of its scene and let it be answered."""
        self.choose(slug)
        self.ask()
        self.page.emit_events(scene_events(slug), over=True)

    def press(self, key: Qt.Key) -> None:
        """Press a key on the curves."""
        self.view.curves.setFocus()
        QTest.keyClick(self.view.curves, key)

    @property
    def sentence(self) -> str:
        """The answer."""
        return self.view.answer.sentence.text()

    @property
    def second(self) -> str:
        """The line under it."""
        return self.view.answer.second.text()

    @property
    def problem(self) -> str:
        """What is wrong with the values."""
        return self.view.curves.values.problem()

    @property
    def values(self) -> str:
        """What stands in the field."""
        return self.view.curves.values.text()

    @property
    def curves(self) -> CurveData:
        """What is drawn."""
        return self.view.curves.data

    @property
    def reading(self) -> str:
        """The point that is read."""
        return self.view.curves.reading.text()

    @property
    def grounds(self) -> list[str]:
        """What the answer stands on."""
        return self.view.grounds.sentences()

    @property
    def lesson(self) -> LessonPage:
        """The lesson's page."""
        found = self.window.lab.lessons.widget
        assert found is not None
        return found

    def lesson_row(self, slug: str) -> LessonRow:
        """One of its questions."""
        return self.lesson.rows[slug]
