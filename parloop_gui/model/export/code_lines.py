"""Breaks code into short lines for a narrow panel, where Black (black.readthedocs.io, "The Black code style") would.

    results = list(pool.map(is_prime, items))   ─►   results = list(
                                                         pool.map(is_prime, items)
                                                     )

First the contents of the last brackets get lines of their own, one more level in; if they are still too long, each
argument does. What can't be broken so stays as it is: nothing but white space, brackets of imports and trailing
commas is ever added, and a text that would no longer mean the same is handed back unchanged.
"""

from __future__ import annotations

import ast
import functools
import io
import textwrap
import tokenize
from collections.abc import Iterator, Sequence

from parloop_gui.engine.protocol.python_text import tree_of

_OPENING, _CLOSING = "([{", ")]}"
_LAYOUT = {tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER, tokenize.NL}
_INDENT = "    "

# A token's text, and the white space that stands before it on a line.
Word = tuple[str, str]


@functools.lru_cache(64)  # a panel's width changes by the pixel, its columns seldom
def wrapped(code: str, columns: int) -> str:
    """The same code in lines of at most so many columns, as far as they can be broken."""
    lines = [line for words, comment, indent in _statements(code) for line in _lines(words, comment, indent, columns)]
    text = "\n".join(lines) + "\n"
    return text if _means(text) == _means(code) else code


def _means(code: str) -> str:
    return ast.dump(tree_of(code))


def _statements(code: str) -> Iterator[tuple[list[Word], str, str]]:
    """Each logical line, blank line or comment of its own: its words, its comment and its indentation."""
    words: list[Word] = []
    last = (0, 0)
    indent = comment = ""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            comment = f"{comment}  {token.string}".strip()
            indent = indent if words else token.line[: token.start[1]]
        elif token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not words):
            yield words, comment, indent
            words, comment, indent = [], "", ""
        elif token.type not in _LAYOUT:
            indent = indent if words else token.line[: token.start[1]]
            words.append((token.string, _space(words, token, last)))
        last = token.end if token.type not in _LAYOUT else last


def _space(words: Sequence[Word], token: tokenize.TokenInfo, last: tuple[int, int]) -> str:
    if not words:
        return ""
    if token.start[0] == last[0]:
        return " " * (token.start[1] - last[1])
    return "" if words[-1][0] in _OPENING or token.string in _CLOSING else " "


def _lines(words: Sequence[Word], comment: str, indent: str, columns: int) -> list[str]:
    whole = _text(words, indent)
    if words and len(whole) + 2 + len(comment) <= columns and comment:
        return [f"{whole}  {comment}"]
    above = textwrap.wrap(comment.lstrip("# "), columns - len(indent) - 2) if comment else []
    said = [f"{indent}# {line}" for line in above]
    return said + _fitted(words, indent, columns) if words else said or [""]


def _text(words: Sequence[Word], indent: str) -> str:
    return indent + "".join(space * bool(at) + text for at, (text, space) in enumerate(words))


def _fitted(words: Sequence[Word], indent: str, columns: int, within: bool = False) -> list[str]:
    """The words in as many lines as it takes; `within` brackets they may be broken at commas."""
    whole = _text(words, indent)
    if len(whole) <= columns or "\n" in whole:
        return [whole]
    pieces = _pieces(words) if within else []
    if len(pieces) > 1:
        return [line for piece in pieces for line in _fitted(piece, indent, columns, True)]
    if words[0][0] == "from" and words[-1][0] not in _CLOSING:
        return _import_lines(words, indent)
    brackets = _last_brackets(words)
    if brackets is None:
        return [whole]
    start, stop = brackets
    inner = _fitted(words[start + 1 : stop], indent + _INDENT, columns, True)
    return [_text(words[: start + 1], indent), *inner, _text(words[stop:], indent)]


def _import_lines(words: Sequence[Word], indent: str) -> list[str]:
    at = [text for text, _ in words].index("import") + 1
    names = [_text(piece, indent + _INDENT).rstrip(",") + "," for piece in _pieces(words[at:])]
    return [_text(words[:at], indent) + " (", *names, f"{indent})"]


def _pieces(words: Sequence[Word]) -> list[list[Word]]:
    """The words cut before each `for` and `if` of a comprehension, else after each comma, at their own level."""
    depths = _depths(words)
    tops = [at for at, depth in enumerate(depths) if depth == 0]
    cuts = [at for at in tops if words[at][0] in {"for", "if"} and at]
    comprehended = any(words[at][0] == "for" for at in cuts)
    if not comprehended:
        cuts = [at + 1 for at in tops if words[at][0] == "," and at + 1 < len(words)]
    pieces = [list(words[start:stop]) for start, stop in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    if len(pieces) > 1 and not comprehended and pieces[-1][-1][0] != ",":
        pieces[-1].append((",", ""))
    return pieces


def _last_brackets(words: Sequence[Word]) -> tuple[int, int] | None:
    """Where the last brackets with something in them open and close."""
    depths = _depths(words)
    for stop in reversed(range(len(words))):
        if words[stop][0] in _CLOSING and depths[stop] == 0:
            start = max(at for at in range(stop) if words[at][0] in _OPENING and depths[at] == 0)
            if stop > start + 1:
                return start, stop
    return None


def _depths(words: Sequence[Word]) -> list[int]:
    """In how many brackets each word stands; brackets stand outside their own, names between `for` and `in` inside."""
    depths, depth, targets = [], 0, 0
    for text, _ in words:
        ends_target = text == "in" and targets > 0
        depth -= text in _CLOSING or ends_target
        depths.append(depth)
        depth += text in _OPENING or text == "for"
        targets += (text == "for") - ends_target
    return depths
