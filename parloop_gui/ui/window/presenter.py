"""Ties the window's parts together: what is chosen becomes what is offered, what is measured becomes what is shown.

panels ── ChosenPlan ─► session ── Comparison ─► CurrentComparison ─► verdict, chart, details, status
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.model.plan.going_on import further
from parloop_gui.model.plan.plan import Contestant, Plan
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.report.progress import further_words
from parloop_gui.ui.details.details_presenter import DetailsPresenter
from parloop_gui.ui.result.compare_view import CompareView
from parloop_gui.ui.result.current_comparison import CurrentComparison
from parloop_gui.ui.result.status_texts import machine_text, progress, settings_text, status_line, window_title
from parloop_gui.ui.settings.limits import estimate_text
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.setup.plans import choices_of
from parloop_gui.ui.setup.shown_choice import ShownChoice
from parloop_gui.ui.widgets.chunked import Chunked
from parloop_gui.ui.window.chosen_plan import ChosenPlan
from parloop_gui.ui.window.session import ComparisonSession
from parloop_gui.ui.window.status_bar import StatusBar
from parloop_gui.ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.ui.result.failure_dialog import FailureDialog


# Ends after which a comparison can go on: nothing was wrong with it.
_OPEN_ENDS = ("done", "budget", "stopped")


def plan_to_go_on(comparison: Comparison) -> Plan | None:
    """The plan to go on by with what was measured; None where that can't be: it runs, or has no rounds."""
    if comparison.ended is None or comparison.ended.reason not in _OPEN_ENDS or not comparison.rounds_finished:
        return None
    return further(comparison.plan, was_known=comparison.ended.reason == "done")


