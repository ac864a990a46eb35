"""From what is chosen of the user's own loop to the loop that runs; every mistake becomes one sentence.

The file is parsed, never run; what a document named (`foreign`) is not even looked at before the user said that it may
run: the path may be a pipe, a device or another machine's. Imported when a file has been chosen: it brings much that
the first paint can do without.
"""

from __future__ import annotations

import functools
import shlex
import stat
from dataclasses import replace
from pathlib import Path

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.engine.protocol.notebook import is_notebook
from parloop_gui.engine.protocol.presence import is_file
from parloop_gui.model.source.parsed import Parsed, SourceError, UnreadError, parse, read
from parloop_gui.model.user_code.item_examples import example_of
from parloop_gui.model.user_code.outline import (
    Outline,
    changes_sentence,
    found_sentence,
    outline_of_text,
    read_outline,
    work_sentence,
)
from parloop_gui.model.user_code.pasted_code import loop_of_code
from parloop_gui.model.user_code.program_loop import Command, code_in_words, loop_at, run_sentences
from parloop_gui.model.user_code.user_loop import as_count, user_loop
from parloop_gui.ui.own_loop.own_loop import FieldName, OwnLoop

# A field, and why it won't do, in a sentence.
Problem = tuple[FieldName, str]


def outline_or_none(own: OwnLoop) -> Outline | None:
    """What the file or the pasted code holds; None where that can't be known."""
    try:
        return outline_of_own(own) if own.path and _may_be_read(own) else None
    except SourceError:
        return None


def _may_be_read(own: OwnLoop) -> bool:
    """Whether its text may be taken apart: a program's that came with a document lies in no file."""
    return not own.foreign or bool(own.pasted)


def warning_of(own: OwnLoop) -> str:
    """What comparing would run of the file, in a sentence; "" where importing it only defines."""
    if own.line:
        return "".join(run_sentences(loop_of(own, 0))[:1]) if problem_of(own) is None else ""
    outline = outline_or_none(own) if not own.code else None
    if outline is None:
        return ""
    return " ".join(filter(None, (work_sentence(outline), changes_sentence(outline, own.function))))


def first_of(own: OwnLoop) -> OwnLoop:
    """The same with what is most likely meant: a loop of the program's own, else the first function, else any loop."""
    outline = outline_or_none(own)
    if own.function or outline is None:
        return own
    if outline.likely and not outline.likely[0].rank[0]:  # what the program does itself is more likely meant
        return looped_at(own, outline.likely[0].line)
    if outline.tasks:
        return replace(own, function=outline.tasks[0].name)
    return looped_at(own, outline.likely[0].line) if outline.likely else own


def with_items(own: OwnLoop, before: OwnLoop | None = None) -> OwnLoop:
    """The same over what the file itself calls the function over, where no items were typed.

    Those of the function `before` were not typed either where they are what the file calls that one over.
    """
    outline = outline_or_none(own)
    typed = own.items if before is None or outline is None or own.items != outline.over(before.function) else ""
    if typed or outline is None or own.line or not own.function:
        return own
    return replace(own, items=outline.over(own.function))


def outline_of_own(own: OwnLoop) -> Outline:
    """What the file or the pasted code holds; raises SourceError."""
    return outline_of_text(own.pasted, Path(own.path)) if own.pasted else outline_at(own.path)


def outline_at(path: str) -> Outline:
    """What the file at `path` holds, by parsing it; raises SourceError. Read anew only where the file has changed."""
    name = Path(path).name
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        raise SourceError(f"There is no file {name!r:.120} any more.") from None
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
        raise SourceError(f"{name!r:.120} is not a file.")
    return _outline_of(path, found.st_ino, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=16)
def _outline_of(path: str, number: int, changed_ns: int, size: int) -> Outline:
    return read_outline(Path(path))


def line_of(path: Path, function: str) -> int:
    """The line that a function of the file stands at; 1 where that can't be known."""
    try:
        found = outline_at(str(path)).function(function)
    except SourceError:
        return 1
    return found.line if found is not None else 1


def unread_of(own: OwnLoop) -> UnreadError | None:
    """The file's text, where a newer Python may be able to parse it; None where it is parsed, or can't be at all."""
    try:
        if own.path and not own.pasted and not own.code and not own.foreign:
            outline_of_own(own)
    except UnreadError as error:
        return error
    except SourceError:
        pass
    return None


