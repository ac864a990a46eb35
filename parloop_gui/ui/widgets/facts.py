"""What the right panel shows, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parloop_gui.model.timeline.task_times import Spread


class Fact(NamedTuple):
    """A line of facts: what, how much, a quieter remark, and what the word means (its tooltip)."""

    name: str
    value: str
    remark: str = ""
    why: str = ""


class Section(NamedTuple):
    """A title over facts and notes. Notes are (bold words, text); those after `first_notes` are shown on demand.

    `link` is written under them, for whoever wants to know more ("": there is none).
    """

    title: str
    facts: tuple[Fact, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    first_notes: int = 3
    link: str = ""


class Code(NamedTuple):
    """A strategy's code. `calls` are (slug, what it does in words, and in sentences) to choose from.

    `remark` stands under the code; `source` is the file and line to open for it ("": there is none). `has_diff`: there
    is a file of the user's that can be changed so.
    """

    strategy: str
    text: str
    call: str
    calls: tuple[tuple[str, str, str], ...] = ()
    remark: str = ""
    source: str = ""
    has_diff: bool = False


class Details(NamedTuple):
    """The whole panel. `family` colours the dot and the times per task ("" for no dot).

    `first_facts`: so many at first; the others, notes beyond the first and the times are shown on demand. None: all.
    """

    title: str
    subtitle: str = ""
    family: str = ""
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    code: Code | None = None
    spread: Spread | None = None
    first_facts: int | None = None
