"""Notes of what tasks raised, or became, left in the run's folder by whichever process it happened in."""

from __future__ import annotations

import contextlib
import json
import linecache
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from time import perf_counter_ns
from typing import Any

from ..protocol.json_text import parsed
from ..protocol.regular_file import read_regular

# Characters that are kept of an exception's message, and of the end of its traceback: what anybody reads of it.
MOST_MESSAGE, MOST_TRACEBACK = 2_000, 8_000
# Bytes that are read of a note: all of one that was written here, and no more of one that was not.
MOST_READ = 100_000


def leave_note(folder: str, error: BaseException, key: int, what: str, program: str | None = None) -> None:
    """Write one note, whole or not at all; a full disk must cost the note, never the run.

    `program` is the user's file where that is not yet the main module's.
    """
    _write(folder, {**described(error, program), "what": what, "key": key})


def leave_note_of_program(folder: str, program: str, key: int) -> Callable[[], None]:
    """Note that a task makes its process that program; what is returned takes the note back."""
    path = _write(folder, {"type": "", "message": program[:MOST_MESSAGE], "what": "exec", "key": key})

    def withdraw() -> None:
        with contextlib.suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - a worker loads no pathlib

    return withdraw


def _write(folder: str, said: dict[str, Any]) -> str:
    now = perf_counter_ns()
    name = f"{os.getpid()}-{threading.get_native_id()}-{now}"
    path = f"{folder}/raised-{name}"
    try:
        with open(f"{folder}/new-{name}", "w", encoding="utf-8", errors="replace") as file:
            json.dump({**said, "pid": os.getpid(), "at_ns": now}, file)
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o600)  # whatever umask the user's code has set
        os.rename(f"{folder}/new-{name}", path)  # noqa: PTH104 - a worker loads no pathlib
    except OSError:
        pass
    return path


# `file`: whose lines are told, where the loop does not stand in the main module's own.
named: dict[str, str] = {}


def earliest_note(paths: Iterable[str]) -> dict[str, Any]:
    """The note that was written first; notes are written by user processes, so nothing in them is trusted."""
    notes: list[dict[str, Any]] = []
    for path in paths:
        with contextlib.suppress(OSError, ValueError):  # removed, or written into, by the user's code
            note = parsed(read_regular(path, MOST_READ))
            if isinstance(note, dict) and isinstance(note.get("at_ns"), int):
                notes.append(note)
    return min(notes, key=lambda note: int(note["at_ns"]), default={})


def described(error: BaseException, program: str | None = None) -> dict[str, str]:
    """An exception as plain text: type, message, the end of its traceback, all bounded, and its place.

    That is where in the program it came from ("prices.py, line 12"), where a program of the user's is what runs here.
    """
    try:
        message = str(error)[:MOST_MESSAGE]
    except Exception:  # a `__str__` of the user's may raise anything
        message = ""
    if isinstance(error, NameError):
        from ..protocol.missing_names import hint  # not in every worker: it brings Python's parser

        message += hint(error, str(_file(program)))
    lines = traceback.format_exception(type(error), error, error.__traceback__, limit=-20)
    text = "".join(lines)[-MOST_TRACEBACK:]
    return {"type": type(error).__name__, "message": message, "traceback": text, "place": _place(error, program)}


def _file(program: str | None) -> object:
    """The file whose lines are told; None where the main module has none."""
    return program or named.get("file") or getattr(sys.modules.get("__main__"), "__file__", None)


def _place(error: BaseException, program: str | None) -> str:
    """The last line of the program's file that had a part in it."""
    file = _file(program)
    line = 0
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == file:
            line = step.tb_lineno
        step = step.tb_next
    if line and str(file).endswith(".ipynb"):
        from ..protocol.notebook import line_in  # not in every worker: it brings Python's parser

        line = line_in(str(file), "".join(linecache.getlines(str(file))), line)
    return f"{os.path.basename(str(file))}, line {line}" if line else ""  # noqa: PTH119 - a worker loads no pathlib
