"""What a text that is shown must be, whoever had a say in it."""

from __future__ import annotations

from parloop_gui.engine.protocol.visible import visible


def is_harmless(text: str) -> bool:
    """Whether it is one line in which nothing acts.

    `str.isprintable` asks for more: letters that this Python's Unicode does not know yet, an emoji say, are shown too.
    """
    return visible(text, keep="") == text
