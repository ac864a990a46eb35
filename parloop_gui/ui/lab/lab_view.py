"""The lab's page: the questions at the left, beside them the answer, the curves, and what it stands on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from parloop_gui.ui.lab.cards.answer_card import AnswerCard
from parloop_gui.ui.lab.cards.curve_card import CurveCard
from parloop_gui.ui.lab.cards.grounds import Grounds
from parloop_gui.ui.lab.cards.pair_card import PairCard
from parloop_gui.ui.lab.cards.question_list import QuestionList


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
        parts = QVBoxLayout(self._asked)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(12)
        parts.addWidget(self.answer)
        parts.addWidget(self.curves, 1)
        parts.addWidget(self.pair)
        parts.addWidget(self.grounds)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(12, 12, 12, 12)
        self._columns.setSpacing(12)
        self._columns.addWidget(self.questions)
        self._columns.addWidget(self._asked, 1)

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
