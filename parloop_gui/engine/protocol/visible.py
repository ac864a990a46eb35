"""Text that came from somewhere else, made fit to be shown: nothing in it acts, hides or changes places."""

from __future__ import annotations

import unicodedata

# Unicode's kinds of control characters, of characters that hide or turn the direction of writing (a bidi override makes
# a line read otherwise than it is), of halves of surrogate pairs, and of separators that break a line.
_ACTS = ("Cc", "Cf", "Cs", "Zl", "Zp")
# Non-joiner and joiner stay: Persian is spelt and emoji are put together with them, and they move nothing.
_JOINERS = "\u200c\u200d"


def visible(text: str, keep: str = "\n\t") -> str:
    r"""The text with what acts on a terminal or a page written as Python writes it: an escape character as `\x1b`.

    What is in `keep` stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if each in keep or not _acts(each) else _written(each) for each in text)


def one_line(text: str) -> str:
    """The same on one line: white space of any kind becomes one space."""
    return visible(" ".join(text.split()), keep="")


def _acts(letter: str) -> bool:
    return unicodedata.category(letter) in _ACTS and letter not in _JOINERS


def _written(letter: str) -> str:
    return letter.encode("unicode_escape", "backslashreplace").decode("ascii")
