"""Spans that a document holds: a run's spans file as it was, of every contestant whose run was small.

runs' files ─ to_keep ─► KeptSpans ─► document ─► KeptSpans ─ shown_run ─► timeline
"""

from __future__ import annotations

from dataclasses import dataclass

from parloop_gui.model.plan.plan import Contestant

# More can't be told apart in a timeline as wide as a screen, and would make every document large.
MOST_TASKS = 2_000
# A file this large holds more tasks than are kept, or very many samples.
MOST_BYTES = 512 * 2**10


@dataclass(frozen=True)
class KeptSpans:
    """One contestant's run: its round (0 where it was recorded apart from the rounds) and its spans file's bytes."""

    contestant: Contestant
    round: int
    recorded: bool
    file: bytes
