"""The names in a user's code, and sentences without them: what a shared comparison may not tell of anybody's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.python_text import tree_of
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.plan.plan import Interpreter

ELLIPSIS = "…"

# A path that begins at the root, a drive, a share or the home; "tasks/s" is none.
_PATH = re.compile(r"(?<![\w.])(?:[A-Za-z]:[\\/]|\\\\|~?/)[^\s'\"<>|:*?,;()\[\]]*[^\s'\"<>|:*?,;.()\[\]]")
# What has none, an argument "3" of a program, is no name: taken out, it would take figures with it.
_LETTER = re.compile(r"[^\W\d_]")


def names_in(comparison: Comparison) -> Iterator[str]:
    """What the loop, its file, what stands in it and what is handed over are called."""
    loop = comparison.plan.loop
    program = loop.program
    yield from filter(None, (loop.name, loop.path, loop.file_name, loop.function, loop.setup, loop.module))
    yield from [loop.items] if isinstance(loop.items, str) else []
    yield from _defined_in(loop.code or "")
    if program is not None:
        yield from _defined_in(program.source)
        yield from filter(None, (program.main, program.module, loop.program_name, *program.arguments, *program.given))
    for each in comparison.handed:
        habits = each.habits
        yield from (part.name for part in each.payload.parts)
        yield from (*habits.remembered, *habits.connections, *habits.changed)


def labels_of(pythons: Iterable[Interpreter]) -> Mapping[str, str]:
    """Numbers in place of virtual environments' folders: " (2)" for the " (shop .venv)" of a Python's id."""
    found = {each.label for each in pythons}
    numbers = (label for number in count(2) if (label := f" ({number})") not in found)
    return dict(zip(sorted(label for label in found if _LETTER.search(label)), numbers, strict=False))


def _defined_in(source: str) -> Iterator[str]:
    """The names that a text of Python gives to anything; none where it is of a Python that this one can't read."""
    try:
        tree = tree_of(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


class Names:
    """Finds names in sentences: `own` wherever they are words, those of code that are words where they are quoted.

    `labels` are put in place of others, as `labels_of` has them.
    """

    def __init__(self, own: Iterable[str], of_code: Iterable[str], labels: Mapping[str, str]) -> None:
        kept = {info.title for info in catalogue.strategies()}
        found = sorted({name for name in of_code if _LETTER.search(name) and name not in kept}, key=len, reverse=True)
        told = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in own if name.strip()]
        told += [_in_code(name) for name in found]
        self._pattern = re.compile("|".join(told)) if told else None
        self._labels = labels

    def labelled(self, text: str) -> str:
        """An id or a sentence with the other labels."""
        for label, number in self._labels.items():
            text = text.replace(label, number)
        return text

    def left_out(self, sentence: str) -> str:
        """The sentence with an ellipsis for each name and each path."""
        without = self.labelled(sentence)
        without = self._pattern.sub(ELLIPSIS, without) if self._pattern is not None else without
        return _PATH.sub(ELLIPSIS, without)


def _in_code(name: str) -> str:
    """The pattern of a name of code: a plain word is one only in quotes or where it is called."""
    if name.isalpha() and name.islower():
        return rf"(?<=['\"`]){name}(?=['\"`’])|(?<!\w){name}(?=\()"
    return rf"(?<!\w){re.escape(name)}(?!\w)"
