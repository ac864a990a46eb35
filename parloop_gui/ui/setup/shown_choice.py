"""Whether what is shown is of what is chosen now: else it says whose it is, and comparing again is offered."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.ui.own_loop.file_watch import Stamp, stamp_of
from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.setup.choices import Choices

_Compared = tuple[Choices, Stamp]


class ShownChoice:
    """Remembers what was chosen when the comparison that is shown was begun or opened."""

    def __init__(self) -> None:
        self._then: _Compared | None = None
        self._is_strange = False

    def begin(self, choices: Choices) -> None:
        """A comparison of these choices begins, or one that was opened has put them into the panels."""
        self._then, self._is_strange = compared(choices), False

    def be_strange(self) -> None:
        """What is shown can't be chosen here, as a loop of a newer Parloop's document."""
        self._is_strange = True

    def is_other(self, choices: Choices) -> bool:
        """Whether these choices, or the file they name, are another than those of what is shown."""
        return self._is_strange or (self._then is not None and self._then != compared(choices))


def compared(choices: Choices) -> _Compared:
    """What is compared, without how long and how closely; and the file as it is now, unless a document named it."""
    own = replace(choices.own, foreign=False) if choices.is_own else OwnLoop()
    loops = {slug: kept for slug, kept in choices.loops.items() if slug == choices.loop}
    calls = {slug: call for slug, call in choices.calls.items() if slug in choices.strategies}
    may_be_looked_at = choices.is_own and not choices.own.foreign and not choices.own.pasted
    stamp = stamp_of(choices.own.path) if may_be_looked_at and choices.own.path else None
    what = replace(choices, effort="", budget_s=None, even=False, own=own, loops=loops, calls=calls)
    return what, stamp
