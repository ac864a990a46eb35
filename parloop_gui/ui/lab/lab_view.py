"""The lab's page: the questions at the left, beside them the answer, the curves, and what it stands on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from parloop_gui.ui.lab.cards.answer_card import AnswerCard
from parloop_gui.ui.lab.cards.curve_card import CurveCard
from parloop_gui.ui.lab.cards.grounds import Grounds
from parloop_gui.ui.lab.cards.pair_card import PairCard
from parloop_gui.ui.lab.cards.question_list import QuestionList
from parloop_gui.ui.widgets.layouts import Grow, column, row


class LabView(QWidget):
    """Puts its parts together; `show_instead` puts another page in the place of answer, curves and grounds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self.questions = QuestionList(self)
        self._asked = QWidget(self)
        self.answer, self.curves = AnswerCard(self._asked), CurveCard(self._asked)
        self.pair, self.grounds = PairCard(self._asked), Grounds(self._asked)
        self._instead: QWidget | None = None
        column(self.answer, Grow(self.curves), self.pair, self.grounds, on=self._asked, spacing=12)
        self._columns = row(self.questions, Grow(self._asked), on=self, margins=(12, 12, 12, 12), spacing=12)

    def show_instead(self, page: QWidget | None) -> None:
        """Show this page instead; None: the question that is chosen."""
        if page is not None and self._columns.indexOf(page) < 0:
            self._columns.addWidget(page, 1)
        if self._instead is not None and self._instead is not page:
            self._instead.hide()
        self._instead = page
        self._asked.setVisible(page is None)
        if page is not None:
            page.show()
