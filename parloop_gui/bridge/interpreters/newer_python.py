"""Has a newer Python parse what the app's own can't, in a process that is thrown away: it parses, and runs nothing.

UnreadError ─► Pythons newer than the app's, the chosen ones first ─► tree, or why there is none ─► model.source
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from parloop_gui.bridge.interpreters.probe import ANSWER_LIMIT_S
from parloop_gui.bridge.processes.engine_folder import engine_folder
from parloop_gui.bridge.processes.watched import Watched
from parloop_gui.engine.protocol.json_text import parsed
from parloop_gui.engine.protocol.messages import launch_command
from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.plan.python_version import numbers
from parloop_gui.model.source.foreign_tree import Answer, Refusal, keep, tree_of
from parloop_gui.model.source.parsed import UnreadError

# A file, then what is made of its text, each parsed on its own; and never without end.
_MOST_TURNS = 4

T = TypeVar("T")


def newer_than_own(pythons: Iterable[Interpreter]) -> tuple[Interpreter, ...]:
    """Those whose Python may know more than the app's own, in their order, each version once."""
    versions: dict[str, Interpreter] = {}
    for each in pythons:
        if each.version_info > sys.version_info[:2]:
            versions.setdefault(each.language, each)
    return tuple(versions.values())


def read_with_newer(unread: UnreadError, pythons: Iterable[Interpreter]) -> bool:
    """Have one of these parse the text, the first that can; whether anything new is known of it now."""
    refusals: list[Refusal] = []
    for python in newer_than_own(pythons):
        answer = _ask(python, unread.text)
        if isinstance(answer, Refusal):
            refusals.append(answer)
        elif answer is not None:
            keep(unread.text, answer)
            return True
    if refusals:
        keep(unread.text, max(refusals, key=lambda each: numbers(each.version)))
    return bool(refusals)


def reading(make: Callable[[], T], *pythons: Callable[[], Sequence[Interpreter]]) -> T:
    """What `make` makes; what it can't parse is parsed by the first Pythons that know more about it."""
    for _ in range(_MOST_TURNS):
        try:
            return make()
        except UnreadError as unread:
            if not any(read_with_newer(unread, each()) for each in pythons):
                raise
    return make()


def _ask(python: Interpreter, text: str) -> Answer | None:
    """What that Python makes of the text; None where it does not answer."""
    try:
        with tempfile.TemporaryFile() as file:
            file.write(text.encode("utf-8", "surrogatepass"))
            file.seek(0)
            command = launch_command(python.path, engine_folder(), "probes.parse", str(file.fileno()))
            with Watched(command, stdout=subprocess.PIPE, pass_fds=(file.fileno(),)) as process:
                answer = parsed(process.output(ANSWER_LIMIT_S))
        if "tree" in answer:
            return tree_of(answer["tree"])
        line = answer["line"]
        return Refusal(python.language, str(answer["problem"]), line if isinstance(line, int) else None)
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError, RecursionError):
        return None