class Presenter(QObject):
    """Holds no widgets of its own. `changed`: choices changed and should be kept. `again_wanted` carries a Plan.

    Comparisons that answer a question are the lab's to show. `refreshed`: what can be done now may be something else.
    """

    changed = Signal()
    refreshed = Signal()
    again_wanted = Signal(object)

    def __init__(
        self,
        chosen: ChosenPlan,
        session: ComparisonSession,
        current: CurrentComparison,
        machine: Mapping[str, str | int | float | None],
        top: TopBar,
        loops: LoopPanel,
        view: CompareView,
        details: DetailsPresenter,
        status: StatusBar,
    ) -> None:
        super().__init__(view)
        self._chosen, self._session, self._current, self._machine = chosen, session, current, machine
        self._top, self._loops, self._view, self.details, self._status = top, loops, view, details, status
        self.failure: FailureDialog | None = None
        self.problem_of_tab: Callable[[], str] = chosen.problem
        """Why the first button of the bar is off on the tab that is on; "" where it is not."""
        self._shown = ShownChoice()
        self._parts = Chunked(self)
        self._connect()

    def show_comparison(self, comparison: Comparison) -> None:
        """Show a comparison in whatever state it is: one that runs, or one from a document."""
        rows_are_new = self._current.take(comparison)
        self._view.show_comparison(comparison, self._current.selected, again=self._current.made_here)
        self._status.show_message(status_line(comparison), progress(comparison))
        self.offer_to_go_on()
        if rows_are_new:
            parts = (self._current.announce_rows, self.details.show, self._show_surroundings)
            self._parts.begin(parts, at_once=not self._session.running)

    def show_document(self, comparison: Comparison) -> None:
        """Show a comparison that is over, afresh; what it takes to make it again is in the panels by now."""
        self._current.open()
        choices = self._chosen.taking_part()
        self._shown.begin(choices)
        if choices_of(comparison.plan, choices) is choices:
            self._shown.be_strange()
        self.show_comparison(comparison)
        self.refresh()

    def refresh(self) -> None:
        """Fit buttons, reasons and the empty chart to what is chosen."""
        running = self._session.running
        can_compare = not self._session.is_busy and not self._chosen.problem()
        self._loops.show_unavailable(self._chosen.unavailable())
        self._top.set_running(running, self.problem_of_tab())
        estimate = estimate_text(self._chosen.seconds())
        self._view.invite(self._loops.loop(), estimate, can_compare=can_compare)
        other = self._current.comparison is not None and self._shown.is_other(self._chosen.taking_part())
        self._view.tell_other_choice(other, self._loops.loop().title, can_compare=can_compare)
        self._view.chart.view_menu.offer_strategy(*self._chosen.untried())
        if self._current.comparison is None and not running:
            self._view.show_empty(self._chosen.contestants(), self._chosen.pythons())
            self.details.show()
            self._show_surroundings()
        self.refreshed.emit()

    def further_plan(self) -> Plan | None:
        """The plan to go on by with what is shown; None: it was read, has no rounds, or anything runs."""
        comparison = self._current.comparison
        if comparison is None or self._session.is_busy or not self._current.made_here:
            return None
        return plan_to_go_on(comparison)

    def go_on(self) -> None:
        """Go on with what is shown, if it can."""
        plan, comparison = self.further_plan(), self._current.comparison
        if plan is not None and comparison is not None:
            self._session.go_on(plan, comparison)

    def offer_to_go_on(self) -> None:
        """Offer to go on with the comparison that is shown, where that can be."""
        plan, comparison = self.further_plan(), self._current.comparison
        words = ""
        if plan is not None and comparison is not None:
            words = further_words(plan, comparison.plan)
        self._view.offer_to_go_on(words)
        self._top.menu.go_on.setEnabled(bool(words))

    def _connect(self) -> None:
        self._view.go_on_wanted.connect(self.go_on)
        self._session.went_on.connect(self._on_went_on)
        self._top.changed.connect(self._on_choice)
        self._loops.changed.connect(self._on_choice)
        self._view.picked.connect(self._on_picked)
        self._view.strategy_wanted.connect(self._loops.try_strategy)
        self._view.loop_picked.connect(self._loops.pick_loop)
        self._view.details_wanted.connect(self._on_details_wanted)
        self._view.again_wanted.connect(self._on_again_wanted)
        self._view.answered.connect(self._session.answer)
        self._session.began.connect(self._on_began)
        self._session.changed.connect(self._on_changed)
        self._session.ended.connect(self._on_ended)

    def _on_changed(self, comparison: Comparison) -> None:
        if comparison.plan.asked is None:
            self.show_comparison(comparison)

    def _on_choice(self) -> None:
        self.refresh()
        self.details.show()
        self.changed.emit()

    def _on_picked(self, contestant: Contestant) -> None:
        self._current.pick(contestant)
        if self._current.comparison is not None:
            self._view.select(self._current.comparison, contestant)

    def _on_details_wanted(self, contestant: Contestant) -> None:
        from parloop_gui.ui.result.failure_dialog import FailureDialog, failure_of

        comparison = self._current.comparison
        failure = failure_of(comparison, contestant) if comparison is not None else None
        if failure is not None:
            self.failure = FailureDialog(failure, self._view.window())
            self.failure.open()

    def _on_again_wanted(self) -> None:
        """All of it again: a figure means something only beside others of the same rounds."""
        comparison = self._current.comparison
        if comparison is not None and self._current.made_here:
            self.again_wanted.emit(comparison.plan)

    def _on_went_on(self) -> None:
        if self._session.asks:
            self.refresh()
            return
        self._parts.begin(())
        self._view.cores.begin()
        self._status.show_message("Going on…", 0.0)
        self.offer_to_go_on()
        self.refresh()

    def _on_began(self, plan: Plan) -> None:
        if self._session.asks:
            self.offer_to_go_on()
            self.refresh()
            return
        self._parts.begin(())
        before = self._current.comparison
        if before is None or before.plan is not plan:  # else it is made again, whatever is chosen meanwhile
            self._shown.begin(self._chosen.taking_part())
        self._current.begin()
        self.offer_to_go_on()
        is_own = plan.loop.is_users
        what = f"Trying {plan.loop.name} before anything is timed…" if is_own else "Starting…"
        self._view.show_starting(what, loop_title(plan.loop))
        self._view.show_empty(list(contestants_of(plan).racing), plan.pythons)
        self._status.show_message("Starting…", 0.0)
        self.refresh()

    def _on_ended(self, comparison: Comparison | None, problem: str) -> None:
        self._parts.finish()
        self.refresh()
        self.offer_to_go_on()
        if self._session.asks:
            return
        if comparison is None:
            self._view.show_nothing()
        if comparison is None or problem:
            self._status.show_message(problem or "Stopped before the first run")

    def _show_surroundings(self) -> None:
        """At the right of the status bar what else the machine does; in the title what is shown."""
        comparison = self._current.comparison
        if comparison is not None:
            self._view.window().setWindowTitle(window_title(comparison))
            self._status.explain(settings_text(comparison))
        self._status.show_machine(*machine_text(self._machine, comparison))
