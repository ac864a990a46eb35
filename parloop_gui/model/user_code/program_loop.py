"""A loop of the user's file where it stands: the program as they run it, and the loop split in it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from parloop_gui.engine.protocol.loop_spec import LoopSpec, Program
from parloop_gui.model.source.parsed import Parsed, SourceError, parse
from parloop_gui.model.splitting.split import Split, split


def loop_at(
    parsed: Parsed, line: int, *, arguments: Sequence[str] = (), seed: int = 0, sample: int | None = None
) -> LoopSpec:
    """The loop at that line, or around it, of the program that the file is; raises SourceError.

    The file need not be there: code that was pasted is a program too, which goes by the name of the parsed path.
    """
    found = split(parsed, line)
    program = Program(
        text=found.staged,
        line=found.line,
        lines=found.lines,
        arguments=tuple(arguments),
        given=found.handed,
        needs_distinct=found.needs_distinct,
        source=parsed.text,
    )
    return LoopSpec(
        kind="program",
        name=found.title,
        items=found.title.partition(" in ")[2],
        path=str(parsed.path.absolute()),
        function=found.function,
        seed=seed,
        sample=sample,
        is_async=found.is_async,
        program=program,
    )


def split_of(loop: LoopSpec) -> Split | None:
    """How a program's loop was split; None where this Python can't tell (a document may hold any text)."""
    if loop.program is None:
        return None
    try:
        return split(parse(loop.program.source, Path(loop.path or "")), loop.program.line)
    except SourceError:
        return None


def run_sentences(loop: LoopSpec) -> tuple[str, ...]:
    """What comparing the loop will run, and what a pass of it is taken to be, each a sentence."""
    if loop.program is None:
        return ()
    command = " ".join(filter(None, (Path(loop.path or "").name, shlex.join(loop.program.arguments))))
    there = f"up to line {loop.program.line} ({loop.name}), once for all runs where it can be copied there"
    ran = f"Compare runs {command} {there}."
    found = split_of(loop)
    return (ran, found.says) if found is not None else (ran,)


def code_in_words(loop: LoopSpec) -> str:
    """A split loop as code to be read: what each pass computes, and what is done in order with the results."""
    found = split_of(loop)
    if found is None:
        return ""
    code = found.code
    task = "\n".join(text for text, _ in (*code.give, *code.task))
    fold = "\n".join(f"    {text}" for text, _ in code.fold) or "    pass"
    head = f"for {code.target}, {code.results} in zip(items, results):  # in order"
    return f"{task.strip()}\n\n\n{head}\n{fold}\n"
