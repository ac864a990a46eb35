"""Asks what to do with a loop that is too long for its budget: fewer rounds, a sample of its items, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.wording.units import about, count, thousands

if TYPE_CHECKING:
    from parloop_gui.model.plan.refusal import TooLong


def ask_what_to_do(parent: QWidget, plan: Plan, refusal: TooLong, go_on: Callable[[Plan], None]) -> QMessageBox:
    """Open the question; `go_on` is called with the plan that was accepted."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Too long for this effort")
    box.setText(
        f"A round takes about {about(refusal.round_s)}, so calibration and {refusal.least_rounds} rounds take about "
        f"{about(refusal.total_s)}; the budget is {about(refusal.budget_s)}."
    )
    box.setInformativeText("Fewer rounds or fewer items say less, and every figure will say so.")
    box.addButton(QMessageBox.StandardButton.Cancel)
    rounds = refusal.rounds_that_fit
    _offer(box, f"Make {count(rounds, 'round')}", lambda: go_on(replace(plan, rounds=rounds)))
    sample = refusal.sample_suggestion
    if sample is not None:
        smaller = replace(plan, loop=replace(plan.loop, sample=sample), rounds=refusal.sample_rounds or plan.rounds)
        _offer(box, f"Take {thousands(sample)} of the items", lambda: go_on(smaller))
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def _offer(box: QMessageBox, text: str, accepted: Callable[[], None]) -> None:
    box.addButton(text, QMessageBox.ButtonRole.AcceptRole).clicked.connect(accepted)
