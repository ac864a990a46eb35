"""What becomes of a program on its way to the loop: it arrives, or it is said how far it came."""

from __future__ import annotations

import ast
import contextlib
import sys
import traceback
from pathlib import Path

from ..loops.user_errors import error_text, line_in
from ..loops.user_module import WRONG_USE
from ..protocol.loop_spec import LoopSpec
from ..protocol.notebook import is_notebook
from ..protocol.python_text import tree_of

# Characters of what a program printed that a sentence takes up: argparse's usage and error have some 200.
MOST_PRINTED = 400
_MOST_TRACEBACK = 8_000
_NAME_IT = "name that one: --program main.py, or -m package; in the window it is what to run as"


class NotReachedError(Exception):
    """The program never came to the loop; the message is a sentence without its full stop, `details` a traceback.

    `line` is where in the user's file it ended, if that is known.
    """

    def __init__(self, sentence: str, line: int | None = None, details: str = "") -> None:
        super().__init__(sentence)
        self.line, self.details = line, details


def ended_without(spec: LoopSpec, *, is_imported: bool = True) -> NotReachedError:
    """The program came to its end, and the loop was not on its way; `is_imported`: its file at least was."""
    sentence = f"{spec.program_name} came to its end without reaching the loop at {spec.place}"
    if not is_imported:
        return NotReachedError(f"{sentence}; it never imported that file")
    return NotReachedError(sentence + _why_not(spec))


def ended_before(spec: LoopSpec, error: BaseException) -> NotReachedError:
    """The program ended by this error, which may be a SystemExit: what Python would print of it is printed."""
    at, where = _where(spec, error)
    if isinstance(error, SystemExit):
        status, had_arguments = _status_of(error), spec.program is not None and spec.program.arguments
        hint = "" if status != WRONG_USE or had_arguments else ": give its arguments with --args"
        how = f"ended (status {status}{hint})"
        return NotReachedError(f"{spec.program_name} {how} before the loop at {spec.place}{where}", at)
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    hint = _hint(spec) if isinstance(error, ImportError) and "relative import" in str(error) else ""
    sentence = f"{spec.program_name} failed before the loop at {spec.place}{where}: {error_text(error)}{hint}"
    return NotReachedError(sentence, at, "".join(lines)[-_MOST_TRACEBACK:])


def _where(spec: LoopSpec, error: BaseException) -> tuple[int | None, str]:
    """The last line of the loop's file that had a part in the error, else of the file that is run; and in words."""
    path, program = Path(spec.path or ""), spec.program
    at = line_in(path, error)
    if at:
        return at, f", at line {at} of {path.name}" if spec.is_imported else f", at line {at}"
    at = line_in(Path(program.main), error) if program is not None and program.main is not None else None
    return None, f", at line {at} of {spec.program_name}" if at else ""


def _hint(spec: LoopSpec) -> str:
    """What to do where a file alone does not come to its loop."""
    if spec.is_imported or is_notebook(spec.file_name):
        return ""
    return f": if another program imports it, {_NAME_IT}"


def _why_not(spec: LoopSpec) -> str:
    """What would have to be called to come to the loop; "" where it stands at the top level, behind an `if` say."""
    program = spec.program
    holds = _holding(tree_of(program.source), program.line) if program is not None else []
    if not holds:
        return ""
    is_whole = spec.is_imported or is_notebook(spec.file_name)
    also = "" if is_whole else f"; if another program calls it, {_NAME_IT}"
    return f": it stands in {'.'.join(holds)}(){also}"


def _holding(node: ast.AST, line: int) -> list[str]:
    """The names of the classes and functions that the line lies in, from the outermost on."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt) and child.lineno <= line <= (child.end_lineno or 0):
            name = [child.name] if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else []
            return name + _holding(child, line)
    return []


def with_printed(sentence: str, printed: str) -> str:
    """The sentence with the end of what the program printed, and a full stop."""
    text = " ".join(printed.split())
    if not text:
        return f"{sentence}."
    shown = text if len(text) <= MOST_PRINTED else f"…{text[-MOST_PRINTED:]}"
    return f"{sentence}; it printed: {shown}"


def _status_of(leaving: SystemExit) -> int:
    """The exit status, as Python makes it of `sys.exit`'s argument: a text is printed, and stands for 1."""
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code
    with contextlib.suppress(Exception):  # the program may have closed its stderr
        print(leaving.code, file=sys.stderr)
    return 1
