"""Ties the window's parts together: what is chosen becomes a plan, what is told becomes what is shown.

panels ── choices ─► plan ─► session ── comparison ─► verdict, chart, details, status
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from parloop_gui.bridge.host.machine import at_a_glance, load_1min
from parloop_gui.bridge.scheduler.contestants import contestants_of
from parloop_gui.model.plan.plan import EFFORTS, Contestant, Interpreter, Plan
from parloop_gui.ui.details.machine import machine_details
from parloop_gui.ui.details.panel import DetailsPanel
from parloop_gui.ui.result.chart_texts import best_of
from parloop_gui.ui.result.compare_view import CompareView
from parloop_gui.ui.result.status_texts import noise_text, progress, settings_text, status_line, window_title
from parloop_gui.ui.settings.limits import estimate_text, with_limits
from parloop_gui.ui.setup.choices import Choices, call_for, make_plan
from parloop_gui.ui.setup.eligibility import lined_up, reasons_against
from parloop_gui.ui.setup.loop_panel import LoopPanel
from parloop_gui.ui.widgets.chunked import Chunked
from parloop_gui.ui.window.session import ComparisonSession
from parloop_gui.ui.window.status_bar import StatusBar
from parloop_gui.ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.statistics.summary import Row
    from parloop_gui.ui.result.failure_dialog import FailureDialog


class Presenter(QObject):
    """Holds no widgets of its own. `changed` tells that choices changed and should be kept.

    `showing` carries what is shown from now on, a Comparison or None; it comes with every new set of rows. `selected`
    tells that the user selected another row.
    """

    changed = Signal()
    showing = Signal(object)
    selected = Signal()

    def __init__(
        self,
        top: TopBar,
        loops: LoopPanel,
        view: CompareView,
        details: DetailsPanel,
        status: StatusBar,
        make_session: Callable[[QObject], ComparisonSession],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._top, self._loops, self._view, self._details, self._status = top, loops, view, details, status
        self._machine = at_a_glance()
        self._interpreters: tuple[Interpreter, ...] | None = None
        self._shown: Comparison | None = None
        self._rows_shown: tuple[Row, ...] | None = None
        """Details and surroundings are shown anew only where the rows are new: not at every tick."""
        self._selected: Contestant | None = None
        self._user_selected = False
        self._calls_picked: dict[str, str] = {}
        """Calls that were chosen for what is shown, to be measured next time."""
        self._made_here = False
        """Whether what is shown was measured since the window opened: then it can be made again."""
        self.failure: FailureDialog | None = None
        self._question: QMessageBox | None = None
        self._missing, self._asked_early = "", False
        self.guard: Callable[[Callable[[], object]], object] = lambda go_on: go_on()
        """Goes on once what is shown can be done without."""
        self.session, self._turns = make_session(self), Chunked(self)
        self._connect()

    @property
    def comparison(self) -> Comparison | None:
        """What is shown, None before the first."""
        return self._shown

    @property
    def selection(self) -> Contestant | None:
        """The row that is selected."""
        return self._selected

    @property
    def question(self) -> QMessageBox | None:
        """The question that is open, if any."""
        return self._question

    def choices(self) -> Choices:
        """Everything chosen in the left panel and the top bar."""
        pythons: list[Any] = list(self._top.chosen_ids())
        return replace(self._loops.choices(), effort=self._top.efforts.chosen(), pythons=pythons)

    def take_interpreters(self, interpreters: Sequence[Interpreter], wanted: Sequence[str] = ()) -> None:
        """Offer these Pythons; `wanted` are the ids chosen last time, none of them: those chosen now stay."""
        self._interpreters = tuple(interpreters)
        self._top.set_interpreters(interpreters, wanted)
        self.refresh()
        if self._asked_early and self._top.chosen():
            self._asked_early = False
            self.compare()

    def say_what_is_missing(self, sentence: str) -> None:
        """Compare is off while a chosen Python lacks what the user's file needs; "" where nothing is missing."""
        self._missing = sentence
        if sentence and not self.session.running:
            self._status.say(sentence)
        self.refresh()

    def add_interpreter(self, python: Interpreter, *, alone: bool = False) -> None:
        """Offer one more, checked beside what is, or alone."""
        from parloop_gui.bridge.interpreters.discovery import in_order  # not before it is needed: it waits for nothing

        offered = in_order([*(each for each in self._interpreters or () if each.path != python.path), python])
        paths = {python.path, *(each.path for each in self._top.chosen() if not alone)}
        self.take_interpreters(offered, [each.id for each in offered if each.path in paths])

    def show_comparison(self, comparison: Comparison) -> None:
        """Show a comparison in whatever state it is: one that runs, or one from a document."""
        self._shown = comparison
        if not self._user_selected:
            self._selected = best_of(comparison)
        self._view.chart.offer_again(self._made_here)
        self._view.show_comparison(comparison, self._selected)
        self._status.say(status_line(comparison), progress(comparison))
        if comparison.rows is not self._rows_shown:
            self._rows_shown = comparison.rows
            showing, surroundings = partial(self.showing.emit, comparison), partial(self._show_surroundings, comparison)
            self._turns.begin((showing, self._show_details, surroundings), at_once=not self.session.running)

    def compare(self, plan: Plan | None = None) -> None:
        """Begin a comparison of what is chosen, or of a given plan; as soon as the first Python is known."""
        if plan is None and self._interpreters is None:
            self._asked_early = True
            self._status.say("Looking for a Python to measure under…")
            return
        plan = plan or self.plan()
        if plan is not None and not self.session.running:
            self._once_trusted(plan, lambda: self.guard(lambda: self._begin(plan)))

    def show_document(self, comparison: Comparison) -> None:
        """Show a comparison that is over, afresh."""
        self._selected, self._user_selected = None, False
        self._calls_picked.clear()
        self._made_here = False
        self.show_comparison(comparison)
        self.refresh()

    def _begin(self, plan: Plan) -> None:
        self._shown, self._selected, self._user_selected = None, None, False
        self._calls_picked.clear()
        self._made_here = True
        self._turns.begin(())
        self.showing.emit(None)
        users = plan.loop.kind == "user"
        self._view.show_starting(f"Trying {plan.loop.name} before anything is timed…" if users else "Starting…")
        self._view.show_empty(list(contestants_of(plan).racing), plan.pythons)
        self._status.say("Starting…", 0.0)
        self.session.start(plan)
        self.refresh()

    def _once_trusted(self, plan: Plan, go_on: Callable[[], object]) -> None:
        """What a document names is run only once the user said so."""
        own = self.choices().own
        if plan.loop.kind != "user" or not own.foreign:
            go_on()
            return
        from parloop_gui.ui.own_loop.trust import ask_to_trust

        def trusted() -> None:
            self._loops.own.trust()
            go_on()

        self._question = ask_to_trust(self._top.window(), own, trusted)

    def plan(self) -> Plan | None:
        """The plan that the choices come to, None while something is wrong with them."""
        pythons = self._top.chosen()
        choices = self.choices()
        if not pythons or self._loops.problem():
            return None
        strategies = self._loops.strategies.chosen()
        calls = {slug: call_for(choices, slug) for slug in strategies}
        return with_limits(make_plan(replace(choices, strategies=strategies), calls, pythons, random.randrange(2**31)))

    def refresh(self) -> None:
        """Fit buttons, reasons and the empty chart to what is chosen."""
        chosen = self._top.chosen()
        self._loops.show_unavailable(reasons_against(self.choices(), chosen))
        self._top.set_running(self.session.running, self._problem())
        loop = self._loops.loop()
        estimate = estimate_text(EFFORTS[self._top.efforts.chosen()].budget_s)
        self._view.invitation.invite(loop.slug, loop.title, loop.caption, estimate)
        self._view.invitation.button.setEnabled(self._top.compare.isEnabled())
        if self._shown is None and not self.session.running:
            self._view.show_empty(lined_up(self.choices(), self._loops.strategies.chosen(), chosen), chosen)
            self._show_details()
            self._show_surroundings(None)

    def _connect(self) -> None:
        self._top.compare_pressed.connect(self.compare)
        self._top.stop_pressed.connect(self.session.stop)
        self._top.changed.connect(self._on_choice)
        self._loops.changed.connect(self._on_choice)
        self._view.compare_pressed.connect(self.compare)
        self._view.picked.connect(self._on_picked)
        self._view.loop_picked.connect(self._loops.pick_loop)
        self._view.details_wanted.connect(self._on_details_wanted)
        self._view.again_wanted.connect(self._on_again_wanted)
        self._details.call_chosen.connect(self._on_call_chosen)
        self._details.script_wanted.connect(self._on_script_wanted)
        self.session.changed.connect(self.show_comparison)
        self.session.ended.connect(self._on_ended)

    def _on_choice(self) -> None:
        self.refresh()
        self._show_details()
        self.changed.emit()

    def _on_picked(self, contestant: Contestant) -> None:
        if self._shown is None:
            return
        self._selected, self._user_selected = contestant, True
        self._view.select(self._shown, contestant)
        self._show_details()
        self.selected.emit()

    def _on_details_wanted(self, contestant: Contestant) -> None:
        from parloop_gui.ui.result.failure_dialog import FailureDialog, failure_of

        failure = failure_of(self._shown, contestant) if self._shown is not None else None
        if failure is not None:
            self.failure = FailureDialog(failure, self._top.window())
            self.failure.open()

    def _on_again_wanted(self) -> None:
        """All of it again: a figure means something only beside others of the same rounds."""
        if self._shown is not None and self._made_here:
            self.compare(self._shown.plan)

    def _on_script_wanted(self, strategy: str, call: str) -> None:
        if self._shown is not None and self._selected is not None:
            from parloop_gui.ui.details.texts import script_to_copy

            self._details.card.copy_script(script_to_copy(self._shown, self._selected, call))

    def _on_call_chosen(self, strategy: str, call: str) -> None:
        self._calls_picked[strategy] = call
        self._loops.choose_call(strategy, call)
        self._show_details()

    def _on_ended(self, comparison: Comparison | None, problem: str) -> None:
        self._turns.finish()
        self.refresh()
        if comparison is None:
            self._view.show_nothing()
        if comparison is None or problem:
            self._status.say(problem or "Stopped before the first run")
        refusal = comparison.ended.too_long if comparison is not None and comparison.ended is not None else None
        if comparison is not None and refusal is not None:
            from parloop_gui.ui.result.too_long import ask_what_to_do

            self._question = ask_what_to_do(self._top.window(), comparison.plan, refusal, self.compare)

    def _show_details(self) -> None:
        if self._shown is None or self._selected is None:
            chosen, load = next(iter(self._top.chosen()), None), load_1min()
            self._details.show_details(machine_details(self._machine, self._interpreters, chosen, load))
        else:
            from parloop_gui.ui.details.texts import strategy_details

            slug = self._selected.strategy
            picked, now = self._calls_picked.get(slug, ""), self.choices().calls.get(slug)
            self._details.show_details(strategy_details(self._shown, self._selected, picked if picked == now else ""))

    def _show_surroundings(self, comparison: Comparison | None) -> None:
        cores = self._machine.get("cores")
        if comparison is None:
            load = load_1min()
            note, noisy = f"load {load:.1f}" if load is not None else "", False
        else:
            note, noisy = noise_text(comparison)
            self._top.window().setWindowTitle(window_title(comparison))
            self._status.explain(settings_text(comparison))
        self._status.say_machine(" · ".join(filter(None, (f"{cores} cores" if cores else "", note))), noisy)

    def _problem(self) -> str:
        if self._interpreters is not None and not self._top.chosen():
            return "There is no Python chosen to measure under."
        return self._loops.problem() or self._missing