def read_anew(own: OwnLoop) -> OwnLoop:
    """The same choice where the file has become another, or can be parsed by now.

    A function stays chosen by its name, a loop by its head, wherever it stands now.
    """
    if own.line:
        now = looped_at(own, _line_now(own))
        return replace(now, name=now.name or own.name, foreign=own.foreign)
    return own if own.code else first_of(own)


def _line_now(own: OwnLoop) -> int:
    """Where the loop stands that has this head: the nearest one; else the line that it stood at."""
    try:
        lines = [each.line for each in outline_of_own(own).loops if each.text == own.name]
    except SourceError:
        return own.line
    return min(lines, key=lambda line: abs(line - own.line), default=own.line)


def problem_of(own: OwnLoop) -> Problem | None:
    """The first field that won't do; None if all do, or if nothing may be looked at yet."""
    if not _may_be_read(own):
        return None if own.items.strip() else ("items", "Say what it runs over.")
    if own.code:
        return _problem_of_loop(own)
    try:
        outline = outline_of_own(own)
    except SourceError as error:
        return "file", str(error)
    if not outline.tasks and not outline.loops:
        return "file", found_sentence(outline)
    if own.line:
        return _problem_of_program(own)
    if not own.function:
        return "function", "Choose a function or a loop."
    if not own.items.strip():
        return "items", f"Say what it runs over, such as {example_of(outline, own.function)}."
    return _problem_of_loop(own)


def _problem_of_program(own: OwnLoop) -> Problem | None:
    if own.program and not own.foreign and not is_file(own.program):
        return "program", f"There is no file {own.program!r:.120} to run."
    try:
        _program(own, 0)
    except SourceError as error:
        return "function", str(error)
    except ValueError as error:
        return "arguments", f"A shell could not take these apart: {str(error).lower()}."
    return None


def _problem_of_loop(own: OwnLoop) -> Problem | None:
    parts: tuple[tuple[FieldName, str, str | None], ...] = (
        ("function", "1", None),
        ("items", own.items, None),
        ("setup", "1", own.setup or None),
    )
    for field, items, setup in parts:
        try:
            _spec(own, items, setup, 0)
        except SourceError as error:
            return field, str(error)
    return None


def looped_at(own: OwnLoop, line: int) -> OwnLoop:
    """The for loop at that line of the file chosen instead; where it can't be taken apart, `problem_of` says why."""
    chosen = replace(own, line=line, function="", items="", setup="", name="", code="", foreign=False)
    try:
        spec = loop_at(_parsed(own), line)
    except SourceError:
        return chosen
    found = spec.program.line if spec.program is not None else line
    return replace(chosen, line=found, function=spec.function or "", items=str(spec.items), name=spec.name)


def code_of(own: OwnLoop) -> tuple[str, str]:
    """What a pass computes and what is done with the results, as code; and what that is, in words."""
    if own.code:
        return own.code, "This is what runs, and what is exported."
    loop = loop_of(own, 0)
    return code_in_words(loop), " ".join(run_sentences(loop))


def loop_of(own: OwnLoop, seed: int) -> LoopSpec:
    """The loop; ask `problem_of` first. Where something won't do, or may not be looked at yet, what is known of it."""
    if _may_be_read(own):
        try:
            return _spec(own, own.items, own.setup or None, seed)
        except ValueError:
            pass
    items = as_count(own.items) or own.items or 1
    return LoopSpec("user", own.function, items, path=own.path, function=own.function, seed=seed)


def _spec(own: OwnLoop, items: str, setup: str | None, seed: int) -> LoopSpec:
    if own.line and not own.code:
        return _program(own, seed)
    path = Path(own.path)
    code = own.code or own.pasted or (read(path).text if is_notebook(path) else "")
    if code:
        return loop_of_code(code, path, own.name or own.function, own.function, items, setup=setup, seed=seed)
    return user_loop(path, own.function, items, outline=outline_at(own.path), setup=setup, seed=seed)


def _program(own: OwnLoop, seed: int) -> LoopSpec:
    """The program up to the chosen loop; raises SourceError, or ValueError for arguments that no shell would take."""
    main = Path(own.program) if own.program else None
    command = Command(tuple(shlex.split(own.arguments)), main, own.module or None)
    return loop_at(_parsed(own), own.line, command=command, seed=seed)


def _parsed(own: OwnLoop) -> Parsed:
    return parse(own.pasted, Path(own.path)) if own.pasted else read(Path(own.path))
