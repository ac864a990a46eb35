"""One sentence about what the user's code raised, with the line of their file that had a part in it."""

from __future__ import annotations

import linecache
import re
from pathlib import Path
from types import ModuleType, TracebackType

from ..protocol.notebook import is_notebook
from ..protocol.notebook import line_in as line_of_text

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_MOST = 500
"""Characters of a message that a sentence takes up."""


class UserLoopError(Exception):
    """The user's loop can't be used; the message is one sentence. `line` is where in their file, if that is known."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


def user_error(what: str, error: BaseException, where: ModuleType | Path) -> UserLoopError:
    """The error as a sentence that begins with `what`, and the last line of that file that had a part in it."""
    path = where if isinstance(where, Path) else Path(str(where.__file__))
    line = line_in(path, error)
    at = f", line {line}" if line else ""
    text = error_text(error) + _hint(error, path, where)
    return UserLoopError(f"{what}{at}: {text}{'' if text.endswith('?') else '.'}", line)


def _hint(error: BaseException, path: Path, where: ModuleType | Path) -> str:
    if not isinstance(error, NameError):
        return ""
    from ..protocol.missing_names import hint  # brings Python's parser

    return hint(error, str(path), importing=isinstance(where, ModuleType) and where.__name__ != "__main__")


def error_text(error: BaseException) -> str:
    """The error's type and message on one line, without a full stop."""
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    reason = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return " ".join(reason.split())[:_MOST].rstrip(".")


def reason_of(error: BaseException) -> str:
    """The error's message on one line, without addresses, type and full stop."""
    return without_addresses(" ".join(str(error).split())).rstrip(".")[:_MOST] or type(error).__name__


def without_addresses(text: str) -> str:
    """The text without the " at 0x7f…" of Python's own descriptions, which is another one in each process."""
    return _ADDRESS.sub("", text)


def line_in(path: Path, error: BaseException) -> int | None:
    """The last line of the file that the error came through; of a notebook as it is told (`CellLine`)."""
    found = _line_in(path, error)
    return line_of_text(path, "".join(linecache.getlines(str(path))), found) if found and is_notebook(path) else found


def _line_in(path: Path, error: BaseException) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    found = None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(path):
            found = step.tb_lineno
        step = step.tb_next
    return found
