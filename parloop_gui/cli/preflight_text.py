"""What trying the user's loop came to, as lines that stand before anything is measured."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from parloop_gui.model.events.events import LeaveWanted
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.preflight.repeated import asked_for, leave_text
from parloop_gui.model.preflight.report import Check, Report, summary
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import changes_sentence, read_outline, work_sentence
from parloop_gui.model.user_code.program_loop import run_sentences


def work_lines(plan: Plan) -> Iterator[str]:
    """Before it is run: how far the user's program is run, or a warning of what importing their file will run."""
    if plan.loop.program is not None:
        yield from run_sentences(plan.loop)
    if plan.loop.kind != "user" or plan.loop.code is not None:
        return
    with contextlib.suppress(SourceError):  # only another Python may be able to parse it
        outline = read_outline(Path(plan.loop.path or ""))
        yield from filter(None, (work_sentence(outline), changes_sentence(outline, plan.loop.function or "")))


def preflight_lines(reports: Sequence[Report], plan: Plan) -> Iterator[str]:
    """One line a check, under a heading each where there are several Pythons; then how long it will take."""
    for report in reports:
        under = f" under Python {report.python}" if len(plan.pythons) > 1 else ""
        yield f"Before measuring{under}:"
        yield from (_line(check) for check in report.checks)
    if reports and reports[0].estimate is not None and not any(report.stops for report in reports):
        yield summary(reports[0].estimate)


def leave_line(wanted: LeaveWanted, plan: Plan) -> str:
    """What somebody is asked to agree to, as it stands above the question or the refusal."""
    under = f" under Python {wanted.python}" if len(plan.pythons) > 1 else ""
    return f"Before going on{under}: {leave_text(wanted.arrival, plan)}"


def refusal(wanted: LeaveWanted, plan: Plan) -> str:
    """Why the comparison must not go on where nobody can be asked, with what to say."""
    done = asked_for(wanted.arrival, plan)
    return f"{done}, and comparing repeats that: add --repeat-effects if it may, --once for as little as can be."


def _line(check: Check) -> str:
    return f"  {check.state:<6}  {check.title:<12}  {check.text}"
