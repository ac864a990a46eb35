"""What if, in the lab: the last comparison that ended is what it starts from; nothing is measured anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from parloop_gui.ui.lab.guides import OF_WHAT_IF, supposed_details
from parloop_gui.ui.widgets.facts import Details

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.what_if.answer import WhatIf
    from parloop_gui.model.what_if.basis import Basis
    from parloop_gui.ui.lab.what_if_page import WhatIfPage
    from parloop_gui.ui.lab.what_if_texts import Steps

WHAT_IF = "what-if"
_NOTHING_YET = "Compare a loop first: what if starts from what was measured of it."
_LEAD = "Move a slider to see what would happen, worked out from what was measured."


class WhatIfs(QObject):
    """`take` is given each comparison that has ended, whether the page shows or not.

    `keep_wanted` carries the WhatIf on screen, which is to be kept with `comparison`; `said`: another one is on screen.
    """

    keep_wanted = Signal(object)
    said = Signal()
    how = OF_WHAT_IF

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._basis: Basis | None = None
        self._steps: dict[str, Steps] = {}
        self._said: WhatIf | None = None
        self._is_new = True
        self.widget: WhatIfPage | None = None

    @property
    def comparison(self) -> Comparison | None:
        """What it starts from."""
        return self._comparison

    def take(self, comparison: Comparison | None) -> None:
        """Start from this one; None: there is none. Where it only holds more that is kept, sliders stay as they are."""
        before, self._comparison = self._comparison, comparison
        is_same = before is not None and comparison is not None and comparison.runs is before.runs
        if comparison is not before and not is_same:
            self._is_new = True
        elif comparison is not before:
            self._show_kept()

    def page(self) -> QWidget:
        """Its page, made when it is first wanted: pyqtgraph must have been imported."""
        if self.widget is None:
            from parloop_gui.ui.lab.what_if_page import WhatIfPage

            self.widget = WhatIfPage()
            self.widget.changed.connect(self._show)
            self.widget.keep_wanted.connect(self._on_keep)
            self.widget.kept.show_wanted.connect(self._on_show)
        return self.widget

    def details(self) -> Details:
        """Who would be the one to use."""
        return supposed_details(self._said)

    def problem(self) -> str:
        """Why the first button is off."""
        return "What if measures nothing. Move its sliders."

    def refresh(self, problem: str) -> None:
        """Show what there is to start from."""
        if self.widget is None or not self._is_new:
            return
        from parloop_gui.bridge.host.kept_costs import KeptCosts
        from parloop_gui.model.what_if.basis import basis_of
        from parloop_gui.ui.lab.what_if_texts import steps_of

        self._is_new, comparison = False, self._comparison
        python = comparison.plan.pythons[0] if comparison is not None else None
        # A document's Python has no path: the machine that it was measured on may be another one.
        costs = KeptCosts().of(python) if python is not None and python.path else None
        self._basis = basis_of(comparison, costs) if comparison is not None else None
        kept = comparison.what_ifs if comparison is not None else ()
        self._steps = steps_of(self._basis, kept) if self._basis is not None else {}
        self.widget.show_steps(self._steps)
        self._show_kept()
        self._show()

    def _show(self) -> None:
        from parloop_gui.model.report.caption import subject
        from parloop_gui.model.what_if.answer import NOTHING, what_if
        from parloop_gui.ui.lab.what_if_texts import bars, changes_of

        assert self.widget is not None
        if self._comparison is None or self._basis is None:
            second = _NOTHING_YET if self._comparison is None else NOTHING
            self._said = None
            self.widget.show_answer("What if?", second, (), None, can_keep=False)
            self.said.emit()
            return
        changes = changes_of(self._steps, self.widget.places(), no_gil=self.widget.no_gil.isChecked())
        self._said = found = what_if(self._basis, changes)
        of = f"For {subject(self._comparison)}, as it was compared."
        second = f"{of} {_LEAD}" if changes.are_none else of
        can_keep = not changes.are_none
        self.widget.show_answer(found.sentence, second, found.also, bars(found), can_keep=can_keep)
        self.said.emit()

    def _show_kept(self) -> None:
        if self.widget is not None:
            kept = self._comparison.what_ifs if self._comparison is not None else ()
            self.widget.kept.show_kept([each.sentence for each in kept])

    def _on_keep(self) -> None:
        if self._said is not None:
            self.keep_wanted.emit(self._said)

    def _on_show(self, number: int) -> None:
        """The sliders go where they stood; what is said there now may differ where the machine's costs do."""
        from parloop_gui.ui.lab.what_if_texts import places_of

        assert self.widget is not None
        if self._comparison is not None and number < len(self._comparison.what_ifs):
            said = self._comparison.what_ifs[number]
            self.widget.stand_at(places_of(self._steps, said), no_gil=said.no_gil)
