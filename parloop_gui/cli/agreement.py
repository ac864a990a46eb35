"""Asks on the terminal whether what the user's program does outside itself may be repeated."""

from __future__ import annotations

import select
import sys

from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.cli.preflight_text import leave_line, refusal
from parloop_gui.cli.terminal import harmless
from parloop_gui.cli.usage import UsageError
from parloop_gui.model.events.events import LeaveWanted
from parloop_gui.model.plan.plan import Plan

_YES = ("y", "yes")


def can_ask() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def settle(event: LeaveWanted, plan: Plan, leave: Leave) -> None:
    """Say what would be repeated, and ask; raises UsageError, which ends the comparison, where nobody can answer."""
    print(harmless(leave_line(event, plan)), file=sys.stderr)
    if not can_ask():
        raise UsageError(refusal(event, plan))
    ask(leave)


def ask(leave: Leave) -> None:
    """Ask, and pass the answer on; nothing but a yes is one. Ctrl-C answers, too: by the other way, from its thread."""
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin in select.select([sys.stdin, leave], [], [])[0]:
        leave.answer(may=sys.stdin.readline().strip().lower() in _YES)
    else:
        print(file=sys.stderr)
