"""`.py`: the winner's code as a script of its own, the very lines that were timed."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.catalogue.code import idiom_text, script_text
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.notebook import is_notebook
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.without_code import LEFT_OUT
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.source.parsed import Parsed, parse
from parloop_gui.model.splitting.changed import Way, changed_text, patch
from parloop_gui.model.splitting.split import Split, split


def render(comparison: Comparison) -> bytes:
    """The code of the strategy that the verdict names, else the plain loop's; raises ExportError."""
    contestant = named(comparison)
    try:
        text = script_of(comparison, contestant, contestant.call)
        is_cells = is_notebook(comparison.plan.loop.path or "") and _awaits_outside(text)
    except (LookupError, ValueError, RecursionError) as error:
        raise ExportError(f"The code can't be written: {error}") from None
    if is_cells:
        raise ExportError("Cells that await outside a function run in a notebook alone: copy the code instead.")
    return text.encode("utf-8", "replace")


def _awaits_outside(text: str) -> bool:
    """Whether something is awaited where only a notebook's cells may; nothing is run."""
    try:
        code = compile(text, "notebook", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError:  # that of a newer Python
        return False
    return bool(code.co_flags & inspect.CO_COROUTINE)


def render_patch(comparison: Comparison) -> bytes:
    """What `render` changes in the user's file, as a unified diff; raises ExportError where it is no file of theirs."""
    loop = comparison.plan.loop
    if loop.program is None:
        raise ExportError("A patch is of a program's own loop, as FILE.py:LINE; export a .py file instead.")
    if not has_patch(loop):
        raise ExportError(
            "A patch of a notebook would be one of JSON: export a .py file, which has its cells, changed."
        )
    contestant = named(comparison)
    try:
        text = patch_of(comparison, contestant, contestant.call)
    except (LookupError, ValueError, RecursionError) as error:
        raise ExportError(f"The patch can't be written: {error}") from None
    return text.encode("utf-8", "replace")


def has_patch(loop: LoopSpec) -> bool:
    """Whether a change of it is one of the lines of a file of the user's."""
    return loop.program is not None and not is_notebook(loop.path or "")


def patch_of(comparison: Comparison, contestant: Contestant, call: str) -> str:
    """The user's file changed so, as a unified diff, "" for the plain loop; raises LookupError or ValueError."""
    loop, plan = comparison.plan.loop, comparison.plan
    way = Way(contestant.strategy, call, workers_shown(comparison, contestant), plan.chunksize, plan.start_method)
    return "" if contestant.is_plain else patch(*_split(loop), way, is_imported=loop.is_imported)


def script_of(comparison: Comparison, contestant: Contestant, call: str) -> str:
    """A whole script of the loop done that way, with the settings that were measured; LookupError or ValueError.

    Of a loop of the user's program it is their whole file, changed.
    """
    if comparison.plan.loop.code == LEFT_OUT:
        raise ValueError("it was left out of this document.")
    plan = comparison.plan
    workers = workers_shown(comparison, contestant)
    if plan.loop.program is not None:
        way = Way(contestant.strategy, call, workers, plan.chunksize, plan.start_method)
        return program_script(plan.loop, way)
    return script_text(plan.loop, contestant.strategy, call, workers, plan.chunksize, plan.start_method)


def idiom_of(comparison: Comparison, contestant: Contestant, call: str) -> str:
    """The lines that were timed, with the settings that were measured and the task by its name.

    Raises LookupError or ValueError.
    """
    plan = comparison.plan
    return idiom_text(
        contestant.strategy,
        call,
        task=_task_name(plan.loop),
        workers=workers_shown(comparison, contestant),
        chunksize=plan.chunksize,
        start_method=plan.start_method,
        is_async=plan.loop.is_async,
        unpack=plan.loop.unpack,
        set_up=plan.loop.setup,
    )


def _task_name(loop: LoopSpec) -> str:
    return loop.function or "task" if loop.is_users else catalogue.find_loop(loop.name).task_name


def program_script(loop: LoopSpec, way: Way) -> str:
    """The whole file of a program with its loop run that way, as it stands for the plain loop; raises ValueError."""
    if catalogue.find(way.strategy).family == "baseline":
        return loop.program.source if loop.program is not None else ""
    return changed_text(*_split(loop), way, is_imported=loop.is_imported)


def _split(loop: LoopSpec) -> tuple[Split, Parsed]:
    assert loop.program is not None
    parsed = parse(loop.program.source, Path(loop.path or ""))
    return split(parsed, loop.program.line), parsed


def workers_shown(comparison: Comparison, contestant: Contestant) -> int | None:
    """The number of workers to write into its code: measured or expected; None where it was left to Python."""
    plan = comparison.plan
    own = contestant.arrangement.workers
    if own is not None or plan.workers == "python":
        return own
    row, asked = comparison.row(contestant), plan.workers if isinstance(plan.workers, int) else None
    return (row.workers if row is not None else None) or asked or _expected_workers(comparison, contestant)


def _expected_workers(comparison: Comparison, contestant: Contestant) -> int | None:
    """Those that a strategy was expected to run with; for the code of one that is named by forecast alone."""
    made = comparison.forecast.forecasts if comparison.forecast is not None else ()
    return next((each.workers for each in made if each.contestant == contestant), None)


def named(comparison: Comparison) -> Contestant:
    """Whose code is handed over: the one that the verdict names, else the plain loop; raises ExportError."""
    verdict = comparison.verdict
    if verdict and verdict.contestant:
        return verdict.contestant
    contestants = [row.contestant for row in comparison.rows] or list(comparison.contestants)
    plain = next((each for each in contestants if each.is_plain), None)
    if plain is None:
        raise ExportError("The code can't be written: this comparison names no strategy.")
    return plain
