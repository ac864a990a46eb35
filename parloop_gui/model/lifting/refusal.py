"""Why a loop can't be lifted out, with the name or the statement that stands in the way."""

from __future__ import annotations

import ast

from parloop_gui.model.source.parsed import SourceError

_LONGEST = 60
"""Characters of code in a sentence: half a line, so that the reason is seen beside it."""


class LiftError(SourceError):
    """The loop's body can't be made a function faithfully; the message is one sentence."""


def refused(node: ast.AST, why: str) -> LiftError:
    """The refusal because of a statement or an expression: "`break` (line 9) …"."""
    line = getattr(node, "lineno", None)
    return LiftError(f"{quoted(node)} (line {line}) {why}", line)


def quoted(node: ast.AST) -> str:
    """The code on one line, shortened."""
    text = " ".join(ast.unparse(node).split())
    if isinstance(node, ast.For | ast.AsyncFor | ast.While | ast.With | ast.If | ast.Try):
        text = " ".join(ast.unparse(node).partition("\n")[0].split()).rstrip(":")
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"
