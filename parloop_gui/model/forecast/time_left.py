"""What is said to be left of a comparison: about, and never up and down by more than is known.

said before, counted down ─┬─ within what is found now, give or take ─► stays as it is
                           └─ outside of that ────────────────────────► moves to its nearer end
"""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.statistics.thresholds import TIME_LEFT_KNOWN_TO


@dataclass(frozen=True)
class TimeLeft:
    """When it will be over, in seconds since it began; None: nobody knows."""

    ends_at_s: float | None = None

    def left_s(self, elapsed_s: float) -> float | None:
        """Seconds from then on; None where nobody knows, or it should have been over by then."""
        return None if self.ends_at_s is None or self.ends_at_s <= elapsed_s else self.ends_at_s - elapsed_s

    def learnt(self, found_s: float, elapsed_s: float) -> TimeLeft:
        """Now that so many seconds seem to be left."""
        said_s = self.left_s(elapsed_s)
        least_s, most_s = found_s / TIME_LEFT_KNOWN_TO, found_s * TIME_LEFT_KNOWN_TO
        return TimeLeft(elapsed_s + (found_s if said_s is None else min(max(said_s, least_s), most_s)))
