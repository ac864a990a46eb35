"""The lab in the window: which question is chosen, what was last measured of each, and what can be asked.

    what is chosen ─► plan of the question ─► (window asks it) ─► Comparison ─► sentence, curves, grounds

Each question keeps the comparison that answered it last. Curves are drawn when rows are new: once a round, and at the
end. The page is built when its tab is first gone to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.plan.plan import Interpreter, Plan
from parloop_gui.ui.lab.break_even import BREAK_EVEN, BreakEven
from parloop_gui.ui.lab.guides import NO_POINT, OF_CURVES
from parloop_gui.ui.lab.lessons import LESSON, Lessons
from parloop_gui.ui.lab.what_if import WHAT_IF, WhatIfs
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.style import scale
from parloop_gui.ui.widgets.facts import Section
from parloop_gui.ui.widgets.layouts import scrolling
from parloop_gui.ui.widgets.tabs import LAB, Pages, Tabs

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.questions.answer import Answer
    from parloop_gui.model.questions.question import Question
    from parloop_gui.model.statistics.summary import Row
    from parloop_gui.ui.lab.lab_view import LabView
    from parloop_gui.ui.lab.panel import LabPanel


@dataclass(frozen=True)
class Chosen:
    """What the panels say: the choices, the Pythons, the loop's title, what is wrong, and how long it takes at most.

    `every` are the Pythons that there are, chosen or not.
    """

    choices: Choices
    pythons: tuple[Interpreter, ...] = ()
    every: tuple[Interpreter, ...] = ()
    title: str = ""
    problem: str = ""
    estimate: str = ""


@dataclass
class Asked:
    """The last comparison of a question: what was chosen for it, what it answers once it has ended."""

    comparison: Comparison | None = None
    of: Plan | None = None
    answer: Answer | None = None
    rows: tuple[Row, ...] | None = None
    go_on: str = ""


class Lab(QObject):
    """`ask_pressed` and `go_on_wanted` are the user's; `changed`: another question, or other values of it.

    `showed`: another state of a comparison, or another one, is shown from now on. `python_wanted`: the user wants to
    name another Python.
    """

    ask_pressed = Signal()
    go_on_wanted = Signal()
    lesson_wanted = Signal(str)
    chart_wanted = Signal()
    changed = Signal()
    showed = Signal()
    python_wanted = Signal()

    def __init__(self, centre: Pages, right: Pages, tabs: Tabs) -> None:
        super().__init__(centre)
        self._centre, self._right, self._tabs = centre, right, tabs
        self._loaded = False
        self._chosen = Chosen(Choices())
        self._asked: dict[str, Asked] = {}
        self._typed: dict[str, str] = dict(preferences.lab_values)
        self._slug = preferences.lab_question
        self._running = ""
        self.is_measuring = False
        """Whether anything is being measured: a comparison, a question's or not, or the map."""
        self.lessons, self.what_if = Lessons(self), WhatIfs(self)
        self.break_even = BreakEven(self)
        self.others: dict[str, Lessons | WhatIfs | BreakEven] = {
            WHAT_IF: self.what_if,
            BREAK_EVEN: self.break_even,
            LESSON: self.lessons,
        }
        self.lessons.wanted.connect(self.lesson_wanted)
        self.lessons.chart_wanted.connect(self.chart_wanted)
        self.what_if.said.connect(self._show_guide)
        self.break_even.drawn.connect(self._show_guide)
        self.view: LabView | None = None
        self.panel: LabPanel | None = None
        tabs.changed.connect(self._on_tab)

    @property
    def is_shown(self) -> bool:
        """Whether its tab is on."""
        return self._tabs.chosen() == LAB

    @property
    def question(self) -> Question:
        """The one that is chosen; the first where none was."""
        from parloop_gui.model.questions.asking import QUESTIONS

        return QUESTIONS.get(self._slug) or next(iter(QUESTIONS.values()))

    @property
    def comparison(self) -> Comparison | None:
        """What is shown of it; None beside it, as on the page of what if."""
        return self._of(self.question.slug).comparison if self._slug not in self.others else None

    @property
    def offers_to_go_on(self) -> bool:
        """Whether what is shown was measured here and can go on."""
        return bool(self._of(self.question.slug).go_on)

    def use_pyqtgraph(self) -> None:
        """Curves can be shown from now on: pyqtgraph has been imported."""
        self._loaded = True
        if self.view is not None:
            self.view.curves.use_pyqtgraph()

    def take(self, chosen: Chosen) -> None:
        """This is chosen now; what is on screen is fitted to it by `refresh`."""
        self._chosen = chosen
        self.break_even.choose_python(chosen.pythons[0] if chosen.pythons else None)

    def plan(self, seed: int = 0) -> Plan | None:
        """The plan that asks what is chosen; None while something is wrong with it."""
        from parloop_gui.ui.lab.question_plan import asking_plan

        base = self._base(self.question, seed) if self._slug not in self.others else None
        try:
            return asking_plan(base, self.question, self._text(self.question)) if base is not None else None
        except ValueError:
            return None

    def problem(self) -> str:
        """Why nothing can be asked, in a sentence; "" where nothing stands in the way."""
        from parloop_gui.ui.lab.question_plan import asking_plan

        if self._slug in self.others:
            return self.others[self._slug].problem()
        base = self._base(self.question)
        if base is None:
            return self._chosen.problem
        try:
            asking_plan(base, self.question, self._text(self.question))
        except ValueError as error:
            return str(error)
        return ""

    def choose(self, slug: str, typed: str | None = None) -> None:
        """Go over to a question, with these values if they are given."""
        if typed is not None:
            self._typed[slug] = typed
        self._slug = slug
        self._keep()
        self.changed.emit()

    def begin(self, plan: Plan) -> None:
        """A question is asked: nothing is known of it yet."""
        assert plan.asked is not None
        self._running = plan.asked.question
        self._asked[self._running] = Asked(of=self._key())
        self.refresh()

    def resume(self) -> None:
        """What is shown goes on."""
        self._running = self.question.slug
        self.refresh()

    def show_comparison(self, comparison: Comparison, *, go_on: str = "") -> None:
        """Show this state of it; `go_on` says what going on with it takes ("": it can't)."""
        assert comparison.plan.asked is not None
        asked = self._of(comparison.plan.asked.question)
        is_new = comparison.rows is not asked.rows
        asked.comparison, asked.rows, asked.go_on = comparison, comparison.rows, go_on
        if comparison.ended is None:
            self._running = comparison.plan.asked.question
        elif asked.answer is None or is_new:
            from parloop_gui.model.comparison.answers import answer_in

            asked.answer = answer_in(comparison)
        if comparison.plan.asked.question == self.question.slug and self.view is not None:
            self._show_answer()
            if is_new or comparison.ended is not None:
                self._show_curves()

    def end(self) -> None:
        """Nothing runs any more."""
        self._running = ""
        self.refresh()

    def show_document(self, comparison: Comparison) -> None:
        """Show a question that was answered before; what it takes to ask it again is in the panels by now."""
        from parloop_gui.model.questions.asking import question_of
        from parloop_gui.model.questions.typed import as_typed

        assert comparison.plan.asked is not None
        slug, question = comparison.plan.asked.question, question_of(comparison.plan)
        typed = as_typed(question, filter(question.has_place, comparison.plan.asked.values)) if question else ""
        self._asked[slug] = Asked()
        self._tabs.go_to(LAB)
        self.choose(slug, typed)
        self._asked[slug].of = self._key()
        self.show_comparison(comparison)
        self.refresh()

    def _of(self, slug: str) -> Asked:
        return self._asked.setdefault(slug, Asked())

    def _base(self, question: Question, seed: int = 0) -> Plan | None:
        from parloop_gui.ui.lab.question_plan import base_plan

        if self._chosen.problem or not self._chosen.pythons:
            return None
        pythons = self._chosen.pythons
        if question.pairs or (question.most_pythons != 1 and len(pythons) == 1):
            from parloop_gui.bridge.interpreters.every_python import one_of_each

            others = (*pythons[1:], *one_of_each(pythons[0], self._chosen.every))
            if question.pairs:  # two versions that both have the GIL, or both none, differ by nothing that is asked
                others = tuple(each for each in others if each.gil != pythons[0].gil)[:1]
            pythons = (pythons[0], *others)
        return base_plan(self._chosen.choices, pythons, question, seed)

    def _text(self, question: Question) -> str:
        return self._typed.get(question.slug, "")

    def _key(self) -> Plan | None:
        """What is chosen now, without how long and how closely."""
        plan = self.plan()
        return replace(plan, effort="", budget_s=None) if plan is not None else None

    def _on_tab(self, slug: str) -> None:
        if slug != LAB:
            return
        if self.view is None:
            self._build()
        self._centre.turn_to(LAB)
        self._right.turn_to(LAB)
        self.refresh()

    def _build(self) -> None:
        from parloop_gui.ui.lab.lab_view import LabView
        from parloop_gui.ui.lab.panel import LabPanel

        self.view, self.panel = LabView(), LabPanel()
        self._centre.add(LAB, scrolling(self.view))
        self._right.add(LAB, self.panel)
        if self._loaded:
            self.view.curves.use_pyqtgraph()
        self.view.questions.changed.connect(self.choose)
        self.view.answer.ask_pressed.connect(self.ask_pressed)
        self.view.answer.go_on_wanted.connect(self.go_on_wanted)
        self.view.curves.values.changed.connect(self._on_values)
        self.view.curves.read.connect(self._show_point)
        self.view.pair.add_wanted.connect(self.python_wanted)
        for part in (self.view, self.panel):
            scale.fit(part)

    def _on_values(self) -> None:
        assert self.view is not None
        field, slug = self.view.curves.values, self.question.slug
        self._typed[slug] = field.text()
        if field.is_usual():
            del self._typed[slug]
        self._keep()
        self.changed.emit()

    def _keep(self) -> None:
        preferences.lab_question = self._slug
        preferences.lab_values = {slug: text for slug, text in self._typed.items() if text.strip()}

    def refresh(self) -> None:
        """Fit everything to what is chosen and measured."""
        if self.view is None:
            return
        self._show_list()
        other = self.others.get(self._slug) if self._loaded or self._slug == LESSON else None
        self.view.show_instead(other.page() if other is not None else None)
        if other is not None:
            self._show_guide()
            self.showed.emit()
            other.refresh(self._chosen.problem or ("Something else is being measured." if self.is_measuring else ""))
            return
        self._show_values()
        self._show_answer()
        self._show_curves()

    def _show_guide(self) -> None:
        """What the page in the questions' place is read by."""
        other = self.others.get(self._slug)
        if self.panel is None or other is None:
            return
        self.panel.show_point(other.details())
        self.panel.show_claims(Section(""))
        self.panel.show_how(other.how)

    def _show_list(self) -> None:
        from parloop_gui.model.questions.asking import QUESTIONS
        from parloop_gui.ui.lab.lab_texts import OTHERS, question_text

        assert self.view is not None
        base = self._base(self.question)
        loop = base.loop if base is not None else None
        found = [question_text(each, loop, self._of(slug).comparison) for slug, each in QUESTIONS.items()]
        self.view.questions.show_questions([*found, *OTHERS])
        self.view.questions.choose(self._slug if self._slug in self.others else self.question.slug)

    def _show_values(self) -> None:
        from parloop_gui.ui.lab.question_plan import usual_values

        assert self.view is not None
        question, base, field = self.question, self._base(self.question), self.view.curves.values
        usual = usual_values(base, question) if base is not None else ""
        field.show_values(question.axis, self._typed.get(question.slug, usual), usual)
        field.edit.setEnabled(base is not None and not question.why_not(base.loop))
        problem = self.problem() if base is not None and not question.why_not(base.loop) else ""
        field.show_problem(problem)

    def _show_answer(self) -> None:
        from parloop_gui.ui.lab.lab_texts import answer_text

        assert self.view is not None
        asked, question = self._of(self.question.slug), self.question
        text = answer_text(
            question,
            asked.comparison,
            self._chosen.title,
            self._chosen.estimate,
            is_running=self._running == question.slug,
            is_other=asked.of is not None and asked.of != self._key(),
            problem=self.problem() or ("Something else is being measured." if self.is_measuring else ""),
        )
        self.view.answer.show_answer(text._replace(go_on=asked.go_on if not self.is_measuring else ""))

    def _show_curves(self) -> None:
        from parloop_gui.ui.lab.curve_texts import curve_data, measure, stands_on
        from parloop_gui.ui.lab.lab_texts import curve_title, empty_curves
        from parloop_gui.ui.lab.panel_texts import claims_section

        assert self.view is not None
        assert self.panel is not None
        asked, question = self._of(self.question.slug), self.question
        comparison, over = asked.comparison, asked.comparison is not None and asked.comparison.ended is not None
        plan = self.plan()
        if comparison is not None:
            data = curve_data(comparison, asked.answer if over else None)
        else:
            data = empty_curves(question, plan)
        self.view.curves.show_curves(curve_title(question), measure(comparison), data)
        self.view.grounds.show_sentences(stands_on(comparison, asked.answer) if comparison is not None and over else ())
        self.panel.show_how(OF_CURVES)
        self.panel.show_claims(claims_section(asked.answer if over else None))
        self._show_pair(plan, comparison)
        self._show_point(self.view.curves.data.selected)
        self.showed.emit()

    def _show_pair(self, plan: Plan | None, comparison: Comparison | None) -> None:
        """The same work under a second Python, where the question has one."""
        from parloop_gui.ui.lab.pair_texts import pair_card

        assert self.view is not None
        self.view.pair.show_pair(*pair_card(self.question, plan, comparison))

    def _show_point(self, numbers: tuple[int, int] | None) -> None:
        from parloop_gui.ui.lab.panel_texts import point_details

        assert self.panel is not None
        assert self.view is not None
        comparison, data = self.comparison, self.view.curves.data
        contestant = data.point(numbers).contestant if numbers is not None else None
        row = comparison.row(contestant) if comparison is not None and contestant is not None else None
        if row is None or numbers is None:
            self.panel.show_point(NO_POINT)
        else:
            point = data.point(numbers)
            self.panel.show_point(point_details(row, point.times, point.where))
