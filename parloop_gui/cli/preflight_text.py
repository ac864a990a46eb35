"""What trying the user's loop came to, as lines that stand before anything is measured, and what is asked meanwhile."""

from __future__ import annotations

import contextlib
import select
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.cli.terminal import harmless
from parloop_gui.cli.usage import UsageError
from parloop_gui.model.events.events import LeaveWanted
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.preflight.repeated import asked_for, leave_text
from parloop_gui.model.preflight.report import Check, Report, summary
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import changes_sentence, read_outline, work_sentence
from parloop_gui.model.user_code.program_loop import run_sentences

_YES = ("y", "yes")


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
        version = " the loop as it was" if report.version else ""
        yield f"Before measuring{version}{under}:"
        yield from (_line(check) for check in report.checks)
    if reports and reports[0].estimate is not None and not any(report.stops for report in reports):
        yield summary(reports[0].estimate)


def settle(event: LeaveWanted, plan: Plan, leave: Leave) -> None:
    """Say what would be repeated, and ask; raises UsageError, which ends the comparison, where nobody can answer."""
    under = f" under Python {event.python}" if len(plan.pythons) > 1 else ""
    print(harmless(f"Before going on{under}: {leave_text(event.arrival, plan)}"), file=sys.stderr)
    if sys.stdin is None or not sys.stdin.isatty():
        done = asked_for(event.arrival, plan)
        raise UsageError(
            f"{done}, and comparing repeats that: add --repeat-effects if it may, --once for as little as can be."
        )
    ask(leave)


def ask(leave: Leave) -> None:
    """Ask, and pass the answer on; nothing but a yes is one. Ctrl-C answers, too: by the other way, from its thread."""
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin in select.select([sys.stdin, leave], [], [])[0]:
        leave.answer(may=sys.stdin.readline().strip().lower() in _YES)
    else:
        print(file=sys.stderr)


def _line(check: Check) -> str:
    return f"  {check.state:<6}  {check.title:<12}  {check.text}"
