"""Ties the timeline to the window: which runs are shown on Compare and on its own tab. Builds its views when needed.

    CurrentComparison ─► runs (read once each) ─► card on Compare
                                                              └─► Timeline tab and its panel

While a comparison runs a run is read when it is first asked for and not again before the end: reading takes a core for
a moment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from parloop_gui.model.plan.plan import Contestant
from parloop_gui.ui.result.current_comparison import CurrentComparison
from parloop_gui.ui.style import scale
from parloop_gui.ui.widgets.layouts import scrolling
from parloop_gui.ui.widgets.tabs import TIMELINE, Pages, TabName, Tabs

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.timeline.behaviour import Plains
    from parloop_gui.model.timeline.shown import ShownRun
    from parloop_gui.ui.charts.figure.picture import Picture
    from parloop_gui.ui.charts.timeline.rows import Spot
    from parloop_gui.ui.result.compare_view import CompareView
    from parloop_gui.ui.timeline.card import TimelineCard
    from parloop_gui.ui.timeline.task_panel import TaskPanel
    from parloop_gui.ui.timeline.view import TimelineView


# Larger files, of some 30,000 tasks, are read when nothing is being measured.
MOST_BYTES_MEANWHILE = 2**20


class Timelines(QObject):
    """Holds the card, the tab's view and its panel once they were needed."""

    def __init__(
        self, current: CurrentComparison, compare: CompareView, centre: Pages, right: Pages, tabs: Tabs
    ) -> None:
        super().__init__(centre)
        self._current, self._compare, self._centre, self._right, self._tabs = current, compare, centre, right, tabs
        self._loaded = False
        self._comparison: Comparison | None = None
        self._read: dict[Contestant, ShownRun | None] = {}
        self._read_at_end = False
        self._stack: list[Contestant] = []
        self._stack_chosen = False
        self.card: TimelineCard | None = None
        self.view: TimelineView | None = None
        self.panel: TaskPanel | None = None
        current.rows_changed.connect(self.follow)
        current.picked.connect(self._show_card)
        tabs.changed.connect(self._on_tab)

    def use_pyqtgraph(self) -> None:
        """Show from now on: pyqtgraph has been imported."""
        self._loaded = True
        self.follow(self._current.comparison)

    def follow(self, comparison: Comparison | None) -> None:
        """Show this comparison's runs."""
        before, self._comparison = self._comparison, comparison
        if before is None or comparison is None or before.created != comparison.created:
            self._read, self._stack, self._stack_chosen, self._read_at_end = {}, [], False, False
        if comparison is None or not self._loaded:
            self._tabs.offer_timeline(False)
            self._show_card()
            return
        if comparison.ended is not None and not self._read_at_end:
            self._read, self._read_at_end = {}, True
        self._tabs.offer_timeline(any(self._has_spans(each) for each in comparison.contestants))
        self._show_card()
        if self._tabs.chosen() == TIMELINE and comparison.ended is not None:
            self._show_tab()

    def figure(self, comparison: Comparison, for_paper: bool = False) -> Picture:
        """A picture of the timeline as it is on screen, or as it would be; raises ExportError.

        `for_paper`: without what came out, which is for the paper to say.
        """
        from parloop_gui.ui.timeline.texts import timeline_figure

        runs = self._stacked_runs(comparison)
        data = self.view.board.surface.data if self.view is not None and self.view.runs == tuple(runs) else None
        made = timeline_figure(comparison, runs, self._plain_runs(comparison), data)
        return replace(made, takeaway="", second="") if for_paper else made

    def _has_spans(self, contestant: Contestant) -> bool:
        from parloop_gui.model.timeline.shown import has_spans

        return self._comparison is not None and has_spans(self._comparison, contestant)

    def _run(self, contestant: Contestant | None) -> ShownRun | None:
        """The contestant's run, read once."""
        from parloop_gui.model.timeline.shown import shown_run

        if contestant is None or self._comparison is None:
            return None
        if self._read.get(contestant) is None and (not self._read_at_end or contestant not in self._read):
            most = MOST_BYTES_MEANWHILE if self._comparison.ended is None else None
            self._read[contestant] = shown_run(self._comparison, contestant, most)
        return self._read[contestant]

    def _show_card(self) -> None:
        run = self._run(self._current.selected) if self._loaded and self._comparison is not None else None
        words = "" if run is not None else self._instead()
        if (run is not None or words) and self.card is None:
            self.card = self._build_card()
        if self.card is None:
            return
        self.card.setVisible(run is not None or bool(words))
        if run is not None and self._comparison is not None:
            self.card.show_run(self._comparison, run)
        elif words:
            self.card.show_words(words)

    def _instead(self) -> str:
        """What the card says where the selected strategy has no run to show; "" where there is no card."""
        comparison, selected = self._comparison, self._current.selected
        if comparison is None or not self._loaded or not comparison.contestants:
            return ""
        if comparison.ended is None and selected is not None and self._has_spans(selected):
            from parloop_gui.ui.timeline.texts import LATER

            return f"{LATER}."
        if comparison.ended is None:
            return "It appears with the first run."
        known = any(self._has_spans(each) for each in comparison.contestants)
        return "When its tasks ran was not recorded." if known else ""

    def _on_tab(self, slug: TabName) -> None:
        if slug == TIMELINE and self._loaded:
            if self.view is None:
                self.view, self.panel = self._build_tab()
            self._show_tab()
        self._centre.turn_to(slug)
        self._right.turn_to(slug)

    def _show_tab(self) -> None:
        comparison = self._comparison
        if comparison is None or self.view is None or self.panel is None:
            return
        runs, plains = self._stacked_runs(comparison), self._plain_runs(comparison)
        self.view.show_runs(comparison, runs, plains, self._possible(comparison))
        self._describe(comparison, runs, plains)

    def _possible(self, comparison: Comparison) -> list[Contestant]:
        return [each for each in comparison.contestants if self._has_spans(each)]

    def _stacked_runs(self, comparison: Comparison) -> list[ShownRun]:
        from parloop_gui.model.timeline.stack import default_stack

        possible = self._possible(comparison)
        chosen = [each for each in self._stack if self._stack_chosen and each in possible]
        self._stack = chosen or default_stack(comparison, possible)
        return [run for run in map(self._run, self._stack) if run is not None]

    def _plain_runs(self, comparison: Comparison) -> dict[str, ShownRun]:
        """Of each Python that is stacked, shown or not."""
        plains = {each.plain for each in self._stack} & set(comparison.contestants)
        return {each.python: run for each in plains if (run := self._run(each)) is not None}

    def _describe(self, comparison: Comparison, runs: list[ShownRun], plains: Plains) -> None:
        from parloop_gui.model.timeline.behaviour import behaviours_of
        from parloop_gui.model.timeline.sentences import why
        from parloop_gui.ui.timeline.task_panel import NOTHING
        from parloop_gui.ui.timeline.texts import runs_note, task_spreads

        assert self.panel is not None
        self.panel.show_task(NOTHING)
        behaviours = behaviours_of(comparison, runs, plains)
        spreads, high_s = task_spreads(comparison, runs)
        sampled, note = any(run.sampled for run in runs), runs_note(comparison, runs)
        self.panel.show_runs(spreads, high_s, why(behaviours), sampled, note)

    def _on_stacked(self, contestants: list[Contestant]) -> None:
        from parloop_gui.model.timeline.stack import in_order

        if self._comparison is not None:
            self._stack, self._stack_chosen = in_order(self._comparison, contestants), True
            self._show_tab()

    def _on_task_picked(self, run: ShownRun | None, spot: Spot | None) -> None:
        from parloop_gui.ui.timeline.task_panel import NOTHING
        from parloop_gui.ui.timeline.texts import task_details

        if self.panel is None or self._comparison is None:
            return
        if run is None or spot is None:
            self.panel.show_task(NOTHING)
        else:
            self.panel.show_task(task_details(self._comparison, run, spot))

    def _on_tab_wanted(self) -> None:
        """From the card: its strategy is among those stacked, and the task selected there stays so."""
        wanted = self._current.selected
        self._tabs.go_to(TIMELINE)
        if wanted is not None and wanted not in self._stack and self._comparison is not None:
            self._on_stacked([*self._stack, wanted])
        spot = self.card.surface.data.selected if self.card is not None else None
        if wanted is not None and spot is not None and self.view is not None:
            self.view.select(wanted, spot)

    def _build_card(self) -> TimelineCard:
        from parloop_gui.ui.timeline.card import TimelineCard

        card = TimelineCard(self._compare)
        card.tab_wanted.connect(self._on_tab_wanted)
        self._compare.take_in(card)
        scale.fit(card)
        return card

    def _build_tab(self) -> tuple[TimelineView, TaskPanel]:
        from parloop_gui.ui.timeline.task_panel import TaskPanel
        from parloop_gui.ui.timeline.view import TimelineView

        view, panel = TimelineView(), TaskPanel()
        view.stacked.connect(self._on_stacked)
        view.picked.connect(self._on_task_picked)
        self._centre.add(TIMELINE, scrolling(view))
        self._right.add(TIMELINE, panel)
        for part in (view, panel):
            scale.fit(part)
        return view, panel
