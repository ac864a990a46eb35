"""The error for a name that stands for nothing, with the closest one that does."""

from __future__ import annotations

from collections.abc import Iterable


class UnknownNameError(ValueError):
    """A strategy, call, loop or fault that does not exist; the message is one sentence, with the closest name."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        import difflib  # only for this: nobody waits for it when Parloop starts

        close = difflib.get_close_matches(name.lower(), self.known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else f"choose from {', '.join(self.known)}."
        super().__init__(f"There is no {kind} {name!r}; {hint}")
