"""What came out when the user's loop was tried, as the lines of a card. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parloop_gui.ui.result.status_texts import stopped_by_trial

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.events.events import LeaveWanted
    from parloop_gui.model.preflight.report import Check, Report


class CheckLine(NamedTuple):
    """One line: `state` is "ok", "note" or "failed"; `title` is "" where it goes on about the line above."""

    state: str
    title: str
    text: str


class PreflightText(NamedTuple):
    """What the card says: nothing at all where there are no lines. `asks`: it waits for an answer."""

    lines: tuple[CheckLine, ...] = ()
    summary: str = ""
    asks: bool = False


def preflight_text(comparison: Comparison) -> PreflightText:
    """Everything until the first round is in; afterwards only what rules something out."""
    if comparison.leave is not None:
        return _question(comparison, comparison.leave)
    early = comparison.rounds_finished == 0
    lines = tuple(line for report in comparison.preflight for line in _lines(report, comparison, early))
    if stopped_by_trial(comparison):
        lines = tuple(line for line in lines if _said_above(comparison) not in line.text)
    if not early or not comparison.preflight:
        return PreflightText(lines)
    return PreflightText(lines, _summary(comparison.preflight))


def _question(comparison: Comparison, wanted: LeaveWanted) -> PreflightText:
    """What is asked before anything outside the program is done again."""
    from parloop_gui.model.preflight.repeated import leave_text

    under = f" · Python {wanted.python}" if len(comparison.plan.pythons) > 1 else ""
    line = CheckLine("note", f"Repeated{under}", leave_text(wanted.arrival, comparison.plan))
    return PreflightText((line,), "May that be done? Nothing is repeated before you say so.", asks=True)


def _lines(report: Report, comparison: Comparison, early: bool) -> list[CheckLine]:
    under = f" · Python {report.python}" if len(comparison.preflight) > 1 else ""
    shown = [check for check in _tried(report) if early or check.state == "failed"]
    return [CheckLine(check.state, f"{check.title}{under}", check.text) for check in shown]


def _tried(report: Report) -> tuple[Check, ...]:
    """The checks up to the one that stopped everything."""
    failed = [number for number, check in enumerate(report.checks, 1) if check.state == "failed"]
    return report.checks[: failed[-1]] if report.stops and failed else report.checks


def _said_above(comparison: Comparison) -> str:
    """The sentence that is the headline."""
    return comparison.ended.message if comparison.ended is not None else ""


def _summary(reports: tuple[Report, ...]) -> str:
    if any(report.stops for report in reports) or reports[0].estimate is None:
        return ""
    from parloop_gui.model.preflight.report import summary

    return summary(reports[0].estimate)
