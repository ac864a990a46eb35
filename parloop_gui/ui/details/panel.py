"""The right panel: facts, notes, code and times per task of the selected strategy; before a comparison, this machine.

Puts its parts together; each shows its share of Details.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.model.wording.units import count, listed
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.facts import Details
from parloop_gui.ui.widgets.facts_list import FactsList
from parloop_gui.ui.widgets.family_dot import FamilyDot
from parloop_gui.ui.widgets.layouts import PANEL_MARGIN, Grow, column, inset, row, set_shown
from parloop_gui.ui.widgets.plain_text import Label, plain_tip
from parloop_gui.ui.widgets.section_view import SectionView

if TYPE_CHECKING:
    from parloop_gui.ui.details.code_card import CodeCard
    from parloop_gui.ui.details.task_times import TaskTimesPanel


class DetailsPanel(QWidget):
    """Shows Details. `call_chosen` carries a strategy's slug and the call that is wanted for it.

    `script_wanted` and `diff_wanted` carry both too; `source_wanted`: the user's own file is to be opened;
    `link_pressed`: a section's link. What only a strategy has is made when one is first shown.
    """

    call_chosen = Signal(str, str)
    script_wanted = Signal(str, str)
    source_wanted = Signal()
    diff_wanted = Signal(str, str)
    link_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Details | None = None
        self._dot = FamilyDot(self)
        self.title, self._subtitle = Label(self), Label(self)
        self.facts, self.more = FactsList(self), QPushButton(self)
        self._card: CodeCard | None = None
        self._times: TaskTimesPanel | None = None
        self.sections: list[SectionView] = []
        self._between = column(spacing=6)
        set_role(self.title, "title")
        set_role(self._subtitle, "caption")
        set_role(self.more, "link")
        self.more.clicked.connect(self._on_more)
        self._lay_out()

    @property
    def card(self) -> CodeCard:
        """The card of the strategy's code."""
        if self._card is None:
            from parloop_gui.ui.details.code_card import CodeCard

            self._card = CodeCard(self)
            self._card.call_chosen.connect(self.call_chosen)
            self._card.script_wanted.connect(self.script_wanted)
            self._card.source_wanted.connect(self.source_wanted)
            self._card.diff_wanted.connect(self.diff_wanted)
            self._take_in(self._card, 1)
        return self._card

    @property
    def times(self) -> TaskTimesPanel:
        """The card of the times per task."""
        if self._times is None:
            from parloop_gui.ui.details.task_times import TaskTimesPanel

            self._times = TaskTimesPanel(self)
            self._take_in(self._times, 2)
        return self._times

    def show_details(self, details: Details) -> None:
        """Show these details; of many facts only the first, unless the user asked for more."""
        if details == self._shown:
            return
        self._shown = details
        self.title.setText(details.title)
        self._subtitle.setText(details.subtitle)
        self._subtitle.setVisible(bool(details.subtitle))
        self._dot.show_family(details.family)
        everything = True if details.first_facts is None else preferences.all_details
        self.facts.show_facts(details.facts if everything else details.facts[: details.first_facts])
        while len(self.sections) < len(details.sections):
            self.sections.append(SectionView(self))
            self.sections[-1].link_pressed.connect(self.link_pressed)
            self._between.addWidget(self.sections[-1])
        for number, view in enumerate(self.sections):
            set_shown(view, number < len(details.sections))
            if number < len(details.sections):
                view.show_section(details.sections[number], None if details.first_facts is None else everything)
        if details.code is not None or self._card is not None:
            self.card.show_code(details.code)
        if details.spread is not None or self._times is not None:
            self.times.show_spread(details.spread if everything else None, details.family)
        set_shown(self.more, details.first_facts is not None)
        self.more.setText("Less" if everything else "More")
        self.more.setToolTip("" if everything else plain_tip(_left_out(details)))

    def copy_script(self, script: str) -> None:
        """Put the script that was asked for into the clipboard, or the code alone where there is none."""
        self.card.copy_script(script)

    def copy_diff(self, diff: str) -> None:
        """Put the diff that was asked for into the clipboard, if there is one."""
        self.card.copy_diff(diff)

    def _on_more(self) -> None:
        """More or less from now on, for every strategy and at the next start too."""
        preferences.all_details = not preferences.all_details
        shown, self._shown = self._shown, None
        if shown is not None:
            self.show_details(shown)

    def _lay_out(self) -> None:
        head = row(self._dot, Grow(self.title), self.more, spacing=7)
        first = inset(head, self._subtitle, self.facts)
        top = column(first, self._between, margins=(PANEL_MARGIN, 0, PANEL_MARGIN, 0), spacing=6)
        self._cards = column(top, Grow(), on=self, margins=(0, 14, 0, 12), spacing=6)

    def _take_in(self, card: QWidget, place: int) -> None:
        scale.fit(card)
        self._cards.insertWidget(min(place, self._cards.count() - 1), card)


def _left_out(details: Details) -> str:
    """What More brings, as "Also 5 figures, 2 notes and the time per task"."""
    facts = len(details.facts) - (details.first_facts or 0)
    notes = sum(max(0, len(section.notes) - section.first_notes) for section in details.sections)
    parts = [count(facts, "figure")] if facts > 0 else []
    parts += [count(notes, "note")] if notes else []
    parts += ["the time per task"] if details.spread is not None else []
    return f"Also {listed(parts)}" if parts else ""
