"""One comparison as a row of the history's table: what it was of, what came out, and the words it is found by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from parloop_gui.model.document.fields import clean_text
from parloop_gui.model.explain.sample import items_in_words
from parloop_gui.model.report.comparison_titles import loop_title

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.plan.plan import Interpreter

# Characters of any text in a row; a name or a note is cut there.
LONGEST = 500

# What parts a column that holds two things, `python` and `figure`: histories of older versions are read by it too.
_GIL_AFTER, _INTERVAL_FROM = " · ", " ("

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Entry:
    """A row; its fields are columns of the database. `begun` is an ISO 8601 time, `figure` the verdict's own.

    `state` is "running", "interrupted" (Parloop was ended in the middle of it) or why it ended. `strategy` is the slug
    of the one that the verdict names, "" where it names none.
    """

    id: int
    begun: str
    state: str
    rounds: int
    loop: str
    items: str
    python: str
    strategy: str
    headline: str
    figure: str
    name: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """The name it was given, else its loop."""
        return self.name or self.loop

    @property
    def day(self) -> str:
        """As "2 Jan 2026"; "" where the time is none."""
        when = _time(self.begun)
        return f"{when.day} {_MONTHS[when.month - 1][:3]} {when.year}" if when else ""

    @property
    def hour(self) -> str:
        """As "03:04"."""
        when = _time(self.begun)
        return f"{when:%H:%M}" if when else ""

    @property
    def python_parts(self) -> tuple[str, str]:
        """As "3.13.0" and "GIL on"; nothing of the GIL where there were several Pythons."""
        version, _, gil = self.python.partition(_GIL_AFTER)
        return version, gil

    @property
    def gain(self) -> str:
        """The figure without the interval that it ends with."""
        return self.figure.partition(_INTERVAL_FROM)[0]

    def words(self) -> str:
        """Everything it can be found by; parts of joined names are words too: "ProcessPoolExecutor" by "pool"."""
        when = _time(self.begun)
        parts = [self.name, self.note, self.loop, self.items, self.python, self.headline, self.figure, self.state]
        if when:
            parts.append(f"{self.day} {self.hour} {_MONTHS[when.month - 1]} {when:%Y-%m-%d}")
        whole = " ".join(parts)
        return f"{whole} {' '.join(re.findall(r'[A-Z][a-z]+(?=[A-Z])|(?<=[a-z])[A-Z][a-z]+', whole))}"


COLUMNS = ", ".join(f"comparisons.{field.name}" for field in fields(Entry))


def columns_of(comparison: Comparison) -> dict[str, Any]:
    """The columns of a comparison that come from itself."""
    plan, verdict = comparison.plan, comparison.verdict
    loop = plan.loop
    found = {
        "begun": comparison.created,
        "state": comparison.ended.reason if comparison.ended else "running",
        "rounds": comparison.rounds_finished,
        "loop": loop_title(loop),
        "items": items_in_words(loop, comparison.sample),
        "python": _pythons(plan.pythons),
        "strategy": verdict.contestant.strategy if verdict and verdict.contestant else "",
        "headline": verdict.headline if verdict else "",
        "figure": verdict.figure if verdict else "",
    }
    return {name: text(value) if isinstance(value, str) else value for name, value in found.items()}


def entry_of(row: tuple[Any, ...]) -> Entry:
    """The entry that a row of COLUMNS holds, whatever was written into it."""
    values: dict[str, Any] = {}
    for field, value in zip(fields(Entry), row, strict=True):
        number = field.name in ("id", "rounds")
        values[field.name] = (value if isinstance(value, int) else 0) if number else text(value)
    return Entry(**values)


def text(value: object) -> str:
    """A text that can be kept and shown: one line, not too long."""
    return " ".join(clean_text(value).split())[:LONGEST] if isinstance(value, str) else ""


def query(typed: str) -> str:
    """What was typed as a search for all of its words, each by its beginning; "" where there is none."""
    found = [word.replace('"', "") for word in clean_text(typed)[:LONGEST].split()]
    return " ".join(f'"{word}"*' for word in found if any(map(str.isalnum, word)))


def _pythons(pythons: Sequence[Interpreter]) -> str:
    """As "3.13.0 · GIL on" or "3.13.0t · free-threaded", several as "3.13.0, 3.13.0t"."""
    named = ", ".join(each.full_version for each in pythons)
    return f"{named}{_GIL_AFTER}{'GIL on' if pythons[0].gil else 'free-threaded'}" if len(pythons) == 1 else named


def _time(begun: str) -> datetime | None:
    try:
        return datetime.fromisoformat(begun)
    except ValueError:
        return None
