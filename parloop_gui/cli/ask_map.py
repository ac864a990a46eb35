"""`parloop ask map`: the break-even map of this machine, made, taken from what is kept, or read from a file."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TextIO

from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.bridge.break_even.measuring import MapMaker
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
from parloop_gui.cli.map_options import refuse_others
from parloop_gui.cli.measure import apart, measure
from parloop_gui.cli.planning import found_pythons, plan_of
from parloop_gui.cli.preflight_text import settle
from parloop_gui.cli.progress import ProgressLine
from parloop_gui.cli.report_text import WIDEST
from parloop_gui.cli.stopping import stopping
from parloop_gui.cli.terminal import Painter, harmless, wrapped
from parloop_gui.cli.usage import UsageError
from parloop_gui.engine.protocol.presence import expanded
from parloop_gui.engine.protocol.regular_file import read_regular
from parloop_gui.exit_status import ExitStatus
from parloop_gui.model.break_even.cells import Map
from parloop_gui.model.break_even.grid import is_whole
from parloop_gui.model.break_even.map_files import from_json, picture_lines, to_csv, to_json, to_markdown
from parloop_gui.model.break_even.placing import USUAL_SHARE, share_of, with_loop
from parloop_gui.model.break_even.sentences import also, headline
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError, shown_path
from parloop_gui.model.document.whole_file import check_writable, write_whole
from parloop_gui.model.events.events import ComparisonEvent, LeaveWanted
from parloop_gui.model.plan.plan import EFFORTS, Interpreter
from parloop_gui.model.what_if.basis import basis_of
from parloop_gui.model.wording.units import count

WRITERS: dict[str, Callable[[Map], bytes]] = {".json": to_json, ".csv": to_csv, ".md": to_markdown}

# A map of some forty places takes two kilobytes each at most.
MOST_BYTES_OF_FILE = 16 * 2**20


class Made(NamedTuple):
    """The map; None where there is none. `is_stopped`: by Ctrl-C, so that it is what was there by then."""

    map: Map | None
    is_stopped: bool = False


def ask_map(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Say where the borders are on this machine; the exit status.

    Raises UsageError before anything is measured, and where there was no time for anything.
    """
    is_file = arguments.loop is not None and arguments.loop.endswith(".json")
    refuse_others(arguments, is_file=is_file)
    for path in arguments.export:
        _check(path)
    made, is_stopped = Made(_read(arguments.loop)) if is_file else _made(arguments)
    if made is None or not made.cells:
        if is_stopped:
            return ExitStatus.STOPPED
        raise UsageError("There was no time for any place of the map: give it more with --budget.")
    if arguments.without_code:
        made = replace(made, dot_name="")
    out.write(to_json(made).decode() if arguments.json else map_text(made, out))
    problems = _write(made, arguments.export)
    notes = [] if is_file or is_stopped else list(_notes(made, has_loop=arguments.loop is not None))
    for sentence in (*notes, *problems):
        print(f"parloop: {sentence}", file=sys.stderr)
    if problems:
        return ExitStatus.WRONG_USE
    return ExitStatus.STOPPED if is_stopped else ExitStatus.DONE


def _notes(made: Map, *, has_loop: bool) -> Iterator[str]:
    """What is missing of a map that was to be whole."""
    if not is_whole(made):
        yield "There was too little time for the whole map: give it more with --budget."
    if has_loop and made.dot is None:
        yield "The loop’s tasks take no time, so it has no place on the map."


def _write(made: Map, paths: Sequence[Path]) -> list[str]:
    """Write each file; a sentence for each that could not be written."""
    problems = []
    for path in paths:
        try:
            write_whole(path, WRITERS[path.suffix.lower()](made))
        except (OSError, ValueError) as error:
            problems.append(_unwritable(path, error))
    return problems


def _check(path: Path) -> None:
    if path.suffix.lower() not in WRITERS:
        raise UsageError(f"Can't export {shown_path(path)}: a map is written as {', '.join(WRITERS)}.")
    try:
        check_writable(path)
    except (OSError, ValueError) as error:
        raise UsageError(_unwritable(path, error)) from None


def _unwritable(path: Path, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or "that is no file name"
    return f"Can't write {shown_path(path)}: {reason.lower()}."


def _read(name: str) -> Map:
    path = expanded(name)
    try:
        return from_json(read_regular(path, MOST_BYTES_OF_FILE))
    except OSError as error:
        raise UsageError(f"Can't open {shown_path(path)}: {(error.strerror or 'no file').lower()}.") from None
    except DocumentError as error:
        raise UsageError(str(error)) from None


def _made(arguments: argparse.Namespace) -> Made:
    """The map that is kept, or a new one; with the loop on it where one is named."""
    comparison = _compared(arguments) if arguments.loop else None
    if comparison is not None and comparison.ended is not None and comparison.ended.reason == "stopped":
        return Made(None, is_stopped=True)
    basis = basis_of(comparison) if comparison is not None else None
    if comparison is not None and basis is None:
        raise UsageError("The loop did not run beside its plain loop, so it has no place on the map.")
    python = basis.python if basis is not None else found_pythons(arguments.python)[0]
    share = share_of(basis) if basis is not None else USUAL_SHARE
    kept = None if arguments.again else KeptMaps().of(python, share)
    budget_s = arguments.budget or EFFORTS[arguments.effort].budget_s
    made = Made(kept) if kept is not None else measured_map(python, share, budget_s)
    return made._replace(map=with_loop(made.map, basis)) if made.map is not None and basis is not None else made


def _compared(arguments: argparse.Namespace) -> Comparison:
    """The loop compared in a quick way, for how long its tasks are and what they hand over."""
    arguments.strategies = arguments.strategies or "thread-pool-executor,process-pool-executor"
    plan = replace(plan_of(arguments), effort="quick", budget_s=None)
    with Leave(is_given=arguments.repeat_effects) as leave:
        return measure(plan, lambda event, now: _watch(event, now, leave), leave)


def _watch(event: ComparisonEvent, comparison: Comparison, leave: Leave) -> None:
    if isinstance(event, LeaveWanted):
        settle(event, comparison.plan, leave)


def measured_map(python: Interpreter, share: int, budget_s: float) -> Made:
    """A new map, kept from now on where its coarse grid is whole."""
    line = ProgressLine(sys.stderr)
    with Engine() as engine:
        maker = MapMaker(engine.execute, stop=engine.stop, costs=MachineCosts(engine.execute, stop=engine.stop))
        with stopping(maker.cancel) as waiting:

            def tell(so_far: Map) -> None:
                line.show(f"Map · {count(len(so_far.cells), 'place')}")

            try:
                made = apart(lambda: maker.make(python, share, budget_s, tell), maker.cancel, waiting)
            finally:
                line.clear()
    KeptMaps().keep(made)
    return Made(made, maker.is_cancelled)


def map_text(made: Map, out: TextIO) -> str:
    """The sentence, the picture in letters, what it stands on."""
    painter, width = Painter(out), min(WIDEST, shutil.get_terminal_size().columns)
    parts = [
        [painter.paint(wrapped(headline(made), width), "strong")],
        [harmless(line) for line in picture_lines(made)],
        [wrapped(f"- {harmless(line)}", width, "  ") for line in also(made)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
