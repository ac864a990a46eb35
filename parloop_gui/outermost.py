"""The one outermost place: a mistake of Parloop's own becomes a sentence, an exit status and a report file."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from types import TracebackType

from parloop_gui import __version__
from parloop_gui.exit_status import ExitStatus

# Of one process: a mistake in what is painted comes up with every painting.
_MOST_REPORTS = 5
reports: list[str] = []


def guarded(work: Callable[[], int]) -> int:
    """What `work` returns; where it raises, the sentence is told and the status is that of a mistake in Parloop."""
    sys.excepthook = tell  # Qt's slots, too, end here
    try:
        return work()
    except KeyboardInterrupt:
        return ExitStatus.STOPPED
    except Exception as error:
        tell(type(error), error, error.__traceback__)
        return ExitStatus.MISTAKE


def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in one sentence what happened and where the report is; never raises."""
    with contextlib.suppress(Exception):
        place = _keep("".join(traceback.format_exception(kind, error, trace)))
        where = f"; what is known of it is in {place}" if place else ""
        print(f"parloop: This is a mistake in Parloop itself ({kind.__name__}){where}.", file=sys.stderr, flush=True)


def _keep(text: str) -> str:
    """Write the report, for this user alone; its path, "" where it can't be written."""
    if len(reports) >= _MOST_REPORTS:
        return reports[-1]
    about = f"Parloop {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    try:
        fd, path = tempfile.mkstemp(prefix="parloop-report-", suffix=".txt")
        with os.fdopen(fd, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(about + text)
    except OSError:
        return ""
    reports.append(path)
    return path
