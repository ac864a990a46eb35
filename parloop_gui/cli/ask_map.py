"""`parloop ask map`: the break-even map of this machine, made, taken from what is kept, or read from a file."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from parloop_gui.bridge.break_even.kept_maps import KeptMaps
from parloop_gui.bridge.break_even.measuring import MapMaker
from parloop_gui.bridge.processes.engine import Engine
from parloop_gui.bridge.processes.leave import Leave
from parloop_gui.bridge.scheduler.machine_costs import MachineCosts
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
from parloop_gui.model.break_even.cells import Map, Spot
from parloop_gui.model.break_even.grid import is_whole
from parloop_gui.model.break_even.sentences import also, headline
from parloop_gui.model.break_even.written import from_json, picture_lines, to_csv, to_json, to_markdown
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError, shown_path
from parloop_gui.model.document.whole_file import check_writable, write_whole
from parloop_gui.model.events.events import ComparisonEvent, LeaveWanted
from parloop_gui.model.plan.plan import EFFORTS, Interpreter
from parloop_gui.model.what_if.basis import Basis, basis_of
from parloop_gui.model.wording.units import count

WRITERS: dict[str, Callable[[Map], bytes]] = {".json": to_json, ".csv": to_csv, ".md": to_markdown}

# A map of some forty places takes two kilobytes each at most.
MOST_BYTES = 16 * 2**20

# Of tasks that compute all the time, where no loop says how much its own do.
USUAL_SHARE = 100

# Maps are kept for shares so far apart: the border hardly moves between two of them.
SHARE_STEP = 25


def ask_map(arguments: argparse.Namespace, out: TextIO) -> ExitStatus:
    """Say where the borders are on this machine; the exit status. Raises UsageError before anything is measured."""
    for path in arguments.export:
        _check(path)
    made = _read(arguments.loop) if arguments.loop and arguments.loop.endswith(".json") else _made(arguments)
    if not made.cells:
        return ExitStatus.STOPPED
    for path in arguments.export:
        try:
            write_whole(path, WRITERS[path.suffix.lower()](made))
        except (OSError, ValueError) as error:
            raise UsageError(_unwritable(path, error)) from None
    out.write(to_json(made).decode() if arguments.json else map_text(made, out))
    return ExitStatus.DONE


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
        return from_json(read_regular(path, MOST_BYTES))
    except OSError as error:
        raise UsageError(f"Can't open {shown_path(path)}: {(error.strerror or 'no file').lower()}.") from None
    except DocumentError as error:
        raise UsageError(str(error)) from None


def _made(arguments: argparse.Namespace) -> Map:
    """The map that is kept, or a new one; with the loop on it where one is named."""
    basis = _of_loop(arguments) if arguments.loop else None
    python = basis.python if basis is not None else found_pythons(arguments.python)[0]
    share = _share(basis) if basis is not None else USUAL_SHARE
    kept = None if arguments.again else KeptMaps().of(python, share)
    made = kept or _measured(python, share, arguments.budget or EFFORTS[arguments.effort].budget_s)
    if basis is None:
        return made
    beside = basis.facts.beside
    handed = round(beside.item_bytes + beside.shared_bytes + beside.result_bytes)
    return replace(
        made, dot=Spot(basis.facts.task_s, handed), dot_name=basis.plan.loop.function or basis.plan.loop.name
    )


def _of_loop(arguments: argparse.Namespace) -> Basis:
    """The loop compared in a quick way, for how long its tasks are and what they hand over."""
    arguments.strategies = arguments.strategies or "thread-pool-executor,process-pool-executor"
    plan = replace(plan_of(arguments), effort="quick", budget_s=None)
    with Leave(is_given=arguments.repeat_effects) as leave:
        basis = basis_of(measure(plan, lambda event, now: _watch(event, now, leave), leave))
    if basis is None:
        raise UsageError("The loop did not run beside its plain loop, so it has no place on the map.")
    return basis


def _watch(event: ComparisonEvent, comparison: Comparison, leave: Leave) -> None:
    if isinstance(event, LeaveWanted):
        settle(event, comparison.plan, leave)


def _share(basis: Basis) -> int:
    """Of the tasks' own time: while a task waits for a core it would compute."""
    tag = basis.plain.tag
    share = 100 * tag.corrected_share if tag is not None else USUAL_SHARE
    return int(min(100, max(0, SHARE_STEP * round(share / SHARE_STEP))))


def _measured(python: Interpreter, share: int, budget_s: float) -> Map:
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
    if is_whole(made):
        KeptMaps().keep(made)
    return made


def map_text(made: Map, out: TextIO) -> str:
    """The sentence, the picture in letters, what it stands on."""
    painter, width = Painter(out), min(WIDEST, shutil.get_terminal_size().columns)
    parts = [
        [painter.paint(wrapped(headline(made), width), "strong")],
        [harmless(line) for line in picture_lines(made)],
        [wrapped(f"- {harmless(line)}", width, "  ") for line in also(made)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
