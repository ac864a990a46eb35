"""How a check tells what it found: a line for each fact, and an exit status for all of them."""

from __future__ import annotations


class Facts:
    """Collects facts that hold or don't; `status` is what a check exits with."""

    def __init__(self, title: str) -> None:
        self._failed = 0
        print(f"== {title}", flush=True)

    def hold(self, fact: str, holds: bool, why: str = "") -> None:
        """Tell a fact; where it does not hold also what was seen instead."""
        self._failed += not holds
        print(f"{'ok    ' if holds else 'BROKEN'} {fact}", flush=True)
        if why and not holds:
            print(f"       {why}", flush=True)

    def status(self) -> int:
        """0 where every fact held."""
        return 1 if self._failed else 0
