"""Spans that a document holds: a run's spans file as it was, of every contestant whose run was small.

runs' files ─ to_keep ─► KeptSpans ─► document ─► KeptSpans ─ shown_run ─► timeline
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parloop_gui.model.plan.plan import Contestant

MOST_TASKS = 2_000
MOST_BYTES = 512 * 2**10
"""A file this large holds more tasks than are kept, or very many samples."""


@dataclass(frozen=True)
class KeptSpans:
    """One contestant's run: its round (0 where it was recorded apart from the rounds) and its spans file's bytes."""

    contestant: Contestant
    round: int
    recorded: bool
    file: bytes


def small_file(path: Path) -> bytes | None:
    """What a spans file holds; None where it is too large to be kept, gone or broken."""
    from parloop_gui.model.timeline.reading import spans_in
    from parloop_gui.model.timeline.spans import SpansError

    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        data = path.read_bytes()
        return data if 0 < spans_in(data).tasks <= MOST_TASKS else None
    except (OSError, SpansError):
        return None
