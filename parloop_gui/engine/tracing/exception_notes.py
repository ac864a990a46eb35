"""Notes of what tasks raised, left in the run's folder by whichever process it happened in."""

from __future__ import annotations

import json
import os
import threading
import time
import traceback

MOST_MESSAGE = 2_000
MOST_TRACEBACK = 8_000


def leave_note(folder: str, error: BaseException, key: int, what: str) -> None:
    """Write one note, whole or not at all; a full disk must cost the note, never the run."""
    now = time.perf_counter_ns()
    name = f"{os.getpid()}-{threading.get_native_id()}-{now}"
    note = {**told(error), "what": what, "key": key, "pid": os.getpid(), "at_ns": now}
    try:
        with open(f"{folder}/new-{name}", "w", encoding="utf-8", errors="replace") as file:
            json.dump(note, file)
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o600)  # whatever umask the user's code has set
        os.rename(f"{folder}/new-{name}", f"{folder}/raised-{name}")  # noqa: PTH104 - a worker loads no pathlib
    except OSError:
        return


def told(error: BaseException) -> dict[str, str]:
    """An exception as plain text: type, message and the end of its traceback, all bounded."""
    try:
        message = str(error)[:MOST_MESSAGE]
    except Exception:
        message = ""
    lines = traceback.format_exception(type(error), error, error.__traceback__, limit=-20)
    return {"type": type(error).__name__, "message": message, "traceback": "".join(lines)[-MOST_TRACEBACK:]}
