"""The centre: the verdict (or the invitation before it), the chart, and what the cores do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.plan.plan import Contestant, Interpreter
from parloop_gui.ui.charts.compare.card import ChartCard
from parloop_gui.ui.charts.compare.rows import ChartView
from parloop_gui.ui.charts.compare.view_menu import switched_on, view_of
from parloop_gui.ui.result.chart_texts import chart_data, empty_data
from parloop_gui.ui.result.cores_card import CoresCard
from parloop_gui.ui.result.invitation import Invitation
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.style import scale
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column

if TYPE_CHECKING:
    from parloop_gui.engine.catalogue.catalogue import Loop
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.ui.result.guide_overlay import GuideOverlay
    from parloop_gui.ui.result.preflight_card import PreflightCard
    from parloop_gui.ui.result.verdict_card import VerdictCard


# Tells a view in which all is switched off from one that nobody has chosen yet.
_CHOSEN = "chosen"


class CompareView(QWidget):
    """Shows a comparison in any state. What the first start does not show is made when it is first wanted.

    `picked` carries the contestant whose row the user chose, `loop_picked` the slug of a loop of the invitation,
    `strategy_wanted` that of a strategy to compare as well, `question_wanted` that of a question of the lab,
    `details_wanted` and `again_wanted` the contestant of a failed row, `answered` whether what is asked may be done.
    """

    picked = Signal(object)
    compare_pressed = Signal()
    loop_picked = Signal(str)
    details_wanted = Signal(object)
    again_wanted = Signal(object)
    go_on_wanted = Signal()
    before_wanted = Signal()
    strategy_wanted = Signal(str)
    answered = Signal(bool)
    question_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self.invitation, self.chart, self.cores = Invitation(self), ChartCard(self), CoresCard(self)
        self._verdict: VerdictCard | None = None
        self._preflight: PreflightCard | None = None
        self._guide: GuideOverlay | None = None
        self._seen = ""
        """When the comparison began whose cores were watched."""
        parts = Grow(self.invitation), self.chart, STRETCH, self.cores
        self._cards = column(*parts, on=self, margins=(12, 12, 12, 12), spacing=12)
        self.chart.guide_wanted.connect(self.open_guide)
        self.chart.show_as(view_of(preferences.chart_view or switched_on(ChartView())))
        self.chart.view_changed.connect(self._on_view)
        self.chart.view_menu.strategy_wanted.connect(self.strategy_wanted)
        self.chart.picked.connect(self.picked)
        self.chart.details_wanted.connect(self.details_wanted)
        self.chart.again_wanted.connect(self.again_wanted)
        self.invitation.compare_pressed.connect(self.compare_pressed)
        self.invitation.loop_picked.connect(self.loop_picked)

    @property
    def verdict(self) -> VerdictCard:
        """The answer's card."""
        if self._verdict is None:
            from parloop_gui.ui.result.verdict_card import VerdictCard

            self._verdict = VerdictCard(self)
            self._verdict.go_on_wanted.connect(self.go_on_wanted)
            self._verdict.again.clicked.connect(self.compare_pressed)
            self._verdict.before.clicked.connect(self.before_wanted)
            self._verdict.question_wanted.connect(self.question_wanted)
            self._take_in(self._verdict, after=self.invitation)
        return self._verdict

    @property
    def preflight(self) -> PreflightCard:
        """What was found before anything was timed."""
        if self._preflight is None:
            from parloop_gui.ui.result.preflight_card import PreflightCard

            self._preflight = PreflightCard(self)
            self._preflight.answered.connect(self.answered)
            self._take_in(self._preflight, after=self.verdict)
        return self._preflight

    @property
    def guide(self) -> GuideOverlay:
        """The overlay that names the chart's parts."""
        if self._guide is None:
            from parloop_gui.ui.result.guide_overlay import GuideOverlay

            self._guide = GuideOverlay(self.chart, self)
            scale.fit(self._guide)
        return self._guide

    def take_in(self, card: QWidget) -> None:
        """One more card, under the chart, which takes the room that is left."""
        self._cards.insertWidget(self._cards.indexOf(self.chart) + 1, card, 1)

    def use_pyqtgraph(self) -> None:
        """Go over to pyqtgraph, which has been imported; from now on screen readers can read the chart's rows."""
        from parloop_gui.ui.charts.compare.accessible import announce_selected, serve_screen_readers

        self.chart.use_pyqtgraph()
        serve_screen_readers()
        self.picked.connect(lambda: announce_selected(self.chart))

    def invite(self, loop: Loop, estimate: str, *, can_compare: bool) -> None:
        """Before the first comparison: offer to compare this loop."""
        self.invitation.invite(loop.slug, loop.title, loop.caption, estimate, can_compare=can_compare)

    def show_empty(self, choices: list[Contestant], pythons: Sequence[Interpreter] = ()) -> None:
        """Before the first comparison: the rows that will fill in."""
        self.chart.set_data(empty_data(choices, pythons))

    def show_starting(self, what: str = "Starting…", subject: str = "") -> None:
        """A comparison of `subject` was asked for and there is no event of it yet."""
        from parloop_gui.ui.charts.compare.speedup_strip import StripData
        from parloop_gui.ui.charts.figure.verdict_text import VerdictText
        from parloop_gui.ui.result.preflight_texts import PreflightText

        self.preflight.show_text(PreflightText())
        self.chart.show()
        self.cores.begin()
        self._seen = ""
        if self.invitation.isAncestorOf(self.window().focusWidget()):  # else Qt goes on to the next, as for a key
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)
        self.invitation.hide()
        self.verdict.show_verdict(VerdictText("Measuring…", because=what, settled=False, subject=subject), StripData())
        self.verdict.show()

    def show_nothing(self) -> None:
        """Back to the invitation."""
        from parloop_gui.ui.result.preflight_texts import PreflightText

        self.cores.be_live()
        self.preflight.show_text(PreflightText())
        self.verdict.hide()
        self.invitation.show()

    def show_comparison(self, comparison: Comparison, selected: Contestant | None, *, again: bool = False) -> None:
        """Show this state of it; while it runs the chart keeps to its own pace. `again`: it can be made again."""
        from parloop_gui.ui.result.preflight_texts import preflight_text
        from parloop_gui.ui.result.verdict_texts import strip_data, verdict_text

        self.chart.offer_again(again)
        self.invitation.hide()
        self.verdict.show()
        self.verdict.show_verdict(verdict_text(comparison), strip_data(comparison))
        self.preflight.show_text(preflight_text(comparison))
        ended, meanwhile = comparison.ended is not None, comparison.under_way is not None
        self.chart.set_data(chart_data(comparison, selected), at_once=ended, meanwhile=meanwhile)
        self.chart.setVisible(bool(comparison.contestants))  # none where nothing can run
        if self._guide is not None:
            self._guide.update()
        self._show_cores(comparison)

    def offer_to_go_on(self, words: str) -> None:
        """Offer to go on with what is shown, with what that takes; "" where it can't."""
        if self._verdict is not None or words:
            self.verdict.offer_to_go_on(words)

    def offer_before(self, words: str) -> None:
        """Offer to see what was measured of this loop before beside it; "" where there is nothing."""
        if self._verdict is not None or words:
            self.verdict.offer_before(words)

    def offer_question(self, slug: str, words: str = "", why: str = "") -> None:
        """Offer the question of the lab that the verdict raises; "" where it raises none."""
        if self._verdict is not None or slug:
            self.verdict.offer_question(slug, words, why)

    def tell_other_choice(self, is_other: bool, title: str, *, can_compare: bool) -> None:
        """Whether something else is chosen than what is shown, and what; pale then, with an offer to compare that."""
        if self._verdict is not None:
            self._verdict.tell_other_choice(is_other, title, can_compare=can_compare)

    def select(self, comparison: Comparison, selected: Contestant | None) -> None:
        """Mark a row at once."""
        self.chart.set_data(chart_data(comparison, selected))

    def _on_view(self, view: ChartView) -> None:
        preferences.chart_view = [*switched_on(view), _CHOSEN]

    def open_guide(self) -> None:
        """Name the chart's parts."""
        if self.chart.isVisible():
            self.guide.open()

    def _take_in(self, card: QWidget, after: QWidget) -> None:
        scale.fit(card)
        self._cards.insertWidget(self._cards.indexOf(after) + 1, card)

    def _show_cores(self, comparison: Comparison) -> None:
        """Live while it runs, all of it when it is over; live for one that was not measured here and now."""
        if comparison.ended is None:
            began = comparison.under_way
            self.cores.run_by(catalogue.find(began.contestant.strategy).family if began is not None else "")
        elif self.cores.running:
            self._seen = comparison.created
            self.cores.end()
        elif comparison.created != self._seen:
            self.cores.be_live()
