"""How long the loops of a file took when they were compared last."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from parloop_gui.model.history.errors import HistoryError
from parloop_gui.model.history.history import History

# The latest comparisons, of which those are read whole that may be of the file: somebody waits for a list.
_MOST = 100


def last_times(history: History, path: Path, titles: Collection[str]) -> dict[str, float]:
    """The plain loop's median in seconds, by the loop's line or the function's name; nothing where nothing is kept.

    `titles` are what the file's loops and functions are called in the history.
    """
    found: dict[str, float] = {}
    try:
        for entry in [each for each in history.page(most=_MOST) if each.loop in titles]:
            comparison = history.load(entry.id, runs=False)
            loop, plain = comparison.plan.loop, next((row for row in comparison.rows if row.contestant.is_plain), None)
            if loop.path != str(path.absolute()) or plain is None or plain.wall_s is None:
                continue
            found.setdefault(str(loop.program.line) if loop.program else loop.function or "", plain.wall_s.median)
    except HistoryError:  # without a history nobody knows, and the list is shown all the same
        pass
    return found
