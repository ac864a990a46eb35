"""A comparison to be shared: without the user's code, what it printed, paths, and the names of user and host.

What is left out is left out of the comparison itself, so that no format that is made of it can hold it.

    Comparison ─ to_document ─► plain data ─ left out ─► from_document ─► Comparison ─► any format
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.read import from_document
from parloop_gui.model.document.write import to_document

# Stands for the code of a loop: whoever opens the document sees that it is not there, and can't run it.
LEFT_OUT = "# The code was left out when this comparison was shared.\n"
TITLE = "A private loop"
_ELLIPSIS = "…"

# By these names a document holds sentences; all else of it is slugs, figures and versions.
_SENTENCES = frozenset({"message", "text", "because", "headline", "figure", "source"})
# What a user's code is the author of, as a whole.
_SAID_BY_CODE = "What it said was left out."
# A path that begins at the root, a drive, a share or the home; "tasks/s" is none.
_PATH = re.compile(r"(?<![\w.])(?:[A-Za-z]:[\\/]|\\\\|~?/)[^\s'\"<>|:*?,;()\[\]]*[^\s'\"<>|:*?,;.()\[\]]")
# Names that are words of the sentences themselves say nothing about anybody's code.
_COMMON = frozenset(
    (
        "task",
        "item",
        "items",
        "loop",
        "work",
        "main",
        "run",
        "worker",
        "workers",
        "pool",
        "thread",
        "threads",
        "process",
    )
)


def without_code(comparison: Comparison, own_names: Iterable[str] = ()) -> Comparison:
    """The comparison as it can be shared; `own_names` are those of user, home and host."""
    document = to_document(comparison)
    loop, names = comparison.plan.loop, _Names(own_names)
    if loop.is_users:
        names = _Names(own_names, _names_of(comparison))
        document["plan"]["loop"] = asdict(_private(comparison))
        document.pop("handed_over", None)
    for run in document["runs"]:
        run["details"] = run["output"] = ""
    if loop.is_users:
        for each in (*document["runs"], *document["summary"], *document["unavailable"]):
            each["message"] = _SAID_BY_CODE if each.get("message") else ""
    return from_document(_cleaned(document, names)).comparison


def _private(comparison: Comparison) -> LoopSpec:
    """The user's loop as one that nothing is known of but how many items it has."""
    loop = comparison.plan.loop
    return LoopSpec(
        kind="user",
        name=TITLE,
        items=comparison.sample.items or 0,
        function="task",
        seed=loop.seed,
        sample=loop.sample,
        is_async=loop.is_async,
        code=LEFT_OUT,
    )


def _names_of(comparison: Comparison) -> Iterator[str]:
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


def _defined_in(source: str) -> Iterator[str]:
    """The names that a text of Python gives to anything; none where it is of a Python that this one can't read."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


class _Names:
    """Finds names in sentences: `own` wherever they are words, those of code that are words where they are quoted."""

    def __init__(self, own: Iterable[str], of_code: Iterable[str] = ()) -> None:
        kept = {info.title for info in catalogue.strategies()}
        found = sorted({name for name in of_code if name.strip() and name not in kept}, key=len, reverse=True)
        told = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in own if name.strip()]
        told += [_in_code(name) for name in found]
        self._pattern = re.compile("|".join(told)) if told else None

    def left_out(self, sentence: str) -> str:
        """The sentence with an ellipsis for each name and each path."""
        without = self._pattern.sub(_ELLIPSIS, sentence) if self._pattern is not None else sentence
        return _PATH.sub(_ELLIPSIS, without)


def _in_code(name: str) -> str:
    """The pattern of a name of code: a plain word is one only in quotes or where it is called."""
    if name.isalpha() and name.islower():
        return rf"(?<=['\"`]){name}(?=['\"`’])|(?<!\w){name}(?=\()"
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def _cleaned(value: Any, names: _Names, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(each, names, name) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(each, names, key) for each in value]
    return names.left_out(value) if isinstance(value, str) and key in _SENTENCES else value
