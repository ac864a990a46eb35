"""Where a contestant stands in the race, in the words that window, terminal and report share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from parloop_gui.model.wording.units import count, interval, times

if TYPE_CHECKING:
    from parloop_gui.model.statistics.summary import Row

# Of how much slower one is that is out: it dropped out early, so more would not be known.
_DIGITS = 2


def race_words(row: Row, plain: Row | None, *, over: bool) -> str:
    """What became of a row that does not run on, as "out after 4 rounds: 1.6–3.1× slower"; "" while it races.

    `over`: the comparison has ended, so that nobody who rests runs again.
    """
    brief = brief_race_words(row, over=over)
    if row.state == "out" and row.slower is not None:
        return f"{brief}: {interval(row.slower.low, row.slower.high, _DIGITS)}× slower"
    if row.state == "overtaken":
        beyond = beyond_words(row, plain)
        return f"run ended: {beyond} slower" if beyond else "run ended: it took too long to matter"
    return f"{brief}: more would change nothing" if row.state == "resting" else brief


def brief_race_words(row: Row, *, over: bool) -> str:
    """The same beside its figures, which say how much slower it is: "out after 4 rounds"; "" while it races.

    Of a run that was ended and has no figures its bar says so itself.
    """
    if row.state == "out":
        return f"out after {count(row.out_after or row.rounds, 'round')}"
    if row.state == "overtaken":
        return "run ended" if row.wall_s is not None else ""
    if row.state == "resting":
        return f"{'rested' if over else 'rests'} after {count(row.rounds, 'round')}"
    return ""


def beyond_words(row: Row, plain: Row | None) -> str:
    """How a wall time is written of which only the least is known: "over 3×" the plain loop's; "" without one."""
    if row.censored_s is None or plain is None or plain.wall_s is None or plain.wall_s.median <= 0:
        return ""
    return f"over {times(_floor(row.censored_s / plain.wall_s.median), _DIGITS)}"


def _floor(value: float) -> float:
    """Rounded down to two digits: it took longer than that, and perhaps hardly longer."""
    step = 10.0 ** (math.floor(math.log10(value)) - _DIGITS + 1)
    return step * math.floor(value / step + 1e-9)
