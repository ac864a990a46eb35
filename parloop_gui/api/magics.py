"""`%parloop` and `%%parloop` of IPython, in a terminal or a notebook, after `%load_ext parloop_gui`.

    %parloop price --items 'range(200)'      a function of the cells, with the options of `parloop compare`
    %%parloop --budget 10s                   the loop in this cell, where it stands behind the cells before it

What is measured runs in Parloop's own processes: nothing of a `%%parloop` cell is run in the kernel.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from parloop_gui.api.cells import Cells, cells_of
from parloop_gui.api.measuring import measured
from parloop_gui.api.refusal import CannotCompareError, RepeatsEffectsError
from parloop_gui.api.result import Result
from parloop_gui.cli.arguments import parser
from parloop_gui.cli.planning import plan_of
from parloop_gui.cli.usage import UsageError
from parloop_gui.engine.protocol.notebook import CellLine
from parloop_gui.model.plan.plan import Plan
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.model.user_code.outline import outline_of_text

# What is about printing and files, which a result in a notebook does itself, and about other programs than the cells.
_ELSEWHERE = ("against", "fail_if", "json", "brief", "export", "without_code", "program", "module")
# Stands for the loop of the cell until its line is known.
_CELL = "cell.ipynb:1"


def load_ipython_extension(shell: Any) -> None:
    """Called by `%load_ext parloop_gui`."""

    def line(text: str) -> Result:
        return _answered(lambda: _function_plan(shell, text))

    def cell(text: str, body: str) -> Result:
        return _answered(lambda: _cell_plan(shell, text, body))

    shell.register_magic_function(line, "line", "parloop")
    shell.register_magic_function(cell, "cell", "parloop")


def _answered(plan_made: Callable[[], tuple[Plan, bool]]) -> Result:
    try:
        plan, repeats = plan_made()
        return Result(measured(plan, repeat_effects=repeats))
    except RepeatsEffectsError as error:
        _refuse(f"{error.asked}, and comparing repeats that: add --repeat-effects if it may.")
    except (UsageError, SourceError, CannotCompareError) as error:
        _refuse(str(error))


def _refuse(sentence: str) -> NoReturn:
    """IPython's own kind of error is shown in one line."""
    from IPython.core.error import UsageError as Refused

    raise Refused(sentence) from None


def _typed(words: list[str]) -> argparse.Namespace:
    usual = vars(parser().parse_args(["compare", "any"]))
    found: argparse.Namespace = parser().parse_args(["compare", *words])
    for name in _ELSEWHERE:
        if getattr(found, name) != usual[name]:
            raise UsageError(f"%parloop takes no --{name.replace('_', '-')}: that is for parloop compare.")
    found.strategies = found.strategies or "classic"
    found.python = found.python or [sys.executable]  # the kernel's, whatever environment lies beside it
    return found


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise UsageError(f"That can't be taken apart as a shell would: {str(error).lower()}.") from None


def _function_plan(shell: Any, text: str) -> tuple[Plan, bool]:
    """The plan of a function of the cells; of a file's loop or a built-in one where it is named so."""
    arguments = _typed(_words(text))
    cells = cells_of(shell)
    if arguments.loop.split(".")[0] in {each.name for each in outline_of_text(cells.text, cells.path).functions}:
        return _plan(arguments, cells, arguments.loop)
    if arguments.loop.isidentifier() and arguments.loop in shell.user_ns:
        raise UsageError(
            f"{arguments.loop} is not made by the cells that were run: only what they make can be taken along."
        )
    return plan_of(arguments), arguments.repeat_effects


def _cell_plan(shell: Any, text: str, body: str) -> tuple[Plan, bool]:
    """The plan of the loop in the cell that runs."""
    arguments = _typed([*_words(text), _CELL])
    number = shell.execution_count
    cells = cells_of(shell, f"\n{body}")  # its lines keep their numbers
    outline = outline_of_text(cells.text, cells.path)
    line = next((each.line for each in outline.likely if _is_of(each.line, number)), None)
    if line is None:
        why = next((each.problem for each in outline.loops if _is_of(each.line, number)), "")
        raise UsageError(f"The loop of this cell can't be taken apart: {why}" if why else "This cell has no loop.")
    return _plan(arguments, cells, str(int(line)))


def _is_of(line: int, cell: int) -> bool:
    return isinstance(line, CellLine) and line.cell == cell


def _plan(arguments: argparse.Namespace, cells: Cells, name: str) -> tuple[Plan, bool]:
    arguments.loop = f"{cells.path}:{name}"
    return plan_of(arguments, cells.text), arguments.repeat_effects
