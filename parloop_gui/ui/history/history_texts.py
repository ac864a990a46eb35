"""Entries of the history in the words that the window shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.report.progress import END_WORDS
from parloop_gui.model.wording.units import count

if TYPE_CHECKING:
    from parloop_gui.model.history.entry import Entry

_STATES: dict[str, str] = {
    "running": "measuring, {} so far",
    "interrupted": "interrupted after {}",
    **{reason: words.rounds for reason, words in END_WORDS.items()},
}


@dataclass(frozen=True)
class RowText:
    """A row as it is painted: a first and a second line for each column, the family of the verdict's dot.

    `gain` is the verdict's second line without its interval, `day` the first of when it began without the hour.
    """

    loop: tuple[str, str]
    python: tuple[str, str]
    verdict: tuple[str, str]
    begun: tuple[str, str]
    gain: str = ""
    day: str = ""
    family: str = ""

    def accessible_text(self) -> str:
        """All of it, as it is read out."""
        pairs = (self.loop, self.verdict, self.python, self.begun)
        return ", ".join(part for pair in pairs for part in pair if part)


def row_text(entry: Entry) -> RowText:
    """A row of the table."""
    return RowText(
        loop=(entry.title, " · ".join(filter(None, (entry.loop if entry.name else "", entry.items, entry.note)))),
        python=entry.python_parts,
        verdict=(entry.headline or "Nothing measured yet", entry.figure),
        begun=(", ".join(filter(None, (entry.day, entry.hour))), rounds(entry)),
        gain=entry.gain,
        day=entry.day,
        family=catalogue.find(entry.strategy).family if entry.strategy else "",
    )


def rounds(entry: Entry) -> str:
    """How far it came: "12 rounds", "stopped after 4 rounds"."""
    if entry.state == "failed" and not entry.rounds:
        return "failed"
    return _STATES.get(entry.state, "{}").format(count(entry.rounds, "round"))


def interrupted_words(entries: Sequence[Entry], what: str) -> str:
    """What is offered at start: the newest of those that never came to their end and why, and that there are others."""
    newest, others = entries[0], len(entries) - 1
    when = f" of {newest.day}, {newest.hour}," if newest.hour else ""
    kept = f"its {count(newest.rounds, 'round')} are" if newest.rounds > 1 else "what it had measured is"
    more = f" {count(others, 'other')} too: see History." if others else ""
    return f"{newest.title}{when} {what}; {kept} kept.{more}"
