"""Why a loop can't be split, with the names and lines that stand in the way."""

from __future__ import annotations

import ast

from parloop_gui.model.source.parsed import SourceError

# Characters of code in a sentence: half a line, so that the reason is seen beside it.
_LONGEST = 60
_BLOCKS = ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.If | ast.Try


class SplitError(SourceError):
    """A pass of the loop can't be taken apart faithfully; the message is one sentence."""


class EntangledError(SplitError):
    """Too many names of a file may stand for the same objects; the message is one sentence."""


def refused(node: ast.AST, why: str) -> SplitError:
    """The refusal because of a statement or an expression: "`break` (line 9) …"."""
    line = getattr(node, "lineno", None)
    return SplitError(f"{quoted(node)} (line {line}) {why}", line)


def quoted(node: ast.AST) -> str:
    """The code on one line, shortened; of a statement that holds others the first line."""
    text = ast.unparse(node).strip()
    if isinstance(node, _BLOCKS):
        text = text.partition("\n")[0].rstrip(":")
    text = " ".join(text.split())
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"
