"""What becomes of a program on its way to the loop: it arrives, or it is said how far it came."""

from __future__ import annotations

import contextlib
import sys
import traceback
from pathlib import Path

from ..loops.user_errors import error_text, line_in

MOST_PRINTED = 400
"""Characters of what a program printed that a sentence takes up: argparse's usage and error have some 200."""
WRONG_USE = 2
"""What argparse, and most programs, end with where their arguments won't do."""
_MOST_TRACEBACK = 8_000


class NotReachedError(Exception):
    """The program never came to the loop; the message is a sentence without its full stop, `details` a traceback.

    `line` is where in the user's file it ended, if that is known.
    """

    def __init__(self, sentence: str, line: int | None = None, details: str = "") -> None:
        super().__init__(sentence)
        self.line, self.details = line, details


def ended_without(path: Path, line: int) -> NotReachedError:
    """The program came to its end, and the loop was not on its way."""
    return NotReachedError(f"{path.name} came to its end without reaching the loop at line {line}")


def ended_before(path: Path, line: int, error: BaseException, *, had_arguments: bool) -> NotReachedError:
    """The program ended by this error, which may be a SystemExit: what Python would print of it is printed."""
    at = line_in(path, error)
    where = f", at line {at}" if at else ""
    if isinstance(error, SystemExit):
        status = _status_of(error)
        hint = "" if status != WRONG_USE or had_arguments else ": give its arguments with --args"
        return NotReachedError(f"{path.name} ended (status {status}{hint}) before the loop at line {line}{where}", at)
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    sentence = f"{path.name} failed before the loop at line {line}{where}: {error_text(error)}"
    return NotReachedError(sentence, at, "".join(lines)[-_MOST_TRACEBACK:])


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
    with contextlib.suppress(Exception):
        print(leaving.code, file=sys.stderr)
    return 1
