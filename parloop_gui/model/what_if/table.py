"""What would be as a table: a line for each strategy, what was measured beside what is expected."""

from __future__ import annotations

from collections.abc import Iterator

from parloop_gui.model.what_if.answer import WhatIf
from parloop_gui.model.wording.titles import name
from parloop_gui.model.wording.units import duration, interval, times

HEADER = ("Strategy", "Workers", "Measured", "Speed-up", "What if", "80% of cases", "Speed-up", "80% of cases")

# Which columns are aligned to the right.
RIGHT = (False, True, True, True, True, True, True, True)


def lines(found: WhatIf) -> Iterator[tuple[str, ...]]:
    """A line for each strategy, the plain loop first."""
    everyone = [each.contestant for each in found.expected]
    for each in found.expected:
        wall, gain = each.wall_s, each.gain
        ends = "" if each.contestant.is_plain else interval(gain.low, gain.high)
        yield (
            "The plain loop" if each.contestant.is_plain else name(each.contestant, everyone),
            f"{each.workers:,}" if each.workers else "",
            duration(each.now_s),
            times(each.now_gain),
            duration(wall.median),
            f"{duration(wall.low)}–{duration(wall.high)}",
            times(gain.median),
            ends,
        )
