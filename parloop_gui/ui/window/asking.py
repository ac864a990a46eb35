"""Ties the lab to the window: what is chosen can be asked, what is measured is shown, the first button asks.

panels ── ChosenPlan ─► Lab ── plan ─► Comparing ─► session ── Comparison with a question ─► Lab
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.progress import further_words
from parloop_gui.ui.lab.presenter import Chosen, Lab
from parloop_gui.ui.result.compare_view import CompareView
from parloop_gui.ui.result.status_texts import progress, status_line
from parloop_gui.ui.settings.limits import estimate_text, with_limits
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.widgets.tabs import COMPARE, LAB
from parloop_gui.ui.window.chosen_plan import ChosenPlan
from parloop_gui.ui.window.presenter import Presenter, plan_to_go_on
from parloop_gui.ui.window.session import ComparisonSession
from parloop_gui.ui.window.status_bar import StatusBar
from parloop_gui.ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.events.events import LeaveWanted
    from parloop_gui.ui.charts.figure.picture import Picture
    from parloop_gui.ui.widgets.message_box import MessageBox


def _as_file(picture: Picture, ending: str) -> bytes:
    from parloop_gui.ui.export.pictures import as_file

    return as_file(picture, ending)


_MAP_RUNS = "The map is being measured: stop it, or wait for it."


class Asking(QObject):
    """While the lab's tab is on, the first button asks its question; else it compares.

    `choices_wanted` carries Choices that a lesson puts into the panels, `compare_wanted` the plan it then compares by.
    """

    choices_wanted = Signal(object)
    compare_wanted = Signal(object)

    def __init__(
        self,
        lab: Lab,
        chosen: ChosenPlan,
        loops: LoopPanel,
        session: ComparisonSession,
        presenter: Presenter,
        top: TopBar,
        status: StatusBar,
    ) -> None:
        super().__init__(presenter)
        self._lab, self._chosen, self._loops, self._session = lab, chosen, loops, session
        self._presenter, self._top, self._status = presenter, top, status
        self._lesson: tuple[str, Plan] | None = None
        self._asked: LeaveWanted | None = None
        self.question: MessageBox | None = None
        """The one that is open."""
        presenter.problem_of_tab = self.problem
        presenter.refreshed.connect(self._show_chosen)
        lab.changed.connect(self._on_changed)
        lab.break_even.changed.connect(self._on_map)
        lab.break_even.draw = _as_file
        lab.break_even.message.connect(status.show_message)
        lab.go_on_wanted.connect(self.go_on)
        lab.lesson_wanted.connect(self._begin_lesson)
        lab.chart_wanted.connect(lambda: top.tabs.go_to(COMPARE))
        top.menu.go_on.triggered.connect(self._on_go_on)
        top.tabs.changed.connect(self._on_tab)
        session.began.connect(self._on_began)
        session.changed.connect(self._on_measured)
        session.ended.connect(self._on_ended)
        session.went_on.connect(self._on_went_on)

    def plan(self) -> Plan | None:
        """What the first button measures: the question of the lab while its tab is on, else the comparison."""
        if not self._lab.is_shown:
            return self._chosen.plan()
        plan = self._lab.plan(random.randrange(2**31))
        return with_limits(plan) if plan is not None else None

    def problem(self) -> str:
        """Why it is off; "" where it is not."""
        chosen = self._chosen.problem() or (_MAP_RUNS if self._session.is_occupied() else "")
        if chosen or not self._lab.is_shown or self._chosen.looking:
            return chosen
        self._lab.take(self._chosen_now())
        return self._lab.problem()

    def offer_question(self, view: CompareView, comparison: Comparison | None) -> None:
        """Beside the verdict that has ended: the first question it raises that can be asked of its loop."""
        found = None
        if comparison is None or comparison.ended is not None:
            self._lab.what_if.take(comparison)
            self._lab.break_even.take(comparison)
        if comparison is not None and comparison.ended is not None and comparison.verdict is not None:
            from parloop_gui.model.explain.raised import raised
            from parloop_gui.model.questions.asking import QUESTIONS

            every = raised(comparison.verdict, comparison.plan)
            found = next((each for each in every if not QUESTIONS[each.question].why_not(comparison.plan.loop)), None)
        if found is None:
            view.offer_question("")
        else:
            view.offer_question(found.question, found.words, f"{QUESTIONS[found.question].about} (in the lab)")

    def go_to(self, slug: str) -> None:
        """Go to a question of the lab."""
        self._top.tabs.go_to(LAB)
        self._lab.choose(slug)

    def show_document(self, comparison: Comparison) -> None:
        """Show a question that was answered before."""
        self._show_chosen()
        self._lab.show_document(comparison)
        self._status.show_message(status_line(comparison))

    def go_on(self) -> None:
        """Go on with the question that is shown, if that can be."""
        plan, comparison = self._further(), self._lab.comparison
        if plan is not None and comparison is not None:
            self._session.go_on(plan, comparison)

    def _further(self) -> Plan | None:
        comparison = self._lab.comparison
        if comparison is None or self._session.is_busy or not self._lab.offers_to_go_on:
            return None
        return plan_to_go_on(comparison)

    def _show_chosen(self) -> None:
        """Fit the lab to what is chosen."""
        self._lab.take(self._chosen_now())
        self._lab.is_measuring = self._session.is_busy
        if self._lab.is_shown:
            self._lab.refresh()
            self._top.menu.go_on.setEnabled(self._further() is not None)

    def _chosen_now(self) -> Chosen:
        problem, title = self._chosen.problem(), self._loops.loop().title
        estimate = estimate_text(self._chosen.seconds())
        return Chosen(
            self._chosen.choices(), self._chosen.pythons(), self._top.pythons.interpreters(), title, problem, estimate
        )

    def _on_changed(self) -> None:
        self._presenter.refresh()

    def _on_map(self) -> None:
        """Measuring a map begins or ends: what can't run beside that is off meanwhile."""
        self._presenter.offer_to_go_on()
        self._presenter.refresh()

    def _on_go_on(self) -> None:
        """From the menu: with what the tab that is on shows."""
        if self._lab.is_shown:
            self.go_on()
        else:
            self._presenter.go_on()

    def _on_tab(self) -> None:
        if self._lab.is_shown:
            self._top.name_first("Ask", "Ask this question of the chosen loop (Ctrl+R)")
        else:
            self._top.name_first()
            self._presenter.offer_to_go_on()
        self._presenter.refresh()

    def _begin_lesson(self, slug: str) -> None:
        """Its loop and strategies are chosen, which can be undone, and compared."""
        from parloop_gui.model.lessons.lessons import LESSONS

        if self._session.is_busy:
            return
        lesson = LESSONS[slug]
        choices = self._chosen.choices().with_loop(lesson.loop, lesson.items, {})
        wanted = replace(choices, strategies=list(lesson.strategies), calls={}, effort="quick", budget_s=None)
        self.choices_wanted.emit(replace(wanted, workers="auto", chunksize=None, start_method=None))
        plan = self._chosen.plan()
        if plan is not None:
            self._lesson = slug, plan
            self.compare_wanted.emit(plan)

    def _on_began(self, plan: Plan) -> None:
        is_lesson = self._lesson is not None and self._lesson[1] is plan
        self._lab.lessons.begin(self._lesson[0] if is_lesson and self._lesson is not None else "")
        if plan.asked is not None:
            self._lab.begin(plan)
            self._status.show_message("Starting…", 0.0)

    def _on_went_on(self) -> None:
        if self._session.asks:
            self._lab.resume()
            self._status.show_message("Going on…", 0.0)

    def _on_measured(self, comparison: Comparison) -> None:
        if comparison.plan.asked is not None:
            self._ask_leave(comparison)
            self._lab.show_comparison(comparison)
            self._status.show_message(status_line(comparison), progress(comparison))

    def _ask_leave(self, comparison: Comparison) -> None:
        """What waits for an answer is asked here, once: the card that asks stands on the other tab."""
        if comparison.leave is None or comparison.leave is self._asked:
            return
        from parloop_gui.ui.result.leave_box import ask_leave

        self._asked = comparison.leave
        self.question = ask_leave(self._top.window(), comparison, self._on_answer)

    def _on_answer(self, may: bool) -> None:
        self.question = None  # it is deleted now
        self._session.answer(may)

    def _on_ended(self, comparison: Comparison | None, problem: str) -> None:
        if self.question is not None:
            self.question.close()
        self._asked = None
        if not self._session.asks:
            self._lab.lessons.end(comparison)
            self._lab.end()
            return
        if comparison is not None:
            further = plan_to_go_on(comparison)
            words = further_words(further, comparison.plan) if further is not None else ""
            self._lab.show_comparison(comparison, go_on=words)
        self._lab.end()
        if comparison is None or problem:
            self._status.show_message(problem or "Stopped before the first run")
