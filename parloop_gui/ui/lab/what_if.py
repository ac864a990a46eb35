"""What if, in the lab: the last comparison that ended is what it starts from; nothing is measured anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.what_if.basis import Basis
    from parloop_gui.ui.lab.what_if_page import WhatIfPage
    from parloop_gui.ui.lab.what_if_texts import Steps

WHAT_IF = "what-if"
_NOTHING_YET = "Compare a loop first: what if starts from what was measured of it."
_LEAD = "Move a slider to see what would happen, worked out from what was measured."


class WhatIfs(QObject):
    """`take` is given each comparison that has ended, whether the page shows or not."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._basis: Basis | None = None
        self._steps: dict[str, Steps] = {}
        self._is_new = True
        self.widget: WhatIfPage | None = None

    def take(self, comparison: Comparison | None) -> None:
        """Start from this one; None: there is none."""
        if comparison is not self._comparison:
            self._comparison, self._is_new = comparison, True

    def page(self) -> QWidget:
        """Its page, made when it is first wanted: pyqtgraph must have been imported."""
        if self.widget is None:
            from parloop_gui.ui.lab.what_if_page import WhatIfPage

            self.widget = WhatIfPage()
            self.widget.changed.connect(self._show)
        return self.widget

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
        self._steps = steps_of(self._basis) if self._basis is not None else {}
        self.widget.show_steps(self._steps)
        self._show()

    def _show(self) -> None:
        from parloop_gui.model.report.caption import subject
        from parloop_gui.model.what_if.answer import NOTHING, what_if
        from parloop_gui.ui.lab.what_if_texts import bars, changes_of

        assert self.widget is not None
        if self._comparison is None or self._basis is None:
            self.widget.show_answer("What if?", _NOTHING_YET if self._comparison is None else NOTHING, (), None)
            return
        changes = changes_of(self._steps, self.widget.places(), no_gil=self.widget.no_gil.isChecked())
        found = what_if(self._basis, changes)
        of = f"For {subject(self._comparison)}, as it was compared."
        second = f"{of} {_LEAD}" if changes.are_none else of
        self.widget.show_answer(found.sentence, second, found.also, bars(found))
