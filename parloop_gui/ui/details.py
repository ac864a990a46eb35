"""What the right panel shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parloop_gui.model.task_spread import Spread


@dataclass(frozen=True)
class Fact:
    """A line of facts: what, how much, a quieter remark, and what the word means (its tooltip)."""

    name: str
    value: str
    remark: str = ""
    why: str = ""


@dataclass(frozen=True)
class Section:
    """A title over facts and notes. Notes are (bold words, text); those after `first_notes` are shown on demand."""

    title: str
    facts: tuple[Fact, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    first_notes: int = 3


@dataclass(frozen=True)
class Code:
    """A strategy's code. `calls` are (slug, what it does) to choose from; `remark` stands under the code."""

    strategy: str
    text: str
    call: str
    calls: tuple[tuple[str, str], ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Details:
    """The whole panel. `family` colours the dot and the times per task ("" for no dot)."""

    title: str
    subtitle: str = ""
    family: str = ""
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    code: Code | None = None
    spread: Spread | None = None
