"""Texts in Markdown: what comes from a document or from user code is text, and nothing else."""

from __future__ import annotations

import re

from parloop_gui.engine.protocol.visible import one_line


def text(words: str) -> str:
    """The words on one line, with what Markdown or HTML would take for its own escaped."""
    return re.sub(r"([\\`*_|<>\[\]#~&$])", r"\\\1", one_line(words))


def paragraph(words: str) -> str:
    """The same where it begins a line: there a dash or a number would begin a list, and dashes alone are a rule."""
    return re.sub(r"^(\d*)([-+=.)])(?=[ =-]|$)", r"\1\\\2", text(words))
