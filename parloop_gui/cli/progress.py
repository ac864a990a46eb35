"""One line on the terminal that says how far the comparison is; nothing where nobody watches."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

from parloop_gui.cli.terminal import harmless
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import round_limits
from parloop_gui.model.report.comparison_titles import contestant_name
from parloop_gui.model.wording import units


def watches(stream: TextIO) -> bool:
    """Whether somebody watches: a terminal that can redraw a line."""
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


class ProgressLine:
    """The line, redrawn in place; `clear` takes it away."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._watched = watches(stream)
        self.shown = ""

    def show(self, text: str) -> None:
        """Draw the line anew, cut to the terminal's width."""
        if not self._watched or text == self.shown:
            return
        width = shutil.get_terminal_size().columns - 1
        line = text if len(text) <= width else text[: max(0, width - 1)] + "…"
        self._stream.write(f"\r\x1b[2K{harmless(line)}")
        self._stream.flush()
        self.shown = text

    def say(self, text: str) -> None:
        """Put a line of its own above the progress."""
        if self._watched:
            self._stream.write(f"\r\x1b[2K{harmless(text)}\n")
            self._stream.flush()
            self.shown = ""

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
            self.shown = ""


def status_line(comparison: Comparison) -> str:
    """Where it is: "Round 4 of at most 15 · ThreadPool · 4,640 of 12,600 tasks · about 12 s left"."""
    run = comparison.under_way
    if run is None:
        return ""
    if run.recorded:
        step = "Recorded round"
    elif run.round == 0:
        step = "Warming up"
    else:
        most = comparison.estimate.rounds if comparison.estimate else round_limits(comparison.plan)[1]
        asked = comparison.plan.rounds is not None
        step = f"Round {run.round} of {'' if asked else 'at most '}{max(most, run.round)}"
    tasks = f"{units.thousands(comparison.done)} of {units.count(comparison.total, 'task')}" if comparison.total else ""
    left = f"about {units.about(comparison.left_s)} left" if comparison.left_s is not None else ""
    return " · ".join(filter(None, (step, contestant_name(run.contestant, comparison), tasks, left)))
