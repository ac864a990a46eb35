"""`parloop compare`: checks everything first, measures, writes the files, then says what came out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import TextIO

from parloop_gui.bridge.host.history import own_history
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.versions.versions import against
from parloop_gui.cli.file_listing import list_file
from parloop_gui.cli.files import to_share
from parloop_gui.cli.measure import measure
from parloop_gui.cli.pictures import formats_for
from parloop_gui.cli.planning import file_asked, loop_in, plan_of
from parloop_gui.cli.preflight_text import preflight_lines, settle, work_lines
from parloop_gui.cli.progress import ProgressLine
from parloop_gui.cli.report_text import report_text
from parloop_gui.cli.terminal import harmless
from parloop_gui.cli.usage import UsageError
from parloop_gui.engine.protocol.kinds import PLAIN
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import (
    ComparisonEvent,
    ContestantAdded,
    ForecastMade,
    LeaveWanted,
    PreflightMade,
    RunFinished,
)
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import Render, check_target, export
from parloop_gui.model.history.last_time import last_times
from parloop_gui.model.history.recorder import KEPT_AFTER, Recorder
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.report.brief import brief
from parloop_gui.model.report.comparison_titles import contestant_name
from parloop_gui.model.report.progress import forecast_line, progress_line
from parloop_gui.model.statistics.change import Change

# Outcomes that make the status 1. A run that was overtaken is an answer, and what never ran did not fail itself.
FAILURES = ("failed", "crashed", "timed-out", "wrong-result")


def compare(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Make the comparison that was asked for, or list the file that was; the exit status.

    Raises UsageError before anything is measured.
    """
    holds = file_asked(arguments)
    if holds is not None:
        list_file(holds, out, last_times(own_history(), holds.path, holds.titles))
        return ExitStatus.DONE
    if arguments.against is not None:
        return _compare_versions(arguments, out)
    if arguments.fail_if is not None:
        raise UsageError("--fail-if says by how much it must not be slower: name than what with --against.")
    arguments.strategies = arguments.strategies or "classic"
    return carry_out(plan_of(arguments), arguments, out, report_text)


def _as_it_is(comparison: Comparison) -> Comparison:
    return comparison


def _compare_versions(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Compare the loop with another version of itself; the exit status. Raises UsageError before it is measured."""
    arguments.strategies = arguments.strategies or PLAIN
    plan = plan_of(arguments)
    if sum(each.strategy != PLAIN for each in plan.choices) > 1 or len(plan.pythons) > 1:
        raise UsageError("--against compares the loop with itself: name one strategy and one Python at most.")
    if arguments.once:
        raise UsageError("--against takes rounds: leave --once out.")
    make_loop = partial(loop_in, arguments, plan.seed)
    with ExitStack() as stack:
        versions = against(plan, arguments.against, arguments.fail_if, make_loop, seeded=arguments.seed is not None)
        try:
            both = stack.enter_context(versions)
        except ValueError as error:
            raise UsageError(str(error)) from None
        return carry_out(both, arguments, out, report_text)


def carry_out(
    plan: Plan,
    arguments: argparse.Namespace,
    out: TextIO,
    text_of: Callable[[Comparison, TextIO], str],
    completed: Callable[[Comparison], Comparison] = _as_it_is,
) -> ExitStatus:
    """Make the comparison of that plan, write the files and print what `text_of` says of it; the exit status.

    `completed` adds to what was measured whatever else is to be kept with it.
    """
    try:
        formats = formats_for(arguments.export, arguments.theme)
        for path in arguments.export:
            check_target(path, formats)
    except ExportError as error:
        raise UsageError(str(error)) from None
    line = ProgressLine(sys.stderr)
    history = None if arguments.no_history else own_history()
    for text in work_lines(plan):
        print(harmless(text), file=sys.stderr)
    try:
        with (
            history.recorder() if history else nullcontext() as recorder,
            Leave(is_given=arguments.repeat_effects) as leave,
        ):
            comparison = measure(plan, lambda event, now: _watch(event, now, line, recorder, leave), leave)
            comparison = completed(comparison)
            if recorder is not None:
                recorder.keep(comparison)
    finally:
        line.clear()
    if history is not None and not history.has(comparison):
        print(f"parloop: This comparison is not in the history. {' '.join(history.take_said())}", file=sys.stderr)
    shared = to_share(comparison, arguments)
    problems = write_files(shared, arguments.export, formats)
    out.write(_printed(shared, arguments) or text_of(comparison, out))
    for problem in problems:
        print(f"parloop: {problem}", file=sys.stderr)
    return ExitStatus.WRONG_USE if problems else status_of(comparison)


def _printed(comparison: Comparison, arguments: argparse.Namespace) -> str:
    """What programs read of it, where that was asked for; else ""."""
    if arguments.brief:
        return brief(comparison).decode()
    return encode(to_document(comparison)).decode() if arguments.json else ""


def status_of(comparison: Comparison) -> ExitStatus:
    """The exit status that a comparison ends with."""
    reason = comparison.ended.reason if comparison.ended else "stopped"
    if reason == "stopped":
        return ExitStatus.STOPPED
    failed = reason in ("failed", "cut-short") or any(row.outcome in FAILURES for row in comparison.rows)
    failed = failed or all(row.wall_s is None for row in comparison.rows)
    return ExitStatus.SOME_FAILED if failed else _gate_status(comparison.change)


def _gate_status(change: Change | None) -> ExitStatus:
    """What a gate comes to; without one it is done, whatever changed."""
    if change is None or change.gate is None:
        return ExitStatus.DONE
    if change.kind == "slower":
        return ExitStatus.SLOWER
    return ExitStatus.NOT_TOLD_APART if change.kind == "not-told" else ExitStatus.DONE


def write_files(comparison: Comparison, paths: list[Path], formats: Mapping[str, Render]) -> list[str]:
    """Write each file; a sentence for each that could not be written."""
    problems = []
    for path in paths:
        try:
            export(comparison, path, formats)
        except ExportError as error:
            problems.append(str(error))
    return problems


def _watch(
    event: ComparisonEvent, comparison: Comparison, line: ProgressLine, recorder: Recorder | None, leave: Leave
) -> None:
    """Tell of it. Raises UsageError, which ends the comparison, where it asks and there is nobody to answer."""
    if recorder is not None and isinstance(event, KEPT_AFTER):
        recorder.keep(comparison)
    if isinstance(event, PreflightMade):
        for text in preflight_lines(event.reports, comparison.plan):
            print(harmless(text), file=sys.stderr)
    elif isinstance(event, LeaveWanted):
        line.clear()
        settle(event, comparison.plan, leave)
    elif isinstance(event, ForecastMade):
        line.print_above(forecast_line(event))
    elif isinstance(event, ContestantAdded):
        line.print_above(f"{contestant_name(event.contestant, comparison)}: {event.reason}")
    elif isinstance(event, RunFinished) and not event.is_behind and event.ended.outcome in FAILURES:
        line.print_above(f"{contestant_name(event.contestant, comparison)}: {event.ended.message}")
    line.show(progress_line(comparison))
