"""Wrong use of the command line: one sentence, and a guess at what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from parloop_gui.engine.protocol.visible import visible


class UsageError(Exception):
    """The command can't be carried out as it was given; the message is one sentence, nothing in it moves a terminal."""

    def __init__(self, sentence: str) -> None:
        super().__init__(visible(sentence, keep=""))


def closest(word: str, known: Iterable[str]) -> str:
    """A hint to end a sentence with, the most similar of the known names in it; empty where none is similar."""
    names = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {names[0]!r}?" if names else ""
